package io.hft.backend.identity.web;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Stateless bearer authentication. In sandbox mode every address is open and a caller without credentials becomes the demo user; bad
 * credentials are refused in either mode, whatever the address, and never fall back to the demo user.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    /** Needs no credentials even when the sandbox is closed, and does not look at any that are sent. */
    private static final RequestMatcher CREDENTIALS_IGNORED = anyOf(
            post("/api/v1/auth/register"),
            post("/api/v1/auth/login"),
            post("/api/v1/auth/refresh"),
            get("/health"),
            get("/docs/**"),
            get("/swagger-ui/**"),
            get("/openapi.json/**"),
            get("/favicon.ico"));

    /** Public facts. */
    private static final RequestMatcher PUBLIC = anyOf(
            get("/"),
            get("/api/v1/trading/assets"),
            get("/api/v1/instruments/**"),
            get("/api/v1/market/**"),
            get("/api/v1/time"),
            get("/api/v1/status"));

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, SandboxProperties sandbox, ProblemWriter problems) {
        AuthenticationEntryPoint unauthenticated = (request, response, e) -> {
            boolean sentSome = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, sentSome ? "Bearer error=\"invalid_token\"" : "Bearer");
            String detail = sentSome
                    ? "The credentials are not valid, or no longer; log in or refresh"
                    : "Send an access token: Authorization: Bearer …";
            problems.write(Problem.of(ErrorCode.UNAUTHENTICATED, detail), request, response);
        };
        AccessDeniedHandler denied = (request, response, e) -> problems.write(
                Problem.of(ErrorCode.FORBIDDEN, "This needs a role that you do not have"), request, response);
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                            .permitAll();
                    requests.requestMatchers(EndpointRequest.toAnyEndpoint()).permitAll();
                    requests.requestMatchers(CREDENTIALS_IGNORED, PUBLIC).permitAll();
                    if (sandbox.enabled()) {
                        requests.anyRequest().permitAll();
                    } else {
                        requests.anyRequest().authenticated();
                    }
                })
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .bearerTokenResolver(new StrictBearerToken())
                        .authenticationEntryPoint(unauthenticated)
                        .accessDeniedHandler(denied))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthenticated).accessDeniedHandler(denied))
                .build();
    }

    private static RequestMatcher anyOf(RequestMatcher... matchers) {
        return new OrRequestMatcher(List.of(matchers));
    }

    private static RequestMatcher get(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, path);
    }

    private static RequestMatcher post(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, path);
    }

    /** Credentials that are not a bearer token are bad credentials, not no credentials. */
    private static final class StrictBearerToken implements BearerTokenResolver {
        private final DefaultBearerTokenResolver bearer = new DefaultBearerTokenResolver();

        @Override
        public String resolve(HttpServletRequest request) {
            if (CREDENTIALS_IGNORED.matches(request)) {
                return null;
            }
            String token = bearer.resolve(request);
            if (token == null && request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
                throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("not a bearer token"));
            }
            return token;
        }
    }
}
