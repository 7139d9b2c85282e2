package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import io.hft.engine.event.Event;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The matcher hands over three events through a ring of two, so that it has to wait for the publisher, parked, and the publisher for
 * it. Each event arrives once, whole and in order; a lost wake-up shows as a test that hangs.
 */
@JCStressTest
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "All three, whole, in order.")
@State
public class EventRingHandsOver {
    private static final int EVENTS = 3;

    private final Signal matcherSignal = Signal.of(WaitStrategy.BLOCKING);
    private final Signal publisherSignal = Signal.of(WaitStrategy.BLOCKING);
    private final Sequence published = new Sequence(-1);
    private final EventRing ring = new EventRing(2, matcherSignal, publisherSignal, published);

    @Actor
    public void matcher() {
        for (int i = 0; i < EVENTS; i++) {
            final long position = ring.claim();
            final EventSlot slot = ring.slot(position);
            slot.sequence = i;
            slot.commandPosition = i;
            slot.buffer.putLong(0, i);
            slot.buffer.putLong(Event.LENGTH - Long.BYTES, i);
            ring.publish(position);
        }
        ring.wakePublisher();
    }

    @Actor
    public void publisher(final II_Result result) {
        for (int i = 0; i < EVENTS; i++) {
            final int next = i;
            publisherSignal.await(() -> ring.lastPublished() >= next);
            final EventSlot slot = ring.slot(next);
            final boolean whole = slot.sequence == next
                    && slot.commandPosition == next
                    && slot.buffer.getLong(0) == next
                    && slot.buffer.getLong(Event.LENGTH - Long.BYTES) == next;
            result.r1++;
            result.r2 += whole ? 0 : 1;
            published.set(next);
            matcherSignal.raise();
        }
    }
}
