package io.hft.engine.sequencing;

import io.hft.engine.config.EngineConfig.WaitStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The waiter takes two changes, one await after the other; a wake-up that is left over from the first does no harm. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Woken for both.")
@State
public class SignalWakesTwice {
    private final Signal signal = Signal.of(WaitStrategy.BLOCKING);
    private final Flag first = new Flag();
    private final Flag second = new Flag();

    @Actor
    public void waiter(final II_Result result) {
        signal.await(first);
        result.r1 = 1;
        signal.await(second);
        result.r2 = 1;
    }

    @Actor
    public void raiser() {
        first.raise();
        signal.raise();
        second.raise();
        signal.raise();
    }
}
