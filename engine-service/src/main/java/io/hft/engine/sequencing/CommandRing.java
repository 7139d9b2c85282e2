package io.hft.engine.sequencing;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventFactory;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import java.nio.ByteBuffer;

/**
 * The bounded way in: any thread claims and publishes, the journal thread and the matcher read. Its own wait strategy is never
 * waited on; the agents wait by their {@link Signal}s.
 */
final class CommandRing {
    static final long FULL = -1;

    private final RingBuffer<CommandSlot> ring;
    private final Signal journalSignal;
    private final Signal matcherSignal;

    CommandRing(final int size, final Signal journalSignal, final Signal matcherSignal, final Sequence... readers) {
        final ByteBuffer memory = ByteBuffer.allocateDirect(size * CommandSlot.LENGTH);
        final EventFactory<CommandSlot> factory = new EventFactory<>() {
            private int index;

            @Override
            public CommandSlot newInstance() {
                return new CommandSlot(memory, index++);
            }
        };
        ring = RingBuffer.createMultiProducer(factory, size, new BusySpinWaitStrategy());
        ring.addGatingSequences(readers);
        this.journalSignal = journalSignal;
        this.matcherSignal = matcherSignal;
    }

    /** A place for one command, or {@link #FULL}. */
    long tryClaim() {
        try {
            return ring.tryNext();
        } catch (final InsufficientCapacityException e) {
            return FULL;
        }
    }

    /** The last of {@code count} places in a row, or {@link #FULL}. */
    long tryClaim(final int count) {
        try {
            return ring.tryNext(count);
        } catch (final InsufficientCapacityException e) {
            return FULL;
        }
    }

    /** Free places at the moment. */
    int room() {
        return (int) ring.remainingCapacity();
    }

    /** A place for one command; waits for it. */
    long claim() {
        return ring.next();
    }

    CommandSlot slot(final long position) {
        return ring.get(position);
    }

    void publish(final long position) {
        ring.publish(position);
        journalSignal.raise();
        matcherSignal.raise();
    }

    /** A batch of places, with one wake-up. */
    void publish(final long first, final long last) {
        ring.publish(first, last);
        journalSignal.raise();
        matcherSignal.raise();
    }

    boolean isPublished(final long position) {
        return ring.isAvailable(position);
    }

    /** The last of the places from {@code first} on that are published without a gap; {@code first - 1} when there is none. */
    long lastPublished(final long first, final int limit) {
        long position = first;
        final long end = first + limit;
        while (position < end && ring.isAvailable(position)) {
            position++;
        }
        return position - 1;
    }

    int capacity() {
        return ring.getBufferSize();
    }

    int used() {
        return (int) (ring.getBufferSize() - ring.remainingCapacity());
    }
}
