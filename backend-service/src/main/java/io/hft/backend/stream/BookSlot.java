package io.hft.backend.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one reader is still to get of one book: a few changes, or a new snapshot in place of more. The reader's sequence never has a gap: each
 * message is the change behind the last one, or a snapshot. Guarded by the outbox.
 */
final class BookSlot {
    private static final int PENDING_MAX = 8;

    private final BookSource source;
    private final Deque<Frame> pending = new ArrayDeque<>();
    private boolean snapshotDue = true;
    private long sent;

    BookSlot(BookSource source) {
        this.source = source;
    }

    void add(Frame change) {
        if (!snapshotDue) {
            pending.add(change);
            if (pending.size() > PENDING_MAX) {
                renew();
            }
        }
    }

    /** From now on only a snapshot helps. */
    void renew() {
        pending.clear();
        snapshotDue = true;
    }

    /** The next message; null when there is none now. */
    @Nullable
    Frame take() {
        Frame next = pending.poll();
        while (next != null && next.seq() <= sent) {
            next = pending.poll();
        }
        if (next != null && next.seq() != sent + 1) {
            renew();
            next = null;
        }
        if (next == null && snapshotDue) {
            next = source.snapshot();
            if (next != null) {
                snapshotDue = false;
            }
        }
        if (next != null) {
            sent = next.seq();
        }
        return next;
    }
}
