package io.hft.bench.pipeline;

import io.hft.bench.flow.FlowShape;
import io.hft.bench.flow.OrderFlow;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import io.hft.engine.sequencing.Admission;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A shard under an open loop, and flat out.
 *
 * @param ratePerSecond orders a second of the open loop; percentiles in microseconds from the time at which an order ought to have been sent
 *     to the time at which its last report was handed out
 * @param ringFull how often an order found the command ring full and was offered again
 * @param highestPerSecond answered orders a second when the next is offered as soon as there is a place
 */
public record PipelineRun(
        String durability,
        String waitStrategy,
        String pace,
        int ratePerSecond,
        double seconds,
        long orders,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        long ringFull,
        double highestPerSecond) {

    private static final int FLOW_MESSAGES = 1_000_000;
    private static final long SEED = 1;

    /** How the sending thread waits for the next order's time. */
    public enum Pace {
        /** Looks at the clock all the time: sends on time, costs a core. */
        SPIN,
        /** Looks at the clock and gives way in between, for fewer cores than threads. */
        YIELD,
        /** Sleeps: late by what a sleep is late, which counts as latency. */
        PARK
    }

    /** Warms up, keeps the rate, then goes flat out. */
    static PipelineRun measure(
            Path directory,
            Durability durability,
            WaitStrategy waitStrategy,
            Pace pace,
            int ratePerSecond,
            double warmupSeconds,
            double seconds,
            double flatOutSeconds) {
        final OrderFlow flow = FlowShape.NORMAL.generate(SEED, FLOW_MESSAGES);
        final FlowCommands commands = new FlowCommands(flow);
        try (PipelineUnderTest pipeline = new PipelineUnderTest(directory, durability, waitStrategy)) {
            final Load warmup = new Load(pipeline, commands, pace);
            warmup.flatOut(warmupSeconds / 2);
            warmup.openLoop(ratePerSecond, warmupSeconds / 2);
            System.gc();
            final Load load = new Load(pipeline, commands, pace);
            load.openLoop(ratePerSecond, seconds);
            final Histogram latencies = load.pending.latencies();
            final double highest = new Load(pipeline, commands, pace).flatOut(flatOutSeconds);
            return new PipelineRun(
                    durability.text(),
                    waitStrategy.name().toLowerCase(Locale.ROOT),
                    pace.name().toLowerCase(Locale.ROOT),
                    ratePerSecond,
                    seconds,
                    latencies.getTotalCount(),
                    latencies.getValueAtPercentile(50) / 1e3,
                    latencies.getValueAtPercentile(99) / 1e3,
                    latencies.getValueAtPercentile(99.9) / 1e3,
                    latencies.getMaxValue() / 1e3,
                    load.ringFull,
                    highest);
        }
    }

    /** One stretch of load from this thread. */
    private static final class Load {
        private final PipelineUnderTest pipeline;
        private final FlowCommands commands;
        private final Pace pace;
        private final PendingOrders pending = new PendingOrders();
        private long ringFull;

        Load(PipelineUnderTest pipeline, FlowCommands commands, Pace pace) {
            this.pipeline = pipeline;
            this.commands = commands;
            this.pace = pace;
        }

        void openLoop(int ratePerSecond, double seconds) {
            final long orders = (long) (ratePerSecond * seconds);
            final long begin = System.nanoTime();
            for (long order = 0; order < orders; order++) {
                final long intended = begin + order * 1_000_000_000L / ratePerSecond;
                awaitTime(intended);
                send(intended);
            }
            pending.awaitAll();
        }

        double flatOut(double seconds) {
            final long begin = System.nanoTime();
            final long end = begin + (long) (seconds * 1e9);
            for (long now = begin; now - end < 0; now = System.nanoTime()) {
                send(now);
            }
            pending.awaitAll();
            return pending.answered() * 1e9 / Math.max(1, System.nanoTime() - begin);
        }

        private void send(long intended) {
            commands.next();
            final var reply = pending.take(intended);
            while (true) {
                final Admission admission = pipeline.offer(commands, reply);
                if (admission == Admission.ACCEPTED) {
                    return;
                }
                if (admission != Admission.RING_FULL) {
                    throw new IllegalStateException("the pipeline takes nothing: " + admission);
                }
                pending.throwFailure();
                ringFull++;
                giveWay();
            }
        }

        private void awaitTime(long intended) {
            for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
                switch (pace) {
                    case SPIN -> Thread.onSpinWait();
                    case YIELD -> Thread.yield();
                    case PARK -> LockSupport.parkNanos(left);
                }
            }
        }

        private void giveWay() {
            if (pace == Pace.PARK) {
                LockSupport.parkNanos(10_000);
            } else {
                Thread.yield();
            }
        }
    }
}
