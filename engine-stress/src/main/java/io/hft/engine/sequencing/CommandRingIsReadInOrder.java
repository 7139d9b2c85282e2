package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A caller sends three commands through a ring of two and has to wait for room; the reader is woken for each and finds it whole. A lost
 * wake-up or a place that is given twice shows as a test that hangs or as a command that is not whole.
 */
@JCStressTest
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "All three, whole, in order.")
@State
public class CommandRingIsReadInOrder {
    private static final int COMMANDS = 3;

    private final Signal journal = Signal.of(WaitStrategy.BUSY_SPIN);
    private final Signal matcher = Signal.of(WaitStrategy.BLOCKING);
    private final Sequence consumed = new Sequence(-1);
    private final CommandRing ring = new CommandRing(2, journal, matcher, consumed);

    @Actor
    public void caller() {
        for (int i = 0; i < COMMANDS; i++) {
            final long position = ring.claim();
            final CommandSlot slot = ring.slot(position);
            slot.timestampNanos = i;
            slot.length = i;
            slot.buffer.putLong(0, i);
            ring.publish(position);
        }
    }

    @Actor
    public void reader(final II_Result result) {
        for (int i = 0; i < COMMANDS; i++) {
            final int next = i;
            matcher.await(() -> ring.isPublished(next));
            final CommandSlot slot = ring.slot(next);
            final boolean whole = slot.timestampNanos == next && slot.length == next && slot.buffer.getLong(0) == next;
            result.r1++;
            result.r2 += whole ? 0 : 1;
            consumed.set(next);
        }
    }
}
