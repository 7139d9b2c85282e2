package io.hft.backend.settlement;

import io.hft.backend.engine.EngineContact;
import io.hft.backend.engine.EngineEvents;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.orders.OrderOutcomes;
import io.hft.backend.orders.PendingOrderResolver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Runs one {@link ShardSettler} per shard of the engine: for those that the database knows at start, and for those that the engine names
 * when it is reached. Callable from any thread.
 */
@Component
public class Settler implements SmartLifecycle {
    private final JdbcConnectionDetails database;
    private final EngineEvents events;
    private final Instruments instruments;
    private final OrderOutcomes outcomes;
    private final PendingOrderResolver resolver;
    private final ApplicationEventPublisher publisher;
    private final MeterRegistry metrics;
    private final Map<Integer, ShardSettler> shards = new ConcurrentHashMap<>();
    private volatile boolean running;

    Settler(
            JdbcConnectionDetails database,
            EngineEvents events,
            Instruments instruments,
            OrderOutcomes outcomes,
            PendingOrderResolver resolver,
            ApplicationEventPublisher publisher,
            MeterRegistry metrics) {
        this.database = database;
        this.events = events;
        this.instruments = instruments;
        this.outcomes = outcomes;
        this.resolver = resolver;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** One status per shard; empty until the first instrument is known. */
    public List<SettlementStatus> status() {
        return shards.values().stream()
                .map(ShardSettler::status)
                .sorted((a, b) -> Integer.compare(a.shard(), b.shard()))
                .toList();
    }

    @Override
    public void start() {
        running = true;
        settleAllShards();
    }

    /** Runs after the instruments of the engine are taken over. */
    @EventListener
    void onEngineContact(EngineContact contact) {
        if (running) {
            settleAllShards();
        }
    }

    @Override
    public void stop() {
        running = false;
        shards.values().forEach(ShardSettler::stop);
        shards.values().forEach(ShardSettler::awaitEnd);
        shards.clear();
    }

    /** Before the web server starts, and after its last request is answered. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void settleAllShards() {
        instruments.all().stream()
                .map(Instrument::shard)
                .distinct()
                .forEach(shard -> shards.computeIfAbsent(shard, this::settle));
    }

    private ShardSettler settle(int shard) {
        ShardSettler settler = new ShardSettler(shard, database, events, instruments, outcomes, resolver, publisher);
        metrics.gauge("hft.settlement.cursor", Tags.of("shard", Integer.toString(shard)), settler, one -> one.status()
                .cursor());
        metrics.gauge(
                "hft.settlement.sound",
                Tags.of("shard", Integer.toString(shard)),
                settler,
                one -> one.status().isSound() ? 1 : 0);
        metrics.gauge(
                "hft.settlement.shortfalls", Tags.of("shard", Integer.toString(shard)), settler, one -> one.status()
                        .shortfalls());
        Thread.ofPlatform().daemon().name("settler-" + shard).start(settler);
        return settler;
    }
}
