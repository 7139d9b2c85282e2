package io.hft.engine.sequencing;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventFactory;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.hft.engine.event.Event;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** From the matcher to the publisher. When it is full the matcher waits, and with it, in the end, the callers. */
final class EventRing {
    private final RingBuffer<EventSlot> ring;
    private final Signal matcherSignal;
    private final Signal publisherSignal;
    private final BooleanSupplier hasRoom;

    EventRing(
            final int size,
            final Signal matcherSignal,
            final Signal publisherSignal,
            final Sequence publisherPosition) {
        final ByteBuffer memory = ByteBuffer.allocateDirect(size * Event.LENGTH);
        final EventFactory<EventSlot> factory = new EventFactory<>() {
            private int index;

            @Override
            public EventSlot newInstance() {
                return new EventSlot(memory, index++);
            }
        };
        ring = RingBuffer.createSingleProducer(factory, size, new BusySpinWaitStrategy());
        ring.addGatingSequences(publisherPosition);
        this.matcherSignal = matcherSignal;
        this.publisherSignal = publisherSignal;
        this.hasRoom = () -> ring.hasAvailableCapacity(1);
    }

    /** The matcher: a place for one entry, waited for when the publisher is behind. */
    long claim() {
        if (!ring.hasAvailableCapacity(1)) {
            publisherSignal.raise();
            matcherSignal.await(hasRoom);
        }
        return ring.next();
    }

    EventSlot slot(final long position) {
        return ring.get(position);
    }

    /** The matcher: the entry may be read. Does not wake the publisher, see {@link #wakePublisher}. */
    void publish(final long position) {
        ring.publish(position);
    }

    void wakePublisher() {
        publisherSignal.raise();
    }

    int capacity() {
        return ring.getBufferSize();
    }

    int used() {
        return (int) (ring.getBufferSize() - ring.remainingCapacity());
    }

    long lastPublished() {
        return ring.getCursor();
    }
}
