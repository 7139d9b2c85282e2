package io.hft.bench.book;

/**
 * Reads every word of every report, in order, for as little of the processor's time as that can be done: two running sums, the second
 * of which counts a word the more often the earlier it came. What two processors share when they are the halves of one core, the reader
 * leaves to the thread that is being timed.
 */
public final class ReportChecksum extends ReportReader {
    private long words;
    private long sum;
    private long sumOfSums;

    /** Reads what is published from now on; see {@link TimedReplay#of(Runnable, ReportChecksum)}. */
    public ReportChecksum(ReportRing ring) {
        super(ring);
    }

    // The reader need not know where a report ends unless the ring begins anew behind it.
    @Override
    long takeBatch(long[] words, long begin, long end) {
        if (!inOnePiece(begin, end)) {
            return super.takeBatch(words, begin, end);
        }
        final int at = indexOf(begin);
        add(words, at, at + (int) (end - begin));
        return end;
    }

    @Override
    int take(long[] words, int at) {
        final int length = ReportRing.length(words[at]);
        add(words, at, at + length);
        return length;
    }

    @Override
    void end() {
        // The sums are complete.
    }

    private void add(long[] from, int begin, int end) {
        long first = sum;
        long second = sumOfSums;
        for (int i = begin; i < end; i++) {
            first += from[i];
            second += first;
        }
        sum = first;
        sumOfSums = second;
        words += end - begin;
    }

    /** Equal values: as many words, and the same ones in the same order as far as two sums can tell. */
    public Value value() {
        return new Value(words, sum, sumOfSums);
    }

    /** What was read. */
    public record Value(long words, long sum, long sumOfSums) {}
}
