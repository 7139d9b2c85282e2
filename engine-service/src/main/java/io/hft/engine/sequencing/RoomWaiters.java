package io.hft.engine.sequencing;

import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * Those who found the command ring full and want to know when it is not any more. The threads that make room only look at a flag and wake
 * the shard's timer, which tells them.
 */
final class RoomWaiters {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final BooleanSupplier hasRoom;
    private final Signal timerSignal;
    private volatile boolean wanted;

    RoomWaiters(final BooleanSupplier hasRoom, final Signal timerSignal) {
        this.hasRoom = hasRoom;
        this.timerSignal = timerSignal;
    }

    /** Any thread: {@code whenRoom} is called once, on the timer's thread, as soon as there is room. */
    void await(final Runnable whenRoom) {
        waiting.add(whenRoom);
        wanted = true;
        VarHandle.fullFence();
        // Room may have come between the look that failed and the flag.
        if (hasRoom.getAsBoolean()) {
            timerSignal.raise();
        }
    }

    /** Whoever made room, afterwards. */
    void roomMade() {
        VarHandle.fullFence();
        if (wanted) {
            timerSignal.raise();
        }
    }

    /** The timer: whether {@link #tell} has something to do. */
    boolean canTell() {
        return wanted && hasRoom.getAsBoolean();
    }

    /** The timer. */
    void tell() {
        wanted = false;
        // Those who come from now on set the flag again, for the next time; at worst they are told twice as fast.
        Runnable whenRoom = waiting.poll();
        while (whenRoom != null) {
            whenRoom.run();
            whenRoom = waiting.poll();
        }
    }
}
