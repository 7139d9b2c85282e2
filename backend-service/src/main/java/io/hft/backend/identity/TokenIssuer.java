package io.hft.backend.identity;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Issues access tokens (JWT, ES256) and refresh tokens. A refresh token works once and is replaced by a new one; only its SHA-256 is kept. One that
 * comes back after its use has been copied, so the whole session ends with it (RFC 9700, 4.14.2). Callable from any thread.
 */
@Service
public class TokenIssuer {
    /** Claim with the user's roles, for those who look; what counts are the roles in the database. */
    public static final String ROLES_CLAIM = "roles";

    /** Claim with the session that a token belongs to. */
    static final String SESSION_CLAIM = "sid";

    private static final int REFRESH_TOKEN_BYTES = 32;

    private final IdentityProperties properties;
    private final SigningKeys keys;
    private final JdbcClient jdbc;
    private final Users users;
    private final Sessions sessions;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    TokenIssuer(
            IdentityProperties properties,
            SigningKeys keys,
            JdbcClient jdbc,
            Users users,
            Sessions sessions,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.properties = properties;
        this.keys = keys;
        this.jdbc = jdbc;
        this.users = users;
        this.sessions = sessions;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Begins a session. */
    public Tokens issue(User user) {
        return transaction.execute(status -> {
            Instant now = clock.instant();
            return tokens(user, sessions.begin(user.userId(), now), now);
        });
    }

    /** New tokens for a refresh token, which is used up by it; empty when it is unknown, expired or used before, or its session is over. */
    public Optional<Tokens> refresh(String refreshToken) {
        byte[] hash = hash(refreshToken);
        return transaction.execute(status -> {
            Instant now = clock.instant();
            Optional<Used> used = jdbc.sql("""
                            update refresh_tokens token set used_at = :now from sessions session, users
                             where token.token_hash = :hash and token.used_at is null and token.expires_at > :now
                               and session.session_id = token.session_id and session.revoked_at is null
                               and users.user_id = token.user_id and users.suspended_at is null
                            returning token.session_id, token.user_id
                            """)
                    .param("now", Timestamp.from(now))
                    .param("hash", hash)
                    .query((row, number) -> new Used(row.getObject(1, UUID.class), row.getLong(2)))
                    .optional();
            if (used.isEmpty()) {
                endCopied(hash);
                return Optional.empty();
            }
            sessions.extend(used.get().sessionId(), now);
            return users.find(used.get().userId())
                    .map(user -> tokens(user, used.get().sessionId(), now));
        });
    }

    /** Removes some of the refresh tokens whose time is over, used ones too: a copy of them is refused as expired. Returns how many. */
    int deleteExpired(int limit) {
        return jdbc.sql("""
                        delete from refresh_tokens where token_hash in (
                            select token_hash from refresh_tokens where expires_at <= :now
                            order by expires_at limit :limit for update skip locked)
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("limit", limit)
                .update();
    }

    private Tokens tokens(User user, UUID sessionId, Instant now) {
        return new Tokens(
                user,
                accessToken(user, sessionId, now),
                newRefreshToken(user.userId(), sessionId, now),
                properties.accessTokenTtl());
    }

    private String accessToken(User user, UUID sessionId, Instant now) {
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(properties.issuer())
                .subject(Long.toString(user.userId()))
                .id(UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(now.plus(properties.accessTokenTtl()))
                .claim("username", user.username())
                .claim(ROLES_CLAIM, List.copyOf(user.roles()))
                .claim(SESSION_CLAIM, sessionId.toString())
                .build();
        var key = keys.signing();
        JwtEncoder encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key)));
        JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256)
                .keyId(key.getKeyID())
                .type("JWT")
                .build();
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }

    /** Of a session that is over already, or of a token nobody knows, nothing is left to end. */
    private void endCopied(byte[] hash) {
        jdbc.sql("select session_id from refresh_tokens where token_hash = :hash and used_at is not null")
                .param("hash", hash)
                .query(UUID.class)
                .optional()
                .ifPresent(session -> sessions.end(session, Sessions.End.REFRESH_TOKEN_REUSED));
    }

    private String newRefreshToken(long userId, UUID sessionId, Instant now) {
        byte[] bytes = new byte[REFRESH_TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("""
                        insert into refresh_tokens (token_hash, user_id, session_id, issued_at, expires_at)
                        values (:hash, :user, :session, :now, :expires)
                        """)
                .param("hash", hash(token))
                .param("user", userId)
                .param("session", sessionId)
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(properties.refreshTokenTtl())))
                .update();
        return token;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Used(UUID sessionId, long userId) {}
}
