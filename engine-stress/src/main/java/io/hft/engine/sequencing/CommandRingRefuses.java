package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two callers and one free place: one of them gets it and the other is refused; both never, and neither never. */
@JCStressTest
@Outcome(
        id = {"1, -1", "-1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "One place for one of them.")
@State
public class CommandRingRefuses {
    private final CommandRing ring =
            new CommandRing(2, Signal.of(WaitStrategy.BUSY_SPIN), Signal.of(WaitStrategy.BUSY_SPIN), new Sequence(-1));

    public CommandRingRefuses() {
        ring.publish(ring.claim());
    }

    @Actor
    public void oneCaller(final II_Result result) {
        result.r1 = (int) ring.tryClaim();
    }

    @Actor
    public void otherCaller(final II_Result result) {
        result.r2 = (int) ring.tryClaim();
    }
}
