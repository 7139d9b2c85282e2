package io.hft.backend.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The keys that sign access tokens (ES256), shared by all backends of a database: public parts in the clear, so that each verifies the tokens of
 * all; private ones encrypted with the {@link MasterKey}, so that a backend signs with a key that it can decrypt, and makes one where there is
 * none. A key that was replaced verifies until the last token that it signed is over. Callable from any thread.
 */
@Component
class SigningKeys {
    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
    /** Any number that nobody else uses as an advisory lock. */
    private static final long LOCK = 0x4846_5453_4947_4EL;
    /** How long a replaced key outlives the tokens that it signed: clocks differ. */
    private static final Duration GRACE = Duration.ofMinutes(1);
    /** Tokens with an unknown key make us look for new ones this often at the most. */
    private static final Duration RELOAD_PAUSE = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final MasterKey masterKey;
    private final Revocations revocations;
    private final IdentityProperties properties;
    private final Clock clock;
    private volatile Keys keys = new Keys(null, Instant.EPOCH, new JWKSet());
    private volatile Instant loadedAt = Instant.EPOCH;

    SigningKeys(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            MasterKey masterKey,
            Revocations revocations,
            IdentityProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.masterKey = masterKey;
        this.revocations = revocations;
        this.properties = properties;
        this.clock = clock;
        revocations.onSigningKeys(this::reload);
        reload();
    }

    /** With its private part. */
    ECKey signing() {
        ECKey key = keys.signing();
        if (key == null) {
            throw new IllegalStateException("no signing key");
        }
        return key;
    }

    /** Public parts only. */
    JWKSet verifying() {
        return keys.verifying();
    }

    /** What the selector asks for; a key that is not known yet is looked for in the database. */
    List<JWK> select(JWKSelector selector) {
        List<JWK> found = selector.select(keys.verifying());
        if (found.isEmpty() && clock.instant().isAfter(loadedAt.plus(RELOAD_PAUSE))) {
            try {
                reload();
            } catch (DataAccessException | TransactionException e) {
                log.warn("cannot look for new signing keys: {}", e.getMessage());
            }
            found = selector.select(keys.verifying());
        }
        return found;
    }

    /**
     * Signs with a new key from now on.
     *
     * @param revokePrevious whether what others signed is refused at once (a key has got into wrong hands); else they verify until the tokens
     *     that they signed are over
     * @return its id
     */
    String rotate(boolean revokePrevious) {
        ECKey fresh = generate();
        transaction.executeWithoutResult(status -> {
            lock();
            if (revokePrevious) {
                jdbc.sql("delete from signing_keys").update();
            } else {
                jdbc.sql("update signing_keys set retires_at = :at where retires_at is null")
                        .param("at", Timestamp.from(clock.instant().plus(lifetimeOfTokens())))
                        .update();
            }
            insert(fresh);
            revocations.announceSigningKeys();
        });
        log.info("signing key {} replaces the one before", fresh.getKeyID());
        return fresh.getKeyID();
    }

    /** Replaces our key when it is old, and forgets those that retired. */
    @Scheduled(initialDelayString = "PT3M", fixedDelayString = "PT1H")
    void maintain() {
        try {
            jdbc.sql("delete from signing_keys where retires_at <= :now")
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            if (!keys.madeAt().plus(properties.signingKeyMaxAge()).isAfter(clock.instant())) {
                rotate(false);
            } else {
                reload();
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("signing keys stay as they are for now: {}", e.getMessage());
        }
    }

    private synchronized void reload() {
        Keys found = load();
        if (found.signing() == null) {
            transaction.executeWithoutResult(status -> {
                lock();
                if (load().signing() == null) {
                    insert(generate());
                }
            });
            found = load();
        }
        keys = found;
        loadedAt = clock.instant();
    }

    private Keys load() {
        List<JWK> verifying = new ArrayList<>();
        List<Row> rows = jdbc.sql("""
                        select key_id, public_jwk, private_jwk, master_key, created_at, retires_at from signing_keys
                         where retires_at is null or retires_at > :now order by created_at desc, key_id
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> new Row(
                        row.getString("key_id"),
                        row.getString("public_jwk"),
                        row.getBytes("private_jwk"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("retires_at") == null))
                .list();
        ECKey signing = null;
        Instant madeAt = Instant.EPOCH;
        for (Row row : rows) {
            verifying.add(parse(row.publicJwk()));
            if (signing == null && row.maySign()) {
                Optional<byte[]> decrypted = masterKey.decrypt(row.privateJwk(), purpose(row.keyId()));
                if (decrypted.isPresent()) {
                    signing = parse(new String(decrypted.get(), StandardCharsets.UTF_8));
                    madeAt = row.madeAt();
                }
            }
        }
        return new Keys(signing, madeAt, new JWKSet(verifying));
    }

    private void insert(ECKey key) {
        jdbc.sql("""
                        insert into signing_keys (key_id, public_jwk, private_jwk, master_key, created_at)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(
                        key.getKeyID(),
                        key.toPublicJWK().toJSONString(),
                        masterKey.encrypt(key.toJSONString().getBytes(StandardCharsets.UTF_8), purpose(key.getKeyID())),
                        masterKey.fingerprint(),
                        Timestamp.from(clock.instant()))
                .update();
    }

    private void lock() {
        jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(rows -> {});
    }

    private Duration lifetimeOfTokens() {
        return properties.accessTokenTtl().plus(GRACE);
    }

    private static String purpose(String keyId) {
        return "signing-key:" + keyId;
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey parse(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("a signing key in the database cannot be read", e);
        }
    }

    private record Keys(@Nullable ECKey signing, Instant madeAt, JWKSet verifying) {}

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Row(String keyId, String publicJwk, byte[] privateJwk, Instant madeAt, boolean maySign) {}
}
