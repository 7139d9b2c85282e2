package io.hft.backend.idempotency.web;

import io.hft.backend.idempotency.IdempotencyKey;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives controllers the key of {@code Idempotency-Key} or {@code X-Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header). A
 * parameter that may be null is null without a header; else the request ends with 400. Make it the first parameter, so that this comes
 * before the body is read.
 */
@Component
final class IdempotencyKeyArgumentResolver implements HandlerMethodArgumentResolver {
    private static final String HEADER = "Idempotency-Key";
    private static final String OLDER_HEADER = "X-Idempotency-Key";

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IdempotencyKey.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String name = request.getHeader(HEADER) == null ? OLDER_HEADER : HEADER;
        String value = request.getHeader(name);
        if (value == null && parameter.isOptional()) {
            return null;
        }
        if (value == null || value.isBlank()) {
            throw Problem.of(
                            ErrorCode.IDEMPOTENCY_REQUIRED, "Send a header " + OLDER_HEADER + " with a key of your own")
                    .asException();
        }
        if (value.length() > IdempotencyKey.MAX_LENGTH) {
            throw Problem.validation(
                            name, "max_length", "must have at most " + IdempotencyKey.MAX_LENGTH + " characters")
                    .asException();
        }
        return new IdempotencyKey(value);
    }
}
