package io.hft.backend.identity.web;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.identity.Principal;
import io.hft.backend.identity.TokenIssuer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/** Who makes the request of the current thread, for filters; controllers take a {@link Principal} argument instead. */
@Component
public final class Caller {
    private final boolean sandbox;

    Caller(SandboxProperties sandbox) {
        this.sandbox = sandbox.enabled();
    }

    /** The token's user; without a token the demo user in sandbox mode, else nobody. */
    public Optional<Principal> current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication instanceof JwtAuthenticationToken bearer) {
            List<String> roles = bearer.getToken().getClaimAsStringList(TokenIssuer.ROLES_CLAIM);
            return Optional.of(new Principal(
                    Long.parseLong(bearer.getToken().getSubject()),
                    true,
                    roles == null ? Set.of() : new LinkedHashSet<>(roles)));
        }
        return sandbox ? Optional.of(Principal.demo()) : Optional.empty();
    }
}
