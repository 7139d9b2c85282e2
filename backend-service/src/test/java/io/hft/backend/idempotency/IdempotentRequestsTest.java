package io.hft.backend.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.MoneyDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotentRequestsTest {
    private static final long USER = 1;
    private static final AtomicLong KEYS = new AtomicLong();

    private static MoneyDatabase database;
    private static IdempotentRequests requests;

    private final IdempotencyClaim claim = claim(USER, "POST /x", "key-" + KEYS.incrementAndGet());

    @BeforeAll
    static void migrate() {
        database = new MoneyDatabase();
        database.openUser(USER);
        database.openUser(2);
        requests = new IdempotentRequests(database.jdbc(), AnswerCache.NONE);
    }

    private static IdempotencyClaim claim(long userId, String scope, String key) {
        return new IdempotencyClaim(userId, scope, key, Fingerprint.of(Map.of("quantity", "1")));
    }

    /** What admission does, without the money. */
    private static Optional<StoredRequest> claimWithOrder(IdempotencyClaim claim) {
        return database.transaction().execute(status -> {
            Long orderId = database.jdbc().queryForObject("select nextval('order_ids')", Long.class);
            Optional<StoredRequest> claimed = requests.claim(claim, orderId);
            if (claimed.isPresent()) {
                database.jdbc().update("""
                                insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity,
                                    status, held, shard)
                                values (?, ?, 'BTC-USD', 'BUY', 'LIMIT', 'GTC', 1, 1, 'PENDING_NEW', 0, 0)
                                """, orderId, claim.userId());
            }
            return claimed;
        });
    }

    @Test
    void onlyOneOfManyTakesAKey() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<Boolean>> claims = IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(
                            i -> () -> claimWithOrder(claim).isPresent())
                    .toList();
            long taken = 0;
            for (Future<Boolean> done : threads.invokeAll(claims)) {
                taken += done.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        }
    }

    @Test
    void aKeyBelongsToItsUserAndScope() {
        assertThat(claimWithOrder(claim)).isPresent();
        assertThat(claimWithOrder(claim(2, claim.scope(), claim.key()))).isPresent();
        assertThat(claimWithOrder(claim(USER, "POST /y", claim.key()))).isPresent();
        assertThat(claimWithOrder(claim)).isEmpty();
        assertThat(requests.find(claim)).hasValueSatisfying(stored -> {
            assertThat(stored.fingerprint()).isEqualTo(claim.fingerprint());
            assertThat(stored.answer()).isNull();
        });
    }

    @Test
    void aRefusalLeavesNoRow() {
        database.transaction().executeWithoutResult(status -> {
            assertThat(requests.claim(claim, 1)).isPresent();
            status.setRollbackOnly();
        });
        assertThat(requests.find(claim)).isEmpty();
    }

    @Test
    void theFirstAnswerStays() {
        long requestId = claimWithOrder(claim).orElseThrow().requestId();
        StoredAnswer first = new StoredAnswer(200, "application/json", "{\"a\":1}");
        assertThat(requests.store(requestId, first)).isEqualTo(first);
        assertThat(requests.store(requestId, new StoredAnswer(200, "application/json", "{}")))
                .isEqualTo(first);
        assertThat(requests.find(claim).orElseThrow().answer()).isEqualTo(first);
    }

    @Test
    void anExpiredKeyCountsAsNeverUsed() {
        long requestId = claimWithOrder(claim).orElseThrow().requestId();
        requests.store(requestId, new StoredAnswer(200, "application/json", "{}"));
        expire(requestId);
        assertThat(requests.find(claim)).isEmpty();
        assertThat(claimWithOrder(claim)).hasValueSatisfying(again -> {
            assertThat(again.answer()).isNull();
            expire(again.requestId());
        });
        assertThat(requests.deleteExpired(100)).isEqualTo(1);
        assertThat(requests.deleteExpired(100)).isZero();
    }

    /** What a request has taken anew in this moment is not expired, though others still see the old time. */
    @Test
    void removesInStepsWhatHasExpiredAndNothingElse() {
        long unfinished = claimWithOrder(claim).orElseThrow().requestId();
        IdempotencyClaim taken = claim(USER, "POST /x", "key-" + KEYS.incrementAndGet());
        long takenId = claimWithOrder(taken).orElseThrow().requestId();
        expire(takenId);
        for (int i = 0; i < 5; i++) {
            expire(claimWithOrder(claim(USER, "POST /x", "key-" + KEYS.incrementAndGet()))
                    .orElseThrow()
                    .requestId());
        }

        database.transaction().executeWithoutResult(status -> {
            assertThat(requests.claim(taken)).isPresent();
            // On connections of their own.
            assertThat(CompletableFuture.supplyAsync(() -> List.of(
                                    requests.deleteExpired(2),
                                    requests.deleteExpired(2),
                                    requests.deleteExpired(2),
                                    requests.deleteExpired(2)))
                            .join())
                    .containsExactly(2, 2, 1, 0);
        });

        assertThat(requests.deleteExpired(100)).isZero();
        assertThat(requests.find(taken))
                .hasValueSatisfying(kept -> assertThat(kept.requestId()).isEqualTo(takenId));
        assertThat(requests.find(claim)).hasValueSatisfying(kept -> {
            assertThat(kept.requestId()).isEqualTo(unfinished);
            assertThat(kept.answer()).isNull();
        });
    }

    private static void expire(long requestId) {
        database.jdbc()
                .update(
                        "update idempotent_requests set expires_at = now() - interval '1 second' where request_id = ?",
                        requestId);
    }
}
