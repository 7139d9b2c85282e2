package io.hft.backend.idempotency;

import java.time.Duration;
import java.util.Optional;

/**
 * Where answers that were asked for again may be kept besides the database. A finished answer never changes until its key expires, so that a copy of one
 * is as good as the row. Losing all of them loses nothing: whatever is not here is asked of the database.
 */
public interface AnswerCache {
    /** Keeps nothing. */
    AnswerCache NONE = new AnswerCache() {
        @Override
        public Optional<StoredRequest> find(IdempotencyClaim claim) {
            return Optional.empty();
        }

        @Override
        public void keep(IdempotencyClaim claim, StoredRequest answered, Duration life) {
            // Not here.
        }
    };

    /** The request that has the claim's key, with its answer; its fingerprint may be another one than the claim's. Does not fail. */
    Optional<StoredRequest> find(IdempotencyClaim claim);

    /**
     * Keeps an answer. Does not fail, and may do nothing.
     *
     * @param answered read from the database, committed there, and with its answer
     * @param life what is left of the key's; never to be found after that
     */
    void keep(IdempotencyClaim claim, StoredRequest answered, Duration life);
}
