package io.hft.engine.marketdata;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Best bid and ask are read while they change: all fields come from the same moment, and later reads from no earlier one. */
@JCStressTest
@Outcome(id = "0, [012]", expect = Expect.ACCEPTABLE, desc = "First before the changes.")
@Outcome(id = "1, [12]", expect = Expect.ACCEPTABLE, desc = "First between them.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "First after them.")
@State
public class TopShowsWholeChanges {
    private final DepthMirror mirror = new DepthMirror();

    @Actor
    public void writer() {
        for (int number = 1; number <= 2; number++) {
            mirror.begin();
            mirror.level(true, 100, number, number);
            mirror.level(false, 200, number, number);
            mirror.lastTrade(number);
            mirror.end(number, number);
        }
    }

    @Actor
    public void reader(final II_Result result) {
        result.r1 = moment(mirror.top());
        result.r2 = moment(mirror.top());
    }

    /** The number of the change that is seen; -1 when fields of several are mixed. */
    private static int moment(final TopOfBook top) {
        final long number = top.sequence();
        final boolean whole = top.timestampNanos() == number
                && top.lastTradePriceTicks() == number
                && top.bidPriceTicks() == (number == 0 ? 0 : 100)
                && top.askPriceTicks() == (number == 0 ? 0 : 200)
                && top.bidQuantityLots() == number
                && top.askQuantityLots() == number;
        return whole ? (int) number : -1;
    }
}
