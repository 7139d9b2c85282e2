package io.hft.tui.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** The loop's frames on a clock that only the test moves. */
class FramePaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);

    private long now = 1_000_000_007L;
    private final FramePace pace = new FramePace(() -> now);

    @Test
    void drawsTheFirstFrameAtOnce() {
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void drawsNothingWhenNothingChanges() {
        pace.drawn();
        now += 10 * SECOND;
        assertThat(pace.isDue()).isFalse();
        assertThat(pace.untilDue(TICK)).isEqualTo(TICK);
    }

    @Test
    void drawsAChangeAtOnceAfterAPause() {
        pace.drawn();
        now += SECOND;
        pace.changed();
        assertThat(pace.isDue()).isTrue();
        assertThat(pace.untilDue(TICK)).isZero();
    }

    @Test
    void neverDrawsMoreThanFifteenFramesInAnySecondAtAFlood() {
        assertKeepsLimit(framesOf(() -> 20_000));
        assertThat(framesOf(() -> 20_000)).hasSizeGreaterThan(14 * 10);
    }

    @Test
    void neverDrawsMoreThanFifteenFramesInAnySecondAtRandomUpdates() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            long longest = 1L << (10 + random.nextInt(20));
            assertThat(withinAnySecond(framesOf(() -> 1 + random.nextLong(longest))))
                    .as("seed %d, updates up to %d ns apart", seed, longest)
                    .isLessThanOrEqualTo(15);
        }
    }

    @Test
    void drawsEachOfFiveUpdatesASecond() {
        assertThat(framesOf(() -> SECOND / 5)).hasSizeBetween(49, 52);
    }

    /** Ten seconds of the loop, woken by updates so far apart and by its own timer; when frames were drawn. */
    private List<Long> framesOf(LongSupplier pause) {
        List<Long> frames = new ArrayList<>();
        long end = now + 10 * SECOND;
        long update = now + pause.getAsLong();
        int updates = 0;
        while (now < end && updates < 2_000_000) {
            if (pace.isDue()) {
                frames.add(now);
                pace.drawn();
            }
            long timer = now + Math.max(1, pace.untilDue(TICK));
            if (update <= timer) {
                now = Math.max(now, update);
                update = now + pause.getAsLong();
                updates++;
                pace.changed();
            } else {
                now = timer;
            }
        }
        return frames;
    }

    private static void assertKeepsLimit(List<Long> frames) {
        assertThat(withinAnySecond(frames)).isLessThanOrEqualTo(15);
    }

    private static int withinAnySecond(List<Long> frames) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < frames.size(); last++) {
            while (frames.get(last) - frames.get(first) >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
