package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.event.EventSink;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.sequencing.EventSlot.Kind;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Applies commands in ring order. Events and changed price levels go to the event ring at once, so that a sweep may be larger than
 * the ring; behind them follows the mark that the command is done.
 */
final class MatcherAgent implements Runnable {
    private static final int BATCH_MAX = 256;

    private final CommandRing ring;
    private final EventRing events;
    private final MatchingEngine engine;
    private final Signal signal;
    private final PipelineState state;
    private final RoomWaiters room;
    private final Signal timerSignal;
    private final Sequence nextDeadlineNanos;
    /** Orders open after the last batch, for those who watch. */
    private final Sequence openOrders;

    private final Sequence consumed;
    private final EventSink sink = new RingSink();
    private final BooleanSupplier hasWork = this::hasWork;

    private long next;
    private long publishedDeadline;
    private long position;
    private @Nullable CommandReply reply;
    private @Nullable SourceSession session;
    /** Of a session's command. */
    private long commandOrderId;

    private long commandAccountId;
    private long sourceSequence;
    /** Whether the command has entries in the event ring. */
    private boolean hasSpoken;

    MatcherAgent(
            final CommandRing ring,
            final EventRing events,
            final MatchingEngine engine,
            final Signal signal,
            final Signal timerSignal,
            final PipelineState state,
            final RoomWaiters room,
            final Sequence nextDeadlineNanos,
            final Sequence openOrders,
            final Sequence consumed) {
        this.ring = ring;
        this.events = events;
        this.engine = engine;
        this.signal = signal;
        this.state = state;
        this.room = room;
        this.timerSignal = timerSignal;
        this.nextDeadlineNanos = nextDeadlineNanos;
        this.openOrders = openOrders;
        this.publishedDeadline = nextDeadlineNanos.get();
        this.consumed = consumed;
    }

    @Override
    public void run() {
        boolean ended = false;
        while (!ended) {
            signal.await(hasWork);
            final long last = ring.lastPublished(next, BATCH_MAX);
            for (position = next; position <= last; position++) {
                ended = apply(ring.slot(position));
            }
            next = last + 1;
            openOrders.set(engine.openOrderCount());
            consumed.set(last);
            room.roomMade();
            events.wakePublisher();
        }
    }

    private boolean hasWork() {
        return ring.isPublished(next);
    }

    /** Returns true when this was the last entry of all. */
    private boolean apply(final CommandSlot slot) {
        final boolean isEnd = slot.isEnd;
        final ShardQuery query = slot.query;
        reply = slot.reply;
        session = slot.session;
        slot.reply = null;
        slot.query = null;
        slot.session = null;
        if (session != null && query == null) {
            sourceSequence = CommandHeader.sourceSequence(slot.buffer, 0);
            // Every command of a session that is about an order has these in the same places.
            final boolean ofOrder = slot.length >= CancelOrderCommand.LENGTH;
            commandOrderId = ofOrder ? CancelOrderCommand.orderId(slot.buffer, 0) : 0;
            commandAccountId = ofOrder ? CancelOrderCommand.accountId(slot.buffer, 0) : 0;
        }
        hasSpoken = false;
        if (!state.hasFailed()) {
            try {
                if (query != null) {
                    query.execute(engine);
                } else if (slot.length > 0) {
                    engine.apply(slot.buffer, 0, slot.length, slot.timestampNanos, sink);
                    publishDeadline();
                }
            } catch (final RuntimeException | Error e) {
                state.fail("the matcher failed: " + e);
            }
        }
        if (hasSpoken || reply != null || session != null || query != null || isEnd) {
            final long claimed = events.claim();
            final EventSlot done = events.slot(claimed);
            done.kind = isEnd ? Kind.END : query != null ? Kind.QUERY_DONE : Kind.COMMAND_DONE;
            done.commandPosition = position;
            done.sequence = engine.lastEventSequence();
            done.reply = reply;
            done.query = query;
            done.enteredNanos = slot.enteredNanos;
            done.session = session;
            done.sourceSequence = sourceSequence;
            events.publish(claimed);
        }
        return isEnd;
    }

    /** Before the command's end is told, so that whoever hears of that sees this. */
    private void publishDeadline() {
        final long deadline = engine.nextDeadlineNanos();
        if (deadline != publishedDeadline) {
            final boolean earlier = deadline < publishedDeadline;
            publishedDeadline = deadline;
            nextDeadlineNanos.setVolatile(deadline);
            if (earlier) {
                timerSignal.raise();
            }
        }
    }

    /** Hands over what the core says. */
    private final class RingSink implements EventSink {
        @Override
        public void onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
            final long claimed = events.claim();
            final EventSlot slot = events.slot(claimed);
            slot.kind = Kind.EVENT;
            slot.commandPosition = position;
            slot.sequence = sequence;
            slot.reply = reply;
            slot.session = session;
            slot.commandOrderId = commandOrderId;
            slot.commandAccountId = commandAccountId;
            slot.buffer.putBytes(0, buffer, offset, length);
            events.publish(claimed);
            hasSpoken = true;
        }

        @Override
        public void onLevel(
                final int instrumentId,
                final boolean bid,
                final long priceTicks,
                final long quantityLots,
                final int orderCount) {
            final long claimed = events.claim();
            final EventSlot slot = events.slot(claimed);
            slot.kind = Kind.LEVEL;
            slot.commandPosition = position;
            slot.instrumentId = instrumentId;
            slot.bid = bid;
            slot.priceTicks = priceTicks;
            slot.quantityLots = quantityLots;
            slot.orderCount = orderCount;
            events.publish(claimed);
            hasSpoken = true;
        }
    }
}
