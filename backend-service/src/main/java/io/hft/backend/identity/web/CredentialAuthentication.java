package io.hft.backend.identity.web;

import io.hft.backend.identity.Credential;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A request with good credentials, for Spring Security. */
@SuppressWarnings("serial") // Nothing is kept in a session.
final class CredentialAuthentication extends AbstractAuthenticationToken {
    private final transient Credential credential;

    CredentialAuthentication(Credential credential) {
        super(List.of());
        this.credential = credential;
        setAuthenticated(true);
    }

    Credential credential() {
        return credential;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return credential.principal();
    }
}
