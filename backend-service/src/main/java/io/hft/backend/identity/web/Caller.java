package io.hft.backend.identity.web;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.identity.Credential;
import io.hft.backend.identity.Principal;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who makes the request of the current thread, for filters; controllers take a {@link Principal} argument instead. */
@Component
public final class Caller {
    private final boolean sandbox;

    Caller(SandboxProperties sandbox) {
        this.sandbox = sandbox.enabled();
    }

    /** The credential's user; without a credential the demo user in sandbox mode, else nobody. */
    public Optional<Principal> current() {
        return credential()
                .map(Credential::principal)
                .or(() -> sandbox ? Optional.of(Principal.demo()) : Optional.empty());
    }

    /** The credential that came with the request; it is good. */
    public Optional<Credential> credential() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CredentialAuthentication given
                ? Optional.of(given.credential())
                : Optional.empty();
    }
}
