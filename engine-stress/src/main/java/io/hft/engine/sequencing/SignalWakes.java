package io.hft.engine.sequencing;

import io.hft.engine.config.EngineConfig.WaitStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A thread that waits is woken by whoever changes what it waits for, although the change is a plain release store and nobody holds
 * a lock. A lost wake-up shows as a test that hangs.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Woken, or there was nothing to wait for.")
@State
public class SignalWakes {
    private final Signal signal = Signal.of(WaitStrategy.BLOCKING);
    private final Flag flag = new Flag();

    @Actor
    public void waiter(final I_Result result) {
        signal.await(flag);
        result.r1 = flag.getAsBoolean() ? 1 : 0;
    }

    @Actor
    public void raiser() {
        flag.raise();
        signal.raise();
    }
}
