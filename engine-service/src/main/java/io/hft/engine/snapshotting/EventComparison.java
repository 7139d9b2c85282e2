package io.hft.engine.snapshotting;

import io.hft.engine.event.EventSink;
import io.hft.engine.eventlog.EventLog;
import io.hft.engine.eventlog.EventLogReader;
import io.hft.engine.storage.FrameHandler;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lays what the second core says against what the first one has said, byte for byte. Waits for events that are not published yet: their commands
 * are in the journal, so they come.
 */
final class EventComparison implements EventSink, AutoCloseable {
    private static final long WAIT_NANOS = 500_000;

    private final EventLog eventLog;
    private final EventLogReader reader;
    private final Runnable stopCheck;
    private final UnsafeBuffer said = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer published = new UnsafeBuffer(0, 0);
    private final FrameHandler compare = this::compare;
    private long compared;

    /** @param stopCheck throws when it is no use to wait */
    EventComparison(final EventLog eventLog, final Runnable stopCheck) {
        this.eventLog = eventLog;
        this.reader = eventLog.reader();
        this.stopCheck = stopCheck;
    }

    @Override
    public void onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        while (eventLog.lastSequence() < sequence) {
            stopCheck.run();
            LockSupport.parkNanos(this, WAIT_NANOS);
        }
        if (sequence >= eventLog.firstSequence()) {
            said.wrap(buffer, offset, length);
            reader.read(sequence, 1, compare);
            compared++;
        }
    }

    private void compare(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        published.wrap(buffer, offset, length);
        if (!published.equals(said)) {
            throw new SnapshotException(
                    SnapshotException.Kind.CORRUPT,
                    "event " + sequence
                            + " in the event log is not what the journal's commands cause: the journal, the event log or the"
                            + " engine's memory is damaged",
                    null);
        }
    }

    /** How many were laid against one that is retained. */
    long compared() {
        return compared;
    }

    @Override
    public void close() {
        reader.close();
    }
}
