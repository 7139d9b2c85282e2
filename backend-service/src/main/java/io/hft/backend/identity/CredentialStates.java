package io.hft.backend.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the database says about sessions, users and API keys, and which access tokens have been verified: remembered, within bounds, for as long
 * as we hear of every change. To verify a token costs more than to place an order. Callable from any thread.
 *
 * <p>What is being looked up while it changes is forgotten afterwards: the memory's own lock per entry orders the two.
 */
@Component
class CredentialStates {
    private static final int TOKENS_MAX = 20_000;
    private static final int ENTRIES_MAX = 50_000;
    /** In case all else fails. */
    private static final Duration AGE_MAX = Duration.ofMinutes(1);

    /** A login. */
    record SessionState(UUID sessionId, long userId) {}

    /** Somebody who may act. */
    record UserState(long userId, Set<String> roles) {}

    /** A key, its secret still encrypted. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record ApiKeyState(String keyId, long userId, Set<Scope> scopes, byte[] encryptedSecret) {
        @Override
        public String toString() {
            return "ApiKeyState[" + keyId + "]";
        }
    }

    /** What a good signature proves for ever, and the expiry until when. */
    record VerifiedToken(long userId, UUID sessionId, Instant expiresAt) {}

    private record Memory(
            Cache<UUID, Optional<SessionState>> sessions,
            Cache<Long, Optional<UserState>> users,
            Cache<String, Optional<ApiKeyState>> apiKeys) {
        static Memory empty() {
            return new Memory(bounded(), bounded(), bounded());
        }

        private static <K, V> Cache<K, V> bounded() {
            return Caffeine.newBuilder()
                    .maximumSize(ENTRIES_MAX)
                    .expireAfterWrite(AGE_MAX)
                    .build();
        }
    }

    private final JdbcClient jdbc;
    private final Cache<String, VerifiedToken> tokens;
    private volatile Memory memory = Memory.empty();
    private volatile boolean trusted;

    CredentialStates(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.tokens = Caffeine.newBuilder()
                .maximumSize(TOKENS_MAX)
                .expireAfter(Expiry.<String, VerifiedToken>creating(
                        (token, verified) -> Duration.between(clock.instant(), verified.expiresAt())))
                .build();
    }

    /** The token's content if its signature was verified before. Says nothing about its session. */
    Optional<VerifiedToken> token(String token) {
        return Optional.ofNullable(tokens.getIfPresent(token));
    }

    void remember(String token, VerifiedToken verified) {
        tokens.put(token, verified);
    }

    /** Empty when it is unknown or revoked. */
    Optional<SessionState> session(UUID sessionId) {
        return get(memory.sessions(), sessionId, this::loadSession);
    }

    /** Empty when the user is unknown or suspended. */
    Optional<UserState> user(long userId) {
        return get(memory.users(), userId, this::loadUser);
    }

    /** Empty when it is unknown or revoked. */
    Optional<ApiKeyState> apiKey(String keyId) {
        return get(memory.apiKeys(), keyId, this::loadApiKey);
    }

    void forgetSession(UUID sessionId) {
        memory.sessions().invalidate(sessionId);
    }

    void forgetUser(long userId) {
        memory.users().invalidate(userId);
    }

    void forgetApiKey(String keyId) {
        memory.apiKeys().invalidate(keyId);
    }

    /** Signatures are to be verified anew. */
    void forgetTokens() {
        tokens.invalidateAll();
    }

    /** From now on every change is heard of. */
    void trust() {
        forgetTokens();
        memory = Memory.empty();
        trusted = true;
    }

    /** From now on changes may be missed. */
    void distrust() {
        trusted = false;
    }

    private <K, V> Optional<V> get(Cache<K, Optional<V>> remembered, K key, Function<K, Optional<V>> load) {
        return trusted ? remembered.get(key, load) : load.apply(key);
    }

    private Optional<SessionState> loadSession(UUID sessionId) {
        return jdbc.sql("select session_id, user_id from sessions where session_id = ? and revoked_at is null")
                .param(sessionId)
                .query((row, number) -> new SessionState(row.getObject(1, UUID.class), row.getLong(2)))
                .optional();
    }

    private Optional<UserState> loadUser(long userId) {
        return jdbc.sql("select user_id, roles from users where user_id = ? and suspended_at is null")
                .param(userId)
                .query((row, number) -> new UserState(row.getLong(1), Set.copyOf(texts(row.getArray(2)))))
                .optional();
    }

    private Optional<ApiKeyState> loadApiKey(String keyId) {
        return jdbc.sql("select key_id, user_id, scopes, secret from api_keys where key_id = ? and revoked_at is null")
                .param(keyId)
                .query((row, number) -> new ApiKeyState(
                        row.getString(1),
                        row.getLong(2),
                        texts(row.getArray(3)).stream().map(Scope::valueOf).collect(Collectors.toUnmodifiableSet()),
                        row.getBytes(4)))
                .optional();
    }

    static List<String> texts(Array array) throws SQLException {
        return Stream.of((String[]) array.getArray()).toList();
    }
}
