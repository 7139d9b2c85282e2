package io.hft.backend.identity;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** API keys: made, listed, deleted; each audited. Callable from any thread. */
@Service
public class ApiKeys {
    public static final int PER_USER_MAX = 20;

    private static final String PREFIX = "hft_";
    private static final Pattern KEY_ID = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{24}");
    private static final int ID_BYTES = 18;
    private static final int SECRET_BYTES = 32;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApiKeySecrets secrets;
    private final Revocations revocations;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ApiKeySecrets secrets,
            Revocations revocations,
            AuditLog audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.secrets = secrets;
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    static boolean isKeyId(String text) {
        return KEY_ID.matcher(text).matches();
    }

    public ApiKeyCreation create(Principal owner, String label, Set<Scope> scopes) {
        if (scopes.contains(Scope.ADMIN) && !owner.isAdmin()) {
            return new ApiKeyCreation.AdminOnly();
        }
        String keyId = PREFIX + text(ID_BYTES);
        String secret = text(SECRET_BYTES);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return transaction.execute(status -> {
            // So that two at once do not both get the last place.
            jdbc.sql("select 1 from users where user_id = ? for update")
                    .param(owner.userId())
                    .query(row -> {});
            int count = jdbc.sql("select count(*) from api_keys where user_id = ? and revoked_at is null")
                    .param(owner.userId())
                    .query(Integer.class)
                    .single();
            if (count >= PER_USER_MAX) {
                return new ApiKeyCreation.TooMany(PER_USER_MAX);
            }
            jdbc.sql("""
                            insert into api_keys (key_id, user_id, label, scopes, secret, master_key, created_at)
                            values (?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(
                            keyId,
                            owner.userId(),
                            label,
                            scopes.stream().map(Scope::name).sorted().toArray(String[]::new),
                            secrets.encrypt(keyId, secret),
                            secrets.masterKeyFingerprint(),
                            Timestamp.from(now))
                    .update();
            revocations.announceApiKey(keyId);
            audit.record(AuditEvent.of("api_key.created")
                    .by(owner.userId())
                    .on("api key " + keyId)
                    .with("scopes", scopes.stream().map(Scope::text).sorted().collect(Collectors.joining(" "))));
            return new ApiKeyCreation.Created(new ApiKey(keyId, label, Set.copyOf(scopes), now), secret);
        });
    }

    /** The newest first. */
    public List<ApiKey> of(long userId) {
        return jdbc.sql("""
                        select key_id, label, scopes, created_at from api_keys
                         where user_id = ? and revoked_at is null order by created_at desc, key_id
                        """).param(userId).query((row, number) -> key(row)).list();
    }

    /** Stops at once on every backend. False when the user has no such key. */
    public boolean delete(long userId, String keyId) {
        if (!isKeyId(keyId)) {
            return false;
        }
        return Boolean.TRUE.equals(transaction.execute(status -> {
            int deleted = jdbc.sql(
                            "update api_keys set revoked_at = ? where key_id = ? and user_id = ? and revoked_at is null")
                    .params(Timestamp.from(clock.instant()), keyId, userId)
                    .update();
            if (deleted == 0) {
                return false;
            }
            revocations.announceApiKey(keyId);
            audit.record(AuditEvent.of("api_key.deleted").by(userId).on("api key " + keyId));
            return true;
        }));
    }

    private String text(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("key_id"),
                row.getString("label"),
                CredentialStates.texts(row.getArray("scopes")).stream()
                        .map(Scope::valueOf)
                        .collect(Collectors.toUnmodifiableSet()),
                row.getTimestamp("created_at").toInstant());
    }
}
