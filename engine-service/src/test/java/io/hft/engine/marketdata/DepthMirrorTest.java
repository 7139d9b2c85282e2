package io.hft.engine.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.support.Seed;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One writer and its readers. */
class DepthMirrorTest {
    private static final int LEVELS = 300;
    private static final long EACH = 1_000;

    private final DepthMirror mirror = new DepthMirror();
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[Event.LENGTH]);
    private long eventSequence;
    private final AtomicBoolean done = new AtomicBoolean();
    private final ExecutorService readers = Executors.newFixedThreadPool(3);

    @AfterEach
    void stop() {
        done.set(true);
        readers.shutdownNow();
    }

    @Test
    void showsWholeChangesOnlyToReadersThatNeverHoldTheWriterUp() throws Exception {
        final List<Future<Long>> reads = new ArrayList<>();
        final long[] bids = new long[LEVELS];
        fill(bids);
        reads.add(readers.submit(reader(LEVELS)));
        reads.add(readers.submit(reader(Integer.MAX_VALUE)));
        reads.add(readers.submit(topReader()));
        final SplittableRandom random = Seed.random("DepthMirrorTest");
        // Until every reader had its share: without it the test would show nothing.
        for (long sequence = 2; !reads.stream().allMatch(Future::isDone); sequence++) {
            moveSome(bids, random, sequence);
        }
        for (final Future<Long> read : reads) {
            assertThat(read.get(1, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void servesAReaderWhoNeverMeetsTheWriterAtRest() throws Exception {
        fill(new long[LEVELS]);
        mirror.begin();
        final Future<DepthView> read = readers.submit(() -> mirror.read(10));
        await().pollInterval(Duration.ofMillis(1)).until(mirror::isAsked);
        mirror.end(2, 2);
        mirror.begin();
        // From here on the stamp stays odd: whoever was not served has to wait.
        final DepthView view = read.get(20, TimeUnit.SECONDS);
        assertThat(view.bids().size()).isEqualTo(10);
        assertThat(view.bids().priceTicks(0)).isEqualTo(LEVELS);
        assertThat(view.sequence()).isEqualTo(2);
    }

    @Test
    void servesWaitingReadersEachInItsDepth() throws Exception {
        fill(new long[LEVELS]);
        mirror.begin();
        final Future<DepthView> shallow = readers.submit(() -> mirror.read(1));
        final Future<DepthView> deep = readers.submit(() -> mirror.read(Integer.MAX_VALUE));
        await().pollInterval(Duration.ofMillis(1)).until(mirror::isAsked);
        while (!shallow.isDone() || !deep.isDone()) {
            mirror.end(2, 2);
            mirror.begin();
        }
        assertThat(shallow.get().bids().size()).isEqualTo(1);
        assertThat(deep.get().bids().size()).isEqualTo(LEVELS);
        assertThat(deep.get().asks().size()).isEqualTo(LEVELS);
    }

    @Test
    void tellsReadersWhenTheWriterFailedInsteadOfLettingThemWait() {
        mirror.begin();
        mirror.lose();
        assertThatThrownBy(() -> mirror.read(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesNoMemoryForChangesOnceTheBookWasThere() {
        final SplittableRandom random = Seed.random("DepthMirrorTest-memory");
        final DepthMirrors mirrors = new DepthMirrors();
        final DepthChanges changes = new DepthChanges(mirrors);
        churn(changes, new SplittableRandom(random.nextLong()), 300_000);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        churn(changes, new SplittableRandom(random.nextLong()), 300_000);
        // The chunks that a somewhat larger book needs, but nothing for each change.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(300_000);
    }

    private void churn(final DepthChanges changes, final SplittableRandom random, final int count) {
        for (int i = 0; i < count; i++) {
            Event.encodeHeader(event, 0, EventType.NEW, ++eventSequence, eventSequence, 0, 0);
            changes.event(event, 0);
            final long quantity = random.nextInt(3) == 0 ? 0 : 1 + random.nextLong(1_000);
            changes.level(1 + random.nextInt(3), random.nextBoolean(), 1 + random.nextInt(5_000), quantity, (int)
                    Math.min(quantity, 1));
            changes.commandDone();
            if (i % 4 == 0) {
                changes.show();
            }
        }
    }

    private void fill(final long[] bids) {
        mirror.begin();
        for (int i = 0; i < LEVELS; i++) {
            bids[i] = EACH;
            mirror.level(true, i + 1, EACH, 1);
            mirror.level(false, LEVELS + 1 + i, EACH, 1);
        }
        mirror.end(1, 1);
    }

    /** From one level to another, on both sides alike; levels come and go, the total stays. The best bid says it on the top. */
    private void moveSome(final long[] bids, final SplittableRandom random, final long sequence) {
        mirror.begin();
        for (int moves = random.nextInt(1, 6); moves > 0; moves--) {
            final int from = random.nextInt(LEVELS);
            final int to = random.nextInt(LEVELS);
            final long amount = random.nextInt(3) == 0 ? bids[from] : random.nextLong(bids[from] + 1);
            bids[from] -= amount;
            bids[to] += amount;
            say(from, bids);
            say(to, bids);
        }
        mirror.lastTrade(sequence);
        mirror.end(sequence, sequence);
    }

    private void say(final int level, final long[] bids) {
        mirror.level(true, level + 1, bids[level], bids[level] > 0 ? 1 : 0);
        mirror.level(false, 2 * LEVELS - level, bids[level], bids[level] > 0 ? 1 : 0);
    }

    private Callable<Long> reader(final int depth) {
        return () -> {
            long reads = 0;
            long lastSequence = 0;
            while (reads < 20_000 && !done.get()) {
                final DepthView view = mirror.read(depth);
                if (view.sequence() > 1) {
                    assertThat(view.lastTradePriceTicks()).isEqualTo(view.sequence());
                }
                assertThat(view.sequence()).isGreaterThanOrEqualTo(lastSequence);
                lastSequence = view.sequence();
                assertThat(total(view.bids())).isEqualTo(LEVELS * EACH);
                assertThat(total(view.asks())).isEqualTo(LEVELS * EACH);
                reads++;
            }
            return reads;
        };
    }

    private Callable<Long> topReader() {
        return () -> {
            long reads = 0;
            while (reads < 50_000 && !done.get()) {
                final TopOfBook top = mirror.top();
                // The sides mirror each other in every whole change.
                assertThat(top.bidPriceTicks() + top.askPriceTicks()).isEqualTo(2L * LEVELS + 1);
                assertThat(top.bidQuantityLots()).isEqualTo(top.askQuantityLots());
                assertThat(top.sequence()).isEqualTo(top.timestampNanos());
                reads++;
            }
            return reads;
        };
    }

    private static long total(final DepthView.Levels levels) {
        long total = 0;
        for (int i = 0; i < levels.size(); i++) {
            assertThat(levels.quantityLots(i)).isPositive();
            total += levels.quantityLots(i);
        }
        return total;
    }
}
