package io.hft.engine.sequencing;

import io.hft.engine.config.EngineConfig.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How one thread of the pipeline waits for the others. Whoever changes something that the thread may be waiting for raises the
 * signal afterwards; the thread checks its condition itself, so a needless raise is harmless.
 */
abstract class Signal {
    private static final int SPINS_BEFORE_YIELD = 200;

    static Signal of(final WaitStrategy strategy) {
        return switch (strategy) {
            case BUSY_SPIN -> new Spinning(Integer.MAX_VALUE);
            case YIELDING -> new Spinning(SPINS_BEFORE_YIELD);
            case BLOCKING -> new Parking();
        };
    }

    /** Any thread: something changed. */
    abstract void raise();

    /** The owning thread: returns when the condition is met. */
    abstract void await(BooleanSupplier condition);

    /** The owning thread: returns when the condition is met, or after some time; {@link Long#MAX_VALUE} for any. */
    abstract void await(BooleanSupplier condition, long maxNanos);

    private static final class Spinning extends Signal {
        private final int spinsBeforeYield;

        Spinning(final int spinsBeforeYield) {
            this.spinsBeforeYield = spinsBeforeYield;
        }

        @Override
        void raise() {
            // The waiting thread looks by itself.
        }

        @Override
        void await(final BooleanSupplier condition, final long maxNanos) {
            final long begin = System.nanoTime();
            await(() ->
                    condition.getAsBoolean() || maxNanos != Long.MAX_VALUE && System.nanoTime() - begin >= maxNanos);
        }

        @Override
        void await(final BooleanSupplier condition) {
            int spins = 0;
            while (!condition.getAsBoolean()) {
                if (spins < spinsBeforeYield) {
                    spins++;
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
    }

    private static final class Parking extends Signal {
        private volatile @Nullable Thread waiting;

        @Override
        void raise() {
            // Full fence: what was changed before must be visible before we look whether anybody waits.
            // The waiter has the mirror image of it, so that one of the two always sees the other.
            VarHandle.fullFence();
            final Thread thread = waiting;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        void await(final BooleanSupplier condition, final long maxNanos) {
            if (maxNanos == Long.MAX_VALUE) {
                await(condition);
                return;
            }
            if (condition.getAsBoolean()) {
                return;
            }
            final long begin = System.nanoTime();
            waiting = Thread.currentThread();
            VarHandle.fullFence();
            long left = maxNanos;
            while (left > 0 && !condition.getAsBoolean()) {
                LockSupport.parkNanos(this, left);
                left = maxNanos - (System.nanoTime() - begin);
            }
            waiting = null;
        }

        @Override
        void await(final BooleanSupplier condition) {
            if (condition.getAsBoolean()) {
                return;
            }
            waiting = Thread.currentThread();
            VarHandle.fullFence();
            while (!condition.getAsBoolean()) {
                LockSupport.park(this);
            }
            waiting = null;
        }
    }
}
