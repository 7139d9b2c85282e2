package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.event.Event;
import io.hft.engine.eventlog.EventLog;
import io.hft.engine.fault.FaultPoint;
import io.hft.engine.marketdata.DepthChanges;
import io.hft.engine.stats.LatencyRecorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets out what the matcher made, in order, each entry as soon as the journal covers its command: events to the event log, then
 * changes of the books, then answers. So whoever got an answer finds it in the event log and in the published book. It never waits
 * for the end of a command, only for the journal; but books show whole commands only.
 */
final class PublisherAgent implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PublisherAgent.class);
    /** Entries after which room is given back to the matcher. */
    private static final int STEP = 256;

    private final EventRing events;
    private final EventLog eventLog;
    private final DepthChanges depth;
    private final Signal signal;
    private final Signal matcherSignal;
    private final PipelineState state;
    private final LatencyRecorder latencies;
    private final Sequence consumed;
    private final Sequence covered;
    private final BooleanSupplier hasWork = this::hasWork;
    private final BooleanSupplier coveredOrFailed = this::coveredOrFailed;

    private final OpenSessions sessions = new OpenSessions();
    private final List<Done> pendingAnswers = new ArrayList<>();
    /** Of the commands answered in this step. */
    private final long[] enteredNanos = new long[STEP];

    private int answers;
    private long next;
    private long awaitedPosition;
    private boolean ended;

    /** An answer that waits for the events before it to be in the log. */
    private record Done(
            @Nullable CommandReply reply, @Nullable ShardQuery query, long lastSequence) {}

    PublisherAgent(
            final EventRing events,
            final EventLog eventLog,
            final DepthChanges depth,
            final Signal signal,
            final Signal matcherSignal,
            final PipelineState state,
            final LatencyRecorder latencies,
            final Sequence consumed,
            final Sequence covered) {
        this.events = events;
        this.eventLog = eventLog;
        this.depth = depth;
        this.signal = signal;
        this.matcherSignal = matcherSignal;
        this.state = state;
        this.latencies = latencies;
        this.consumed = consumed;
        this.covered = covered;
    }

    @Override
    public void run() {
        while (!ended) {
            signal.await(hasWork);
            final long last = Math.min(events.lastPublished(), next + STEP - 1);
            while (next <= last && !ended) {
                final EventSlot slot = events.slot(next);
                awaitJournal(slot.commandPosition);
                take(slot);
                slot.clear();
                next++;
            }
            letOut();
        }
    }

    private boolean hasWork() {
        return events.lastPublished() >= next;
    }

    private void awaitJournal(final long commandPosition) {
        if (covered.get() < commandPosition && !state.hasFailed()) {
            letOut();
            awaitedPosition = commandPosition;
            signal.await(coveredOrFailed);
        }
    }

    private boolean coveredOrFailed() {
        return covered.get() >= awaitedPosition || state.hasFailed();
    }

    private void take(final EventSlot slot) {
        switch (slot.kind) {
            case EVENT -> takeEvent(slot);
            case LEVEL -> depth.level(slot.instrumentId, slot.bid, slot.priceTicks, slot.quantityLots, slot.orderCount);
            case COMMAND_DONE, QUERY_DONE -> takeDone(slot);
            case END -> ended = true;
        }
    }

    private void takeDone(final EventSlot slot) {
        depth.commandDone();
        final SourceSession session = slot.session;
        if (slot.query == null && (session != null || slot.reply != null)) {
            enteredNanos[answers++] = slot.enteredNanos;
        }
        if (session != null) {
            if (slot.query == null) {
                sessions.commandDone(session, slot.sourceSequence, slot.sequence);
            } else {
                sessions.open(session);
            }
        }
        if (slot.reply != null || slot.query != null) {
            pendingAnswers.add(new Done(slot.reply, slot.query, slot.sequence));
        }
    }

    private void takeEvent(final EventSlot slot) {
        if (state.hasFailed()) {
            return;
        }
        try {
            eventLog.append(slot.sequence, slot.buffer, 0, Event.LENGTH);
        } catch (final IOException | RuntimeException e) {
            state.fail("the event log cannot be written: " + e);
            return;
        }
        depth.event(slot.buffer, 0);
        sessions.event(slot);
        if (slot.reply != null) {
            try {
                slot.reply.onEvent(slot.buffer, 0);
            } catch (final RuntimeException | Error e) {
                LOG.error("an answer could not be prepared", e);
            }
        }
    }

    /** Everything taken so far leaves, and its room goes back to the matcher. */
    private void letOut() {
        if (!state.hasFailed()) {
            try {
                eventLog.publish();
            } catch (final IOException | RuntimeException e) {
                state.fail("the event log cannot be written: " + e);
            }
        }
        showBooks();
        if (answers > 0) {
            FaultPoint.BEFORE_ANSWER.reached();
        }
        for (int i = 0; i < pendingAnswers.size(); i++) {
            answer(pendingAnswers.get(i));
        }
        pendingAnswers.clear();
        sessions.letOut(state.failure());
        recordLatencies();
        consumed.set(next - 1);
        matcherSignal.raise();
    }

    private void recordLatencies() {
        if (answers > 0) {
            final long now = System.nanoTime();
            for (int i = 0; i < answers; i++) {
                latencies.record(now - enteredNanos[i]);
            }
            answers = 0;
        }
    }

    private void showBooks() {
        if (state.hasFailed()) {
            depth.discard();
            return;
        }
        try {
            depth.show();
        } catch (final RuntimeException | Error e) {
            state.fail("the books cannot be shown: " + e);
        }
    }

    private void answer(final Done done) {
        final String failure = state.failure();
        final CommandReply reply = done.reply();
        final ShardQuery query = done.query();
        try {
            if (reply != null) {
                if (failure == null) {
                    reply.onComplete(done.lastSequence());
                } else {
                    reply.onFailure(failure);
                }
            } else if (query != null) {
                if (failure == null) {
                    query.onComplete();
                } else {
                    query.onFailure(failure);
                }
            }
        } catch (final RuntimeException | Error e) {
            // One caller's trouble, memory for its answer included, must not end the thread that answers all.
            LOG.error("an answer could not be given", e);
        }
    }
}
