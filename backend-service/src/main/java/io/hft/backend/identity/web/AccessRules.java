package io.hft.backend.identity.web;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.identity.Principal;
import io.hft.backend.identity.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * Who may call what, by method and path, so that no feature needs rules of its own besides "only the own account":
 *
 * <ul>
 *   <li>public facts: everybody;
 *   <li>{@code /api/v1/auth/**}: a login, never an API key;
 *   <li>{@code /api/v1/admin/**}: role and scope ADMIN; in sandbox mode a caller without credentials may look, but not at what concerns other
 *       people (users, audit log, signing keys);
 *   <li>everything else: scope READ to look, scope TRADE for any other method; in sandbox mode a caller without credentials is the demo user.
 * </ul>
 */
@Component
final class AccessRules implements AuthorizationManager<RequestAuthorizationContext> {
    /** Needs no credentials, and does not look at any that are sent. */
    static final RequestMatcher CREDENTIALS_IGNORED = anyOf(
            all("/api/v1/auth/register"),
            all("/api/v1/auth/login"),
            all("/api/v1/auth/refresh"),
            get("/.well-known/**"),
            get("/health"),
            get("/docs/**"),
            get("/swagger-ui/**"),
            get("/openapi.json/**"),
            get("/favicon.ico"));

    private static final RequestMatcher PUBLIC = anyOf(
            get("/"),
            get("/api/v1/trading/assets"),
            get("/api/v1/instruments/**"),
            get("/api/v1/market/**"),
            get("/api/v1/time"),
            get("/api/v1/status"),
            // A session may log in by a message, after the handshake.
            get("/ws/v1"));

    private static final RequestMatcher LOGIN_ONLY = all("/api/v1/auth/**");
    private static final RequestMatcher DEMO_PROFILE = get("/api/v1/auth/me");
    private static final RequestMatcher ADMIN = all("/api/v1/admin/**");
    private static final RequestMatcher ABOUT_OTHERS =
            anyOf(all("/api/v1/admin/users/**"), all("/api/v1/admin/audit/**"), all("/api/v1/admin/signing-keys/**"));
    private static final Set<String> LOOKING =
            Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(), HttpMethod.OPTIONS.name());

    private final boolean sandbox;

    AccessRules(SandboxProperties sandbox) {
        this.sandbox = sandbox.enabled();
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        if (CREDENTIALS_IGNORED.matches(request) || PUBLIC.matches(request)) {
            return Verdict.GRANTED;
        }
        if (authentication.get() instanceof CredentialAuthentication given) {
            return verdict(
                    request, given.credential().principal(), given.credential().isApiKey());
        }
        boolean open = sandbox
                && !ABOUT_OTHERS.matches(request)
                && (!ADMIN.matches(request) || LOOKING.contains(request.getMethod()))
                && (!LOGIN_ONLY.matches(request) || DEMO_PROFILE.matches(request));
        return open ? Verdict.GRANTED : Verdict.CREDENTIALS_NEEDED;
    }

    private static Verdict verdict(HttpServletRequest request, Principal principal, boolean apiKey) {
        if (LOGIN_ONLY.matches(request)) {
            return apiKey ? Verdict.LOGIN_NEEDED : Verdict.GRANTED;
        }
        if (ADMIN.matches(request)) {
            if (!principal.roles().contains(Principal.ADMIN_ROLE)) {
                return Verdict.ROLE_NEEDED;
            }
            return principal.scopes().contains(Scope.ADMIN) ? Verdict.GRANTED : Verdict.ADMIN_SCOPE_NEEDED;
        }
        if (LOOKING.contains(request.getMethod())) {
            return principal.scopes().contains(Scope.READ) ? Verdict.GRANTED : Verdict.READ_SCOPE_NEEDED;
        }
        return principal.scopes().contains(Scope.TRADE) ? Verdict.GRANTED : Verdict.TRADE_SCOPE_NEEDED;
    }

    private static RequestMatcher anyOf(RequestMatcher... matchers) {
        return new OrRequestMatcher(List.of(matchers));
    }

    private static RequestMatcher all(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(path);
    }

    private static RequestMatcher get(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, path);
    }

    /** Whether a request may go on, and if not, why. */
    enum Verdict implements AuthorizationResult {
        GRANTED("allowed"),
        CREDENTIALS_NEEDED("log in first"),
        LOGIN_NEEDED("This needs the access token of a login; an API key is not enough"),
        ROLE_NEEDED("This needs the role " + Principal.ADMIN_ROLE),
        ADMIN_SCOPE_NEEDED("This API key lacks the scope admin"),
        READ_SCOPE_NEEDED("This API key lacks the scope read"),
        TRADE_SCOPE_NEEDED("This API key lacks the scope trade");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        boolean isAboutScope() {
            return this != ROLE_NEEDED;
        }

        @Override
        public boolean isGranted() {
            return this == GRANTED;
        }
    }
}
