package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventSink;
import io.hft.engine.marketdata.DepthBuilder;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.sequencing.EventSlot.Kind;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Applies commands in ring order. Events go to the event ring at once, so that a sweep may be larger than the ring; the marks that
 * end commands follow at the end of the batch, behind the views of the books that it changed. So whoever got an answer finds it
 * in the published book.
 */
final class MatcherAgent implements Runnable {
    private static final int BATCH_MAX = 256;

    private final CommandRing ring;
    private final EventRing events;
    private final MatchingEngine engine;
    private final DepthBuilder depth;
    private final Signal signal;
    private final PipelineState state;
    private final Sequence consumed;
    private final EventSink sink = this::onEvent;
    private final BooleanSupplier hasWork = this::hasWork;

    private final @Nullable CommandReply[] doneReplies = new @Nullable CommandReply[BATCH_MAX];
    private final @Nullable ShardQuery[] doneQueries = new @Nullable ShardQuery[BATCH_MAX];
    private final long[] doneSequences = new long[BATCH_MAX];
    private final int[] touched = new int[BATCH_MAX];
    private int touchedCount;

    private long next;
    private long position;
    private long timestampNanos;
    private @Nullable CommandReply reply;

    MatcherAgent(
            final CommandRing ring,
            final EventRing events,
            final MatchingEngine engine,
            final DepthBuilder depth,
            final Signal signal,
            final PipelineState state,
            final Sequence consumed) {
        this.ring = ring;
        this.events = events;
        this.engine = engine;
        this.depth = depth;
        this.signal = signal;
        this.state = state;
        this.consumed = consumed;
    }

    @Override
    public void run() {
        boolean ended = false;
        while (!ended) {
            signal.await(hasWork);
            final long first = next;
            final long last = ring.lastPublished(first, BATCH_MAX);
            ended = ring.slot(last).isEnd;
            for (position = first; position <= last; position++) {
                apply(ring.slot(position), (int) (position - first));
            }
            position = last;
            next = last + 1;
            consumed.set(last);
            showBooks();
            finishCommands(first, last, ended);
            events.wakePublisher();
        }
    }

    private boolean hasWork() {
        return ring.isPublished(next);
    }

    private void apply(final CommandSlot slot, final int index) {
        doneReplies[index] = reply = slot.reply;
        doneQueries[index] = slot.query;
        slot.reply = null;
        slot.query = null;
        if (!state.hasFailed()) {
            try {
                final ShardQuery query = doneQueries[index];
                if (query != null) {
                    query.execute(engine);
                } else if (slot.length > 0) {
                    engine.apply(slot.buffer, 0, slot.length, slot.timestampNanos, sink);
                }
            } catch (final RuntimeException | Error e) {
                state.fail("the matcher failed: " + e);
            }
        }
        doneSequences[index] = engine.lastEventSequence();
    }

    private void onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        final long claimed = events.claim();
        final EventSlot slot = events.slot(claimed);
        slot.kind = Kind.EVENT;
        slot.commandPosition = position;
        slot.sequence = sequence;
        slot.reply = reply;
        slot.buffer.putBytes(0, buffer, offset, length);
        events.publish(claimed);
        timestampNanos = Event.timestampNanos(buffer, offset);
        touch(Event.instrumentId(buffer, offset));
    }

    private void touch(final int instrumentId) {
        if (instrumentId <= 0 || engine.instruments().find(instrumentId) == null) {
            return;
        }
        for (int i = 0; i < touchedCount; i++) {
            if (touched[i] == instrumentId) {
                return;
            }
        }
        // A batch has at most as many commands, and a command touches one instrument.
        touched[touchedCount++] = instrumentId;
    }

    private void showBooks() {
        for (int i = 0; i < touchedCount; i++) {
            if (!state.hasFailed() && depth.takeChange(engine, touched[i])) {
                final long claimed = events.claim();
                final EventSlot slot = events.slot(claimed);
                slot.kind = Kind.VIEW;
                slot.commandPosition = position;
                slot.view = depth.build(engine, touched[i], timestampNanos);
                events.publish(claimed);
            }
        }
        touchedCount = 0;
    }

    private void finishCommands(final long first, final long last, final boolean ended) {
        for (long done = first; done <= last; done++) {
            final int index = (int) (done - first);
            final boolean end = ended && done == last;
            if (doneReplies[index] != null || doneQueries[index] != null || end) {
                final long claimed = events.claim();
                final EventSlot slot = events.slot(claimed);
                slot.kind = end ? Kind.END : doneQueries[index] != null ? Kind.QUERY_DONE : Kind.COMMAND_DONE;
                slot.commandPosition = done;
                slot.sequence = doneSequences[index];
                slot.reply = doneReplies[index];
                slot.query = doneQueries[index];
                events.publish(claimed);
                doneReplies[index] = null;
                doneQueries[index] = null;
            }
        }
    }
}
