package io.hft.backend.web.limits;

import io.hft.backend.web.limits.RateLimitProperties.Rate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens that fills at a steady rate, as one number: when it will be full again (the generic cell rate algorithm of ITU-T I.371). No
 * locks, no timer. Times are those of {@link System#nanoTime()}.
 */
final class TokenBucket {
    private final Rate rate;
    private final long nanosPerToken;
    private final long nanosToFill;
    private final AtomicLong fullAt;

    TokenBucket(Rate rate, long now) {
        this.rate = rate;
        this.nanosPerToken = TimeUnit.SECONDS.toNanos(1) / rate.perSecond();
        this.nanosToFill = nanosPerToken * rate.burst();
        this.fullAt = new AtomicLong(now);
    }

    /**
     * What became of a request for tokens.
     *
     * @param remaining tokens that are left
     * @param fullInNanos when the bucket is full again
     * @param retryInNanos when it would have had enough; 0 when it had
     */
    record Outcome(int limit, int remaining, long fullInNanos, long retryInNanos) {
        boolean isGranted() {
            return retryInNanos == 0;
        }
    }

    /** Takes so many tokens, or none. What costs more than the bucket holds is had for a full one. */
    Outcome take(int cost, long now) {
        long price = nanosPerToken * Math.min(cost, rate.burst());
        while (true) {
            long before = fullAt.get();
            long used = Math.max(0, before - now);
            long missing = used + price - nanosToFill;
            if (missing > 0) {
                return outcome(used, missing);
            }
            if (fullAt.compareAndSet(before, now + used + price)) {
                return outcome(used + price, 0);
            }
        }
    }

    private Outcome outcome(long used, long missing) {
        return new Outcome(rate.burst(), (int) ((nanosToFill - used) / nanosPerToken), used, missing);
    }
}
