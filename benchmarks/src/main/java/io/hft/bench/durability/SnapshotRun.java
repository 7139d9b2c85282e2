package io.hft.bench.durability;

import io.hft.bench.pipeline.PendingOrders;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.sequencing.CommandEncoder;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.agrona.MutableDirectBuffer;

/**
 * What a snapshot of a large book does to others: an open loop of orders and cancels, first alone, then while snapshots are taken back to
 * back; latencies as in the pipeline's measurement, in microseconds.
 *
 * @param collector of the JVM
 * @param snapshots that were taken in the second stretch
 * @param maxMicrosAlone the longest that anybody waited without a snapshot; the machine's own doing
 * @param maxMicros the longest that anybody waited while snapshots were taken
 */
public record SnapshotRun(
        String collector,
        int restingOrders,
        int ratePerSecond,
        double seconds,
        int snapshots,
        double secondsPerSnapshot,
        long snapshotBytes,
        double p99MicrosAlone,
        double maxMicrosAlone,
        double p99Micros,
        double p999Micros,
        double maxMicros) {

    private static final int LEVELS = 10_000;
    private static final int ACCOUNTS = 1 << 10;
    private static final long MIDDLE = 33_500;
    private static final int INSTRUMENT_ID = 1;

    static SnapshotRun measure(Path directory, String collector, int restingOrders, int ratePerSecond, double seconds) {
        final var config = ShardUnderTest.config(directory);
        try (ShardUnderTest shard = new ShardUnderTest(config, ShardUnderTest.recover(config))) {
            final Sender sender = new Sender(shard);
            sender.fill(restingOrders);
            // The journal's commands are replayed once; from here on a snapshot builds on the one before.
            shard.snapshots.take(0).join();
            sender.openLoop(ratePerSecond, seconds / 2, () -> {});
            final Histogram alone = sender.openLoop(ratePerSecond, seconds, () -> {});
            final Repeated repeated = new Repeated(shard);
            final Histogram beside = sender.openLoop(ratePerSecond, seconds, repeated);
            return new SnapshotRun(
                    collector,
                    restingOrders,
                    ratePerSecond,
                    seconds,
                    repeated.taken,
                    repeated.millis / 1e3 / Math.max(1, repeated.taken),
                    shard.snapshots.figures(0).sizeBytes(),
                    alone.getValueAtPercentile(99) / 1e3,
                    alone.getMaxValue() / 1e3,
                    beside.getValueAtPercentile(99) / 1e3,
                    beside.getValueAtPercentile(99.9) / 1e3,
                    beside.getMaxValue() / 1e3);
        }
    }

    /** Asks for the next snapshot when there is the last. */
    private static final class Repeated implements Runnable {
        private final ShardUnderTest shard;
        private CompletableFuture<?> wanted = CompletableFuture.completedFuture(null);
        private boolean first = true;
        private int taken;
        private long millis;

        Repeated(ShardUnderTest shard) {
            this.shard = shard;
        }

        @Override
        public void run() {
            if (!wanted.isDone()) {
                return;
            }
            wanted.join();
            if (!first) {
                taken++;
                millis += shard.snapshots.figures(0).durationMillis();
            }
            first = false;
            wanted = shard.snapshots.take(0);
        }
    }

    /** Rests orders that never meet, and takes back one for each. */
    private static final class Sender implements CommandEncoder {
        private final ShardUnderTest shard;
        private long orderId;
        private long cancelId;
        private boolean cancels;

        Sender(ShardUnderTest shard) {
            this.shard = shard;
        }

        void fill(int orders) {
            final PendingOrders pending = new PendingOrders();
            for (int i = 0; i < orders; i++) {
                orderId++;
                shard.offer(this, pending.take(System.nanoTime()));
            }
            pending.awaitAll();
        }

        Histogram openLoop(int ratePerSecond, double seconds, Runnable between) {
            final PendingOrders pending = new PendingOrders();
            final long orders = (long) (ratePerSecond * seconds);
            final long begin = System.nanoTime();
            for (long i = 0; i < orders; i++) {
                final long intended = begin + i * 1_000_000_000L / ratePerSecond;
                for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                cancels = (i & 1) == 1;
                if (cancels) {
                    cancelId++;
                } else {
                    orderId++;
                }
                shard.offer(this, pending.take(intended));
                between.run();
            }
            pending.awaitAll();
            return pending.latencies();
        }

        @Override
        public int encode(MutableDirectBuffer buffer, int offset) {
            final long id = cancels ? cancelId : orderId;
            final long accountId = 1 + (id & ACCOUNTS - 1);
            if (cancels) {
                return CancelOrderCommand.encode(buffer, offset, 0, 0, id, accountId, INSTRUMENT_ID);
            }
            final boolean buy = (id & 1) == 0;
            final long distance = 1 + id % LEVELS;
            return NewOrderCommand.encode(
                    buffer,
                    offset,
                    0,
                    0,
                    id,
                    accountId,
                    INSTRUMENT_ID,
                    buy ? Side.BUY : Side.SELL,
                    OrderType.LIMIT,
                    TimeInForce.GTC,
                    buy ? MIDDLE - distance : MIDDLE + distance,
                    1 + id % 100);
        }
    }
}
