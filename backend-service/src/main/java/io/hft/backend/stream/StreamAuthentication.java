package io.hft.backend.stream;

import io.hft.backend.identity.Credential;
import io.hft.backend.identity.CredentialCheck;
import io.hft.backend.identity.CredentialResult;
import io.hft.backend.identity.SignedRequest;
import io.hft.backend.identity.web.Caller;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out who a session acts as: by the handshake's headers, or by an {@code auth} message. Callable from any thread. */
@Component
final class StreamAuthentication {
    private static final String METHOD = "GET";
    private static final String PATH = "/ws/v1";

    private final CredentialCheck check;
    private final Caller caller;

    StreamAuthentication(CredentialCheck check, Caller caller) {
        this.check = check;
        this.caller = caller;
    }

    /** Of the handshake's request, on its thread; bad credentials have been refused before. */
    Optional<StreamIdentity> ofHandshake() {
        return caller.credential().map(this::identity).or(() -> caller.current().map(StreamIdentity::demo));
    }

    /** Empty when the credentials are not good. */
    Optional<StreamIdentity> of(Credentials credentials) {
        CredentialResult result =
                switch (credentials) {
                    case Credentials.AccessToken(String token) -> check.bearer(token);
                    case Credentials.ApiKey key ->
                        check.apiKey(new SignedRequest(
                                key.keyId(),
                                key.timestamp(),
                                key.recvWindow(),
                                METHOD,
                                PATH,
                                new byte[0],
                                key.signature()));
                };
        return result instanceof CredentialResult.Accepted(Credential credential)
                ? Optional.of(identity(credential))
                : Optional.empty();
    }

    private StreamIdentity identity(Credential credential) {
        return new StreamIdentity(credential.principal(), credential.expiresAt(), () -> check.isValid(credential));
    }
}
