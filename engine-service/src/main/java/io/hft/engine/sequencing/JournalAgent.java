package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.fault.FaultPoint;
import io.hft.engine.journal.JournalWriter;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Writes commands to the journal: whatever the ring has goes out in one write and, with {@code sync}, one force (group commit).
 * After a failure it only lets the ring drain.
 */
final class JournalAgent implements Runnable {
    private static final int BATCH_MAX = 4_096;

    private final CommandRing ring;
    private final JournalWriter writer;
    private final Durability durability;
    private final Signal signal;
    private final Signal publisherSignal;
    private final JournalForcer forcer;
    private final PipelineState state;
    private final RoomWaiters room;

    /** Ring places that need not be kept for the journal any more. */
    private final Sequence consumed;
    /** Ring places whose commands are as durable as the settings ask for; stands still after a failure. */
    private final Sequence covered;
    /** Commands in the journal. */
    private final Sequence commands;
    /** Those of them that are as durable as the settings ask for. */
    private final Sequence coveredCommands;

    private final BooleanSupplier hasWork = this::hasWork;
    private long next;

    JournalAgent(
            final CommandRing ring,
            final JournalWriter writer,
            final Durability durability,
            final Signal signal,
            final Signal publisherSignal,
            final JournalForcer forcer,
            final PipelineState state,
            final RoomWaiters room,
            final Sequence consumed,
            final Sequence covered,
            final Sequence commands,
            final Sequence coveredCommands) {
        this.ring = ring;
        this.writer = writer;
        this.durability = durability;
        this.signal = signal;
        this.publisherSignal = publisherSignal;
        this.forcer = forcer;
        this.state = state;
        this.room = room;
        this.consumed = consumed;
        this.covered = covered;
        this.commands = commands;
        this.coveredCommands = coveredCommands;
    }

    @Override
    public void run() {
        boolean ended = false;
        while (!ended) {
            signal.await(hasWork);
            final long last = ring.lastPublished(next, BATCH_MAX);
            if (!state.hasFailed()) {
                write(last);
            }
            ended = ring.slot(last).isEnd;
            next = last + 1;
            // Covered before consumed: a slot may be reused as soon as it is consumed.
            if (!state.hasFailed()) {
                covered.set(last);
                coveredCommands.set(writer.nextSequence() - 1);
            }
            consumed.set(last);
            room.roomMade();
            publisherSignal.raise();
        }
        finish();
    }

    private boolean hasWork() {
        return ring.isPublished(next);
    }

    private void write(final long last) {
        try {
            boolean any = false;
            for (long position = next; position <= last; position++) {
                final CommandSlot slot = ring.slot(position);
                if (slot.length > 0) {
                    writer.append(slot.timestampNanos, slot.buffer, 0, slot.length);
                    any = true;
                }
            }
            if (any) {
                writer.flush();
                commands.set(writer.nextSequence() - 1);
                FaultPoint.AFTER_JOURNAL_WRITE.reached();
                if (durability == Durability.SYNC) {
                    writer.force();
                    FaultPoint.AFTER_JOURNAL_FORCE.reached();
                } else if (durability == Durability.ASYNC) {
                    forcer.markDirty();
                }
            }
        } catch (final IOException | RuntimeException | Error e) {
            state.fail("the journal cannot be written: " + e);
        }
    }

    private void finish() {
        if (durability == Durability.NONE || state.hasFailed()) {
            return;
        }
        try {
            writer.force();
        } catch (final IOException e) {
            state.fail("the journal cannot be forced: " + e);
        }
    }
}
