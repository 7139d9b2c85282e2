package io.hft.bench.report;

import io.hft.bench.peers.BookRun;
import io.hft.bench.peers.Contender;
import java.util.ArrayList;
import java.util.List;

/**
 * Ours against a peer on one flow.
 *
 * @param ratio our messages per second over its
 * @param cpuRatio the same per second of the matching thread's processor time, which other work on the machine disturbs less
 * @param agreement whether the two did the same
 */
public record Comparison(String flow, String peer, double ratio, double cpuRatio, Agreement agreement) {
    /** How far the reports of two books agree. */
    public enum Agreement {
        /** Every report the same, in the same order. */
        SAME_REPORTS,
        /** As many trades, of the same sum of price times quantity. */
        SAME_TRADES,
        /** The books did different things; the ratio says nothing. */
        NOT_COMPARABLE
    }

    /** Of every peer's run that has one of ours beside it. */
    static List<Comparison> of(List<BookRun> runs) {
        final List<Comparison> comparisons = new ArrayList<>();
        for (final BookRun ours : runs) {
            if (!ours.contender().equals(Contender.HFT.text())) {
                continue;
            }
            for (final BookRun theirs : runs) {
                if (theirs != ours && theirs.flow().equals(ours.flow())) {
                    comparisons.add(new Comparison(
                            ours.flow(),
                            theirs.contender(),
                            ours.medianPerSecond() / theirs.medianPerSecond(),
                            ours.cpuPerSecond() / theirs.cpuPerSecond(),
                            agreement(ours, theirs)));
                }
            }
        }
        return comparisons;
    }

    private static Agreement agreement(BookRun ours, BookRun theirs) {
        if (ours.messages() != theirs.messages() || ours.seed() != theirs.seed()) {
            return Agreement.NOT_COMPARABLE;
        }
        if (ours.reports() == theirs.reports() && ours.reportsHash().equals(theirs.reportsHash())) {
            return Agreement.SAME_REPORTS;
        }
        return ours.trades() == theirs.trades() && ours.tradedNotional() == theirs.tradedNotional()
                ? Agreement.SAME_TRADES
                : Agreement.NOT_COMPARABLE;
    }
}
