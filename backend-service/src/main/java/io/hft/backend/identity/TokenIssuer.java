package io.hft.backend.identity;

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
 * comes back after its use has been copied, so all refresh tokens of its user end with it (RFC 9700, 4.14.2).
 */
@Service
public class TokenIssuer {
    /** Claim with the user's roles. */
    public static final String ROLES_CLAIM = "roles";

    private static final int REFRESH_TOKEN_BYTES = 32;

    private final IdentityProperties properties;
    private final SigningKeys keys;
    private final JwtEncoder encoder;
    private final JdbcClient jdbc;
    private final Users users;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    TokenIssuer(
            IdentityProperties properties,
            SigningKeys keys,
            JdbcClient jdbc,
            Users users,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.properties = properties;
        this.keys = keys;
        this.encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(keys.all()));
        this.jdbc = jdbc;
        this.users = users;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    public Tokens issue(User user) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(properties.issuer())
                .subject(Long.toString(user.userId()))
                .id(UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(now.plus(properties.accessTokenTtl()))
                .claim("username", user.username())
                .claim(ROLES_CLAIM, List.copyOf(user.roles()))
                .build();
        JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256)
                .keyId(keys.signingKeyId())
                .type("JWT")
                .build();
        String accessToken =
                encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
        return new Tokens(user, accessToken, newRefreshToken(user.userId(), now), properties.accessTokenTtl());
    }

    /** New tokens for a refresh token, which is used up by it; empty when it is unknown, expired or used before. */
    public Optional<Tokens> refresh(String refreshToken) {
        byte[] hash = hash(refreshToken);
        return transaction.execute(status -> {
            Optional<Long> userId = jdbc.sql("""
                            update refresh_tokens set used_at = :now
                             where token_hash = :hash and used_at is null and expires_at > :now
                            returning user_id
                            """)
                    .param("now", Timestamp.from(clock.instant()))
                    .param("hash", hash)
                    .query(Long.class)
                    .optional();
            if (userId.isEmpty()) {
                endAllOfCopied(hash);
            }
            return userId.flatMap(users::find).map(this::issue);
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

    private void endAllOfCopied(byte[] hash) {
        jdbc.sql("""
                        delete from refresh_tokens
                         where user_id = (select user_id from refresh_tokens where token_hash = :hash and used_at is not null)
                        """).param("hash", hash).update();
    }

    private String newRefreshToken(long userId, Instant now) {
        byte[] bytes = new byte[REFRESH_TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("""
                        insert into refresh_tokens (token_hash, user_id, issued_at, expires_at)
                        values (:hash, :user, :now, :expires)
                        """)
                .param("hash", hash(token))
                .param("user", userId)
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
}
