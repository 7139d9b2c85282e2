package io.hft.engine.marketdata;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader copies the book while two changes are made: it sees one of the three states of it, whole, and never waits for ever. */
@JCStressTest
@Outcome(id = "[012], 0", expect = Expect.ACCEPTABLE, desc = "The book as it was at one moment.")
@State
public class MirrorShowsWholeChanges {
    private final DepthMirror mirror = new DepthMirror();

    @Actor
    public void writer() {
        change(1);
        change(2);
    }

    @Actor
    public void reader(final II_Result result) {
        final DepthView view = mirror.read(10);
        result.r1 = (int) view.sequence();
        result.r2 = isWhole(view) ? 0 : 1;
    }

    // The first change puts a level on each side, the second moves both.
    private void change(final int number) {
        mirror.begin();
        mirror.level(true, 100 + number, number, number);
        mirror.level(false, 200 + number, number, number);
        if (number > 1) {
            mirror.level(true, 99 + number, 0, 0);
            mirror.level(false, 199 + number, 0, 0);
        }
        mirror.lastTrade(number);
        mirror.end(number, number);
    }

    private static boolean isWhole(final DepthView view) {
        final int number = (int) view.sequence();
        if (view.timestampNanos() != number || view.lastTradePriceTicks() != number) {
            return false;
        }
        return number == 0
                ? view.bids().size() == 0 && view.asks().size() == 0
                : isLevel(view.bids(), 100 + number, number) && isLevel(view.asks(), 200 + number, number);
    }

    private static boolean isLevel(final DepthView.Levels levels, final long price, final int number) {
        return levels.size() == 1
                && levels.priceTicks(0) == price
                && levels.quantityLots(0) == number
                && levels.orderCount(0) == number;
    }
}
