package io.hft.backend.identity.web;

import io.hft.backend.identity.Principal;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controllers their {@link Principal}; ends the request with 401 where there is none. */
@Component
final class PrincipalArgumentResolver implements HandlerMethodArgumentResolver {
    static {
        // Callers do not send it, so it is no parameter of the API's description.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Principal.class);
    }

    private final Caller caller;

    PrincipalArgumentResolver(Caller caller) {
        this.caller = caller;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Principal.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return caller.current().orElseThrow(() -> Problem.of(
                        ErrorCode.UNAUTHENTICATED, "Send an access token: Authorization: Bearer …")
                .asException());
    }
}
