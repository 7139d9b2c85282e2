package io.hft.engine.tool;

import io.hft.engine.snapshot.SnapshotFormatException;
import io.hft.engine.storage.StorageException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks again before it believes that something is wrong: an engine at work may be writing the record that is read, or have taken a file away since
 * the directory was.
 */
final class Tries {
    private static final int COUNT = 3;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Tries() {}

    /** What the look found, or what it threw, when it was good or the last one. */
    static <T> T look(final Supplier<T> look, final Predicate<T> good) {
        for (int left = COUNT - 1; ; left--) {
            try {
                final T found = look.get();
                if (left == 0 || good.test(found)) {
                    return found;
                }
            } catch (final StorageException | SnapshotFormatException e) {
                if (left == 0) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
