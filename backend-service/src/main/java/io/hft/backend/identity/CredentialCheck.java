package io.hft.backend.identity;

import io.hft.backend.identity.CredentialStates.ApiKeyState;
import io.hft.backend.identity.CredentialStates.UserState;
import io.hft.backend.identity.CredentialStates.VerifiedToken;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Service;

/**
 * The one place that says whether credentials are good, for requests and for sessions of the stream. A login that ended, a key that was deleted and
 * a user who was suspended or removed are refused from the next call on, on every backend. Callable from any thread; asks the database only for
 * what it has not been told before.
 */
@Service
public class CredentialCheck {
    private final JwtDecoder tokens;
    private final CredentialStates states;
    private final SignatureCheck signatures;
    private final Clock clock;

    CredentialCheck(JwtDecoder tokens, CredentialStates states, SignatureCheck signatures, Clock clock) {
        this.tokens = tokens;
        this.states = states;
        this.signatures = signatures;
        this.clock = clock;
    }

    /** Checks an access token. */
    public CredentialResult bearer(String token) {
        return verified(token)
                .filter(verified -> isOpen(verified.sessionId(), verified.userId()))
                .<CredentialResult>flatMap(verified -> states.user(verified.userId())
                        .map(user -> new CredentialResult.Accepted(Credential.ofLogin(
                                new Principal(user.userId(), true, user.roles()),
                                verified.sessionId(),
                                verified.expiresAt()))))
                .orElseGet(() -> new CredentialResult.Refused(
                        CredentialRefusal.INVALID, "The credentials are not valid, or no longer; log in or refresh"));
    }

    /** Checks a request that is signed with an API key, and uses it up: the same again is refused. */
    public CredentialResult apiKey(SignedRequest request) {
        Optional<ApiKeyState> key =
                ApiKeys.isKeyId(request.keyId()) ? states.apiKey(request.keyId()) : Optional.empty();
        Optional<UserState> user = key.flatMap(known -> states.user(known.userId()));
        return switch (signatures.check(request, user.isPresent() ? key : Optional.empty())) {
            case SignatureCheck.Result.Good() -> {
                ApiKeyState known = key.orElseThrow();
                Principal principal =
                        new Principal(known.userId(), true, user.orElseThrow().roles(), known.scopes());
                yield new CredentialResult.Accepted(Credential.ofApiKey(principal, known.keyId()));
            }
            case SignatureCheck.Result.Bad(CredentialRefusal reason, String detail) ->
                new CredentialResult.Refused(reason, detail);
        };
    }

    /** Whether what was accepted before still is. Cheap: ask as often as you like. */
    public boolean isValid(Credential credential) {
        Principal principal = credential.principal();
        if (credential.expiresAt() != null && !clock.instant().isBefore(credential.expiresAt())) {
            return false;
        }
        boolean open = credential.keyId() != null
                ? states.apiKey(credential.keyId()).isPresent()
                : credential.sessionId() == null || isOpen(credential.sessionId(), principal.userId());
        return open
                && states.user(principal.userId())
                        .filter(user -> user.roles().equals(principal.roles()))
                        .isPresent();
    }

    private boolean isOpen(UUID sessionId, long userId) {
        return states.session(sessionId)
                .filter(session -> session.userId() == userId)
                .isPresent();
    }

    private Optional<VerifiedToken> verified(String token) {
        Optional<VerifiedToken> known = states.token(token);
        if (known.isPresent()) {
            return known.filter(verified -> clock.instant().isBefore(verified.expiresAt()));
        }
        try {
            Optional<VerifiedToken> verified = content(tokens.decode(token));
            verified.filter(content -> clock.instant().isBefore(content.expiresAt()))
                    .ifPresent(content -> states.remember(token, content));
            return verified;
        } catch (JwtException e) {
            return Optional.empty();
        }
    }

    /** Empty for a token without the claims of an access token, which we never sign. */
    private static Optional<VerifiedToken> content(Jwt token) {
        String sessionId = token.getClaimAsString(TokenIssuer.SESSION_CLAIM);
        Instant expiresAt = token.getExpiresAt();
        if (sessionId == null || expiresAt == null || token.getSubject() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new VerifiedToken(Long.parseLong(token.getSubject()), UUID.fromString(sessionId), expiresAt));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
