package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two callers claim and publish at once. What is published without a gap is whole whoever looks, and in the end both commands are
 * there, each in a place of its own.
 */
@JCStressTest
@Outcome(id = "0, 0, 3", expect = Expect.ACCEPTABLE, desc = "The place before its own is not published yet.")
@Outcome(id = "1, 2, 3", expect = Expect.ACCEPTABLE, desc = "Its own command, which came first.")
@Outcome(id = "2, 3, 3", expect = Expect.ACCEPTABLE, desc = "Both commands, whole.")
@State
public class CommandRingPublishes {
    private static final int SIZE = 2;

    private final CommandRing ring = new CommandRing(
            SIZE, Signal.of(WaitStrategy.BUSY_SPIN), Signal.of(WaitStrategy.BUSY_SPIN), new Sequence(-1));

    @Actor
    public void caller() {
        publish(1);
    }

    @Actor
    public void callerThatReads(final III_Result result) {
        publish(2);
        final long last = ring.lastPublished(0, SIZE);
        result.r1 = (int) last + 1;
        result.r2 = sum(last);
    }

    @Arbiter
    public void end(final III_Result result) {
        result.r3 = sum(ring.lastPublished(0, SIZE));
    }

    private void publish(final int number) {
        final long position = ring.claim();
        final CommandSlot slot = ring.slot(position);
        slot.buffer.putLong(0, number);
        slot.buffer.putLong(CommandSlot.LENGTH - Long.BYTES, number);
        slot.length = number;
        slot.timestampNanos = number;
        ring.publish(position);
    }

    /** Of the numbers of the commands; 100 for one that is not whole. */
    private int sum(final long last) {
        int sum = 0;
        for (long position = 0; position <= last; position++) {
            final CommandSlot slot = ring.slot(position);
            final long number = slot.buffer.getLong(0);
            final boolean whole = number == slot.buffer.getLong(CommandSlot.LENGTH - Long.BYTES)
                    && number == slot.length
                    && number == slot.timestampNanos;
            sum += whole ? (int) number : 100;
        }
        return sum;
    }
}
