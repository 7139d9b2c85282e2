package io.hft.bench.book;

/** Reads every report and keeps what tells two replays apart: the trades' sums, and a hash over every word in order. */
public final class ReportDigest extends ReportReader {
    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    private long reports;
    private long trades;
    private long tradedNotional;
    private long hash;

    /** Reads what is published from now on; see {@link TimedReplay#digest}. */
    public ReportDigest(ReportRing ring) {
        super(ring);
    }

    @Override
    int take(long[] words, int at) {
        final int type = (int) words[at] & 0xF;
        final int length = ReportRing.length(words[at]);
        for (int i = at; i < at + length; i++) {
            hash = (Long.rotateLeft(hash, 5) ^ words[i]) * PRIME;
        }
        if (type == ReportRing.TRADE) {
            trades++;
            tradedNotional += words[at + 2] * words[at + 3];
        }
        reports++;
        return length;
    }

    @Override
    void end() {
        // The sums are complete.
    }

    public long reports() {
        return reports;
    }

    public long trades() {
        return trades;
    }

    /** Sum of price times quantity, in ticks times lots. */
    public long tradedNotional() {
        return tradedNotional;
    }

    /** Over all words of all reports, in their order. */
    public long hash() {
        return hash;
    }
}
