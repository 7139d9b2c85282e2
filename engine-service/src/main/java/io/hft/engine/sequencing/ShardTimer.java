package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.command.TickCommand;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * What has to happen in a shard without anybody calling: a tick when an order's deadline has passed and no other command has noticed, and a
 * word to those who wait for room in the command ring. It sleeps until there is something to do; a shard without deadlines gets no ticks.
 */
final class ShardTimer implements Runnable {
    /** Instead of a deadline: no order has one. */
    static final long NEVER = Long.MAX_VALUE;

    /** The clock may be set anew, so a sleep is not longer. */
    private static final long LONGEST_SLEEP_NANOS = 1_000_000_000;

    private static final long RETRY_NANOS = 1_000_000;

    /** Puts a tick into the ring. */
    interface Ticks {
        Admission offer(CommandEncoder encoder, CommandReply reply);
    }

    private final Signal signal;
    private final RoomWaiters room;
    private final Sequence nextDeadlineNanos;
    private final LongSupplier clockNanos;
    private final Ticks ticks;
    private final CommandEncoder encoder = (buffer, offset) -> TickCommand.encode(buffer, offset, 0, 0);
    private final CommandReply tickDone = new TickDone();
    private final BooleanSupplier hasWork = this::hasWork;
    private volatile boolean tickUnderWay;
    private volatile boolean ended;
    private long awaitedDeadline;

    /**
     * @param signal raised by whoever changes {@code nextDeadlineNanos} to something earlier
     * @param nextDeadlineNanos of the core, as of the last command that it applied
     */
    ShardTimer(
            final Signal signal,
            final RoomWaiters room,
            final Sequence nextDeadlineNanos,
            final LongSupplier clockNanos,
            final Ticks ticks) {
        this.signal = signal;
        this.room = room;
        this.nextDeadlineNanos = nextDeadlineNanos;
        this.clockNanos = clockNanos;
        this.ticks = ticks;
    }

    void end() {
        ended = true;
        signal.raise();
    }

    @Override
    public void run() {
        while (!ended) {
            signal.await(hasWork, sleepNanos());
            if (room.canTell()) {
                room.tell();
            }
            tickWhenDue();
        }
    }

    private boolean hasWork() {
        return ended || room.canTell() || !tickUnderWay && nextDeadlineNanos.get() != awaitedDeadline;
    }

    /** How long at most; {@link #hasWork} ends the sleep when the deadline has changed in the meantime. */
    private long sleepNanos() {
        awaitedDeadline = nextDeadlineNanos.get();
        if (tickUnderWay || awaitedDeadline == NEVER) {
            return NEVER;
        }
        final long left = awaitedDeadline - clockNanos.getAsLong();
        return left <= 0 ? RETRY_NANOS : Math.min(left, LONGEST_SLEEP_NANOS);
    }

    private void tickWhenDue() {
        if (!tickUnderWay && !ended && nextDeadlineNanos.get() <= clockNanos.getAsLong()) {
            tickUnderWay = true;
            if (ticks.offer(encoder, tickDone) != Admission.ACCEPTED) {
                // Full, or the shard stops: tried again a little later.
                tickUnderWay = false;
            }
        }
    }

    /** On the publisher's thread. */
    private final class TickDone implements CommandReply {
        @Override
        public void onEvent(final DirectBuffer buffer, final int offset) {
            // Its events are nobody's in particular.
        }

        @Override
        public void onComplete(final long lastSequence) {
            tickUnderWay = false;
            signal.raise();
        }

        @Override
        public void onFailure(final String reason) {
            // The shard has failed; there will be no more of them.
        }
    }
}
