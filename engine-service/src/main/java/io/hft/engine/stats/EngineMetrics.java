package io.hft.engine.stats;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The figures of all shards under their names; every one has the label {@code shard}. Read when somebody scrapes. */
public final class EngineMetrics {
    private static final String SHARD = "shard";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Supplier<List<ShardFigures>> shards;
    private final IntFunction<SnapshotFigures> snapshots;

    /**
     * @param shards asked at every scrape, more than once
     * @param sessions open order sessions of a shard
     * @param snapshots of a shard
     */
    public EngineMetrics(
            final Supplier<List<ShardFigures>> shards,
            final IntToLongFunction sessions,
            final IntFunction<SnapshotFigures> snapshots) {
        this.shards = shards;
        this.snapshots = snapshots;
        counter("hft_engine_commands", "Commands written to the journal, ever.", ShardFigures::commands);
        counter("hft_engine_events", "Events, ever.", ShardFigures::events);
        counter(
                "hft_engine_refused_ring_full",
                "Commands refused since the start because the command ring was full.",
                ShardFigures::refusedRingFull);
        gauge(
                "hft_engine_commands_per_second",
                "Commands written to the journal within the last second.",
                ShardFigures::commandsPerSecond);
        gauge("hft_engine_events_per_second", "Events within the last second.", ShardFigures::eventsPerSecond);
        gauge("hft_engine_open_orders", "Orders that rest or wait for their trigger.", ShardFigures::openOrders);
        gauge("hft_engine_command_ring_slots", "Places in the command ring.", ShardFigures::ringCapacity);
        gauge("hft_engine_command_ring_used_slots", "Taken places in the command ring.", ShardFigures::ringUsed);
        gauge("hft_engine_event_ring_slots", "Places in the event ring.", ShardFigures::eventRingCapacity);
        gauge("hft_engine_event_ring_used_slots", "Taken places in the event ring.", ShardFigures::eventRingUsed);
        gauge("hft_engine_sessions", "Open order sessions.", figures -> sessions.applyAsLong(figures.shard()));
        gauge("hft_engine_serving", "1, or 0 once the shard has failed.", figures -> figures.serving() ? 1 : 0);
        latency();
        snapshots();
    }

    private void snapshots() {
        counter("hft_engine_snapshots", "Snapshots taken since the start.", shard -> snapshot(shard)
                .taken());
        counter(
                "hft_engine_snapshot_failures",
                "Snapshots, or prunings behind them, that failed since the start.",
                shard -> snapshot(shard).failures());
        gauge(
                "hft_engine_snapshot_command_sequence",
                "The last command that the newest snapshot covers; 0: there is none.",
                shard -> snapshot(shard).commandSequence());
        gauge(
                "hft_engine_snapshot_age_seconds",
                "Since the newest snapshot was completed; without one no value.",
                shard -> snapshot(shard).completedMillis() == 0
                        ? Double.NaN
                        : Math.max(
                                        0,
                                        System.currentTimeMillis()
                                                - snapshot(shard).completedMillis())
                                / MILLIS_PER_SECOND);
        gauge("hft_engine_snapshot_bytes", "Of the newest snapshot's file.", shard -> snapshot(shard)
                .sizeBytes());
        gauge(
                "hft_engine_snapshot_duration_seconds",
                "What the newest snapshot took; 0 for one of an earlier run.",
                shard -> snapshot(shard).durationMillis() / MILLIS_PER_SECOND);
        gauge("hft_engine_first_event_sequence", "The first event that is retained.", ShardFigures::firstEventSequence);
    }

    private SnapshotFigures snapshot(final ShardFigures shard) {
        return snapshots.apply(shard.shard());
    }

    PrometheusRegistry registry() {
        return registry;
    }

    private void counter(final String name, final String help, final ToDoubleFunction<ShardFigures> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(SHARD)
                .callback(out -> shards.get().forEach(shard -> out.call(value.applyAsDouble(shard), label(shard))))
                .register(registry);
    }

    private void gauge(final String name, final String help, final ToDoubleFunction<ShardFigures> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(SHARD)
                .callback(out -> shards.get().forEach(shard -> out.call(value.applyAsDouble(shard), label(shard))))
                .register(registry);
    }

    private void latency() {
        SummaryWithCallback.builder()
                .name("hft_engine_command_latency_seconds")
                .help("From a command's place in the ring to its answer's handing over, since the start.")
                .unit(Unit.SECONDS)
                .labelNames(SHARD)
                .callback(out -> shards.get().forEach(shard -> {
                    final LatencySummary latency = shard.latency();
                    out.call(
                            latency.count(),
                            latency.sum() / NANOS_PER_SECOND,
                            Quantiles.of(
                                    new Quantile(0.5, latency.p50() / NANOS_PER_SECOND),
                                    new Quantile(0.9, latency.p90() / NANOS_PER_SECOND),
                                    new Quantile(0.99, latency.p99() / NANOS_PER_SECOND),
                                    new Quantile(0.999, latency.p999() / NANOS_PER_SECOND)),
                            label(shard));
                }))
                .register(registry);
        gauge(
                "hft_engine_command_latency_max_seconds",
                "The longest of these since the start.",
                figures -> figures.latency().max() / NANOS_PER_SECOND);
    }

    private static String label(final ShardFigures shard) {
        return Integer.toString(shard.shard());
    }
}
