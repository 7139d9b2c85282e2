package io.hft.bench.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReportChecksumTest {
    /** Some hundred rounds of it are written. */
    private static final int RING_BITS = 13;

    private static final int REPORTS = 200_000;

    private final ReportRing ring = new ReportRing(RING_BITS);

    @Test
    void readsEveryWordOnceAndInOrder() throws InterruptedException {
        final long seed = System.nanoTime();
        final List<long[]> reports = reports(seed);

        final ReportChecksum.Value expected = sums(reports);

        // Where in the ring a replay begins must not matter.
        for (int replay = 0; replay < 5; replay++) {
            assertThat(read(reports)).as("replay %d, seed %d", replay, seed).isEqualTo(expected);
        }
    }

    @Test
    void tellsAnotherOrderAndAnotherWord() throws InterruptedException {
        final long seed = System.nanoTime();
        final List<long[]> reports = reports(seed);
        final ReportChecksum.Value expected = sums(reports);

        final List<long[]> swapped = new ArrayList<>(reports);
        Collections.swap(swapped, 1_000, 1_001);
        final List<long[]> changed = new ArrayList<>(reports);
        final long[] report = changed.get(REPORTS - 1).clone();
        report[1]++;
        changed.set(REPORTS - 1, report);

        assertThat(read(swapped)).as("seed %d", seed).isNotEqualTo(expected);
        assertThat(read(changed)).as("seed %d", seed).isNotEqualTo(expected);
    }

    private ReportChecksum.Value read(List<long[]> reports) throws InterruptedException {
        final ReportChecksum checksum = new ReportChecksum(ring);
        TimedReplay.of(
                () -> {
                    reports.forEach(write());
                    ring.flush();
                },
                checksum);
        return checksum.value();
    }

    private Consumer<long[]> write() {
        return report -> {
            final long sequence = report[0] >>> 8;
            switch ((int) report[0] & 0xF) {
                case ReportRing.ACCEPTED -> ring.accepted(sequence, true, report[1], report[2], report[3]);
                case ReportRing.TRADE -> ring.trade(sequence, report[2], report[3], report[1], report[4]);
                case ReportRing.CANCELED -> ring.canceled(sequence, true, report[1], report[2]);
                default -> ring.cancelRejected(sequence, report[1]);
            }
        };
    }

    // Words as the ring's description has them.
    private static List<long[]> reports(long seed) {
        final Random random = new Random(seed);
        final List<long[]> reports = new ArrayList<>(REPORTS);
        for (int i = 0; i < REPORTS; i++) {
            // Sequences that grow: no two reports are the same.
            final long head = (long) i << 8;
            reports.add(
                    switch (random.nextInt(4)) {
                        case 0 -> words(random, head | ReportRing.ACCEPTED, 4);
                        case 1 -> words(random, head | ReportRing.TRADE, 5);
                        case 2 -> words(random, head | ReportRing.CANCELED, 3);
                        default -> words(random, head | ReportRing.CANCEL_REJECTED, 2);
                    });
        }
        return reports;
    }

    private static long[] words(Random random, long head, int length) {
        final long[] words = new long[length];
        words[0] = head;
        for (int i = 1; i < length; i++) {
            words[i] = random.nextLong();
        }
        return words;
    }

    private static ReportChecksum.Value sums(List<long[]> reports) {
        long words = 0;
        long sum = 0;
        long sumOfSums = 0;
        for (final long[] report : reports) {
            for (final long word : report) {
                sum += word;
                sumOfSums += sum;
                words++;
            }
        }
        return new ReportChecksum.Value(words, sum, sumOfSums);
    }
}
