package io.hft.backend.identity.web;

import io.hft.backend.identity.Credential;
import io.hft.backend.identity.CredentialCheck;
import io.hft.backend.identity.IdentityProperties;
import io.hft.backend.identity.Principal;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemWriter;
import io.hft.backend.web.limits.RateLimitFilter;
import io.hft.backend.web.limits.RateLimits;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stateless: each request brings its credentials ({@link CredentialFilter}) and is held against the {@link AccessRules}. Pages of other origins may
 * not call, unless they are configured. Security headers are those of {@link SecurityHeaders}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    /** One observation of each request is enough; those of every filter cost more than most filters. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    /** Spring Security's own, without its regular expressions for the text of headers, which come with every request. */
    @Bean
    StrictHttpFirewall httpFirewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> isText(name, false));
        firewall.setAllowedHeaderValues(value -> isText(value, true));
        return firewall;
    }

    /** Assigned characters, and no control characters but for tabs where they may be. */
    static boolean isText(String text, boolean tabs) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' ? c != '\t' || !tabs : c >= 0x7f) {
                return c >= 0x7f && isText(text.codePoints().skip(text.codePointCount(0, i)), tabs);
            }
        }
        return true;
    }

    private static boolean isText(IntStream characters, boolean tabs) {
        return characters.allMatch(c -> Character.isDefined(c) && (!Character.isISOControl(c) || tabs && c == '\t'));
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            AccessRules rules,
            CredentialCheck check,
            Caller caller,
            RateLimits limits,
            JsonMapper json,
            ProblemWriter problems,
            IdentityProperties properties,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver failures) {
        AuthenticationEntryPoint unauthenticated = (request, response, e) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            problems.write(
                    Problem.of(
                            ErrorCode.UNAUTHENTICATED,
                            "Send an access token (Authorization: Bearer …) or sign the request with an API key"),
                    request,
                    response);
        };
        AccessDeniedHandler denied = (request, response, e) -> {
            boolean known = e instanceof AuthorizationDeniedException;
            if (known
                    && ((AuthorizationDeniedException) e).getAuthorizationResult()
                            instanceof AccessRules.Verdict verdict) {
                ErrorCode code = verdict.isAboutScope() ? ErrorCode.SCOPE_MISSING : ErrorCode.FORBIDDEN;
                problems.write(Problem.of(code, verdict.text()), request, response);
                return;
            }
            problems.write(Problem.of(ErrorCode.FORBIDDEN, "This is not allowed"), request, response);
        };
        // Asked by whoever refuses a request, too.
        http.setSharedObject(RequestCache.class, new NullRequestCache());
        http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                // No sessions and nothing that would ask for one; and no filters that every request would pass for
                // nothing.
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                            .permitAll();
                    requests.requestMatchers(EndpointRequest.toAnyEndpoint()).permitAll();
                    requests.anyRequest().access(rules);
                })
                .addFilterBefore(new CredentialFilter(check, problems, failures), AnonymousAuthenticationFilter.class)
                .addFilterAfter(
                        new RateLimitFilter(
                                limits,
                                json,
                                () -> caller.credential()
                                        .map(Credential::principal)
                                        .map(Principal::userId),
                                problems),
                        CredentialFilter.class)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthenticated).accessDeniedHandler(denied));
        if (properties.corsOrigins().isEmpty()) {
            http.cors(AbstractHttpConfigurer::disable);
        } else {
            http.cors(cors -> cors.configurationSource(configuredOrigins(properties.corsOrigins())));
        }
        return http.build();
    }

    private static CorsConfigurationSource configuredOrigins(List<String> origins) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(origins);
        cors.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
        cors.setAllowedHeaders(List.of(
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "X-Idempotency-Key",
                "X-Request-Id",
                "X-Api-Key",
                "X-Api-Timestamp",
                "X-Api-Recv-Window",
                "X-Api-Signature"));
        cors.setExposedHeaders(List.of(
                "X-Request-Id",
                "Retry-After",
                "Idempotency-Replayed",
                "RateLimit-Limit",
                "RateLimit-Remaining",
                "RateLimit-Reset"));
        cors.setMaxAge(Duration.ofMinutes(10));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", cors);
        source.registerCorsConfiguration("/.well-known/**", cors);
        return source;
    }
}
