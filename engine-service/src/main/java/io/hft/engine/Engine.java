package io.hft.engine;

import io.hft.engine.config.ConfigException;
import io.hft.engine.config.ConfigProblem;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.grpc.GrpcServer;
import io.hft.engine.grpc.Markets;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.recovery.RecoveredShard;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.recovery.StartPlan;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.CommandReply;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.snapshotting.SnapshotTaker;
import io.hft.engine.stats.EngineMetrics;
import io.hft.engine.stats.ManagementServer;
import io.hft.engine.storage.DirectoryLock;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running engine: locks its data directory, listens, recovers, serves. All methods may be called from any thread; after {@link
 * #close} another engine may be started on the same directory.
 */
public final class Engine implements AutoCloseable {
    private static final String STARTING = "the engine is starting";
    private static final long SAMPLE_NANOS = 250_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final EngineConfig config;
    private final DirectoryLock lock;
    private final GrpcServer server;
    private final List<ShardPipeline> shards;
    private final ManagementServer management;
    private final SnapshotTaker snapshots;
    private final Thread sampler;
    /** Why it does not serve; empty when it does. */
    private final AtomicReference<String> complaint = new AtomicReference<>(STARTING);

    private boolean closed;

    private Engine(
            final EngineConfig config,
            final DirectoryLock lock,
            final GrpcServer server,
            final List<ShardPipeline> shards,
            final SegmentFiles files) {
        this.config = config;
        this.lock = lock;
        this.server = server;
        this.shards = shards;
        snapshots = new SnapshotTaker(config, files, System::currentTimeMillis, this::onCorruption);
        sampler = Thread.ofPlatform().name("rates").daemon(true).unstarted(this::sampleRates);
        management = listenForManagement();
    }

    /**
     * Starts an engine and returns when it serves.
     *
     * @throws ConfigException when the settings contradict the data
     * @throws StorageException when the data cannot be trusted or used, naming the place
     * @throws PortTakenException when somebody else listens on the port
     */
    public static Engine start(final EngineConfig config) {
        return start(config, SegmentFiles.DISK);
    }

    static Engine start(final EngineConfig config, final SegmentFiles files) {
        final DirectoryLock lock = DirectoryLock.acquire(config.dataDirectory());
        final List<ShardPipeline> shards = new CopyOnWriteArrayList<>();
        GrpcServer server = null;
        Engine engine = null;
        try {
            requireKnownShards(config);
            server = listen(config);
            engine = new Engine(config, lock, server, shards, files);
            engine.recoverAndServe(files);
            return engine;
        } catch (final RuntimeException | Error e) {
            if (engine != null) {
                engine.snapshots.close();
            }
            shards.forEach(ShardPipeline::close);
            if (engine != null) {
                engine.management.close();
            }
            if (server != null) {
                server.close();
            }
            lock.close();
            throw e;
        }
    }

    private static GrpcServer listen(final EngineConfig config) {
        final EngineConfig.Server address = config.server();
        try {
            return GrpcServer.listen(config);
        } catch (final IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                // The native transport has an exception of its own for this.
                if (String.valueOf(cause.getMessage()).contains("Address already in use")) {
                    throw new PortTakenException(address.bind(), address.port(), "HFT_ENGINE_PORT", e);
                }
            }
            throw cannotListen(address.bind(), address.port(), e);
        }
    }

    private ManagementServer listenForManagement() {
        final EngineConfig.Server address = config.server();
        final EngineMetrics metrics = new EngineMetrics(
                () -> shards.stream().map(ShardPipeline::figures).toList(), server::sessions, snapshots::figures);
        try {
            return ManagementServer.listen(address.bind(), address.managementPort(), metrics, complaint::get);
        } catch (final BindException e) {
            throw new PortTakenException(address.bind(), address.managementPort(), "HFT_ENGINE_MANAGEMENT_PORT", e);
        } catch (final IOException e) {
            throw cannotListen(address.bind(), address.managementPort(), e);
        }
    }

    private static ConfigException cannotListen(final String bind, final int port, final IOException cause) {
        return new ConfigException(List.of(
                new ConfigProblem("server", "cannot listen on " + bind + ":" + port + ": " + cause.getMessage())));
    }

    private void sampleRates() {
        while (!Thread.currentThread().isInterrupted()) {
            shards.forEach(ShardPipeline::sampleRates);
            LockSupport.parkNanos(this, SAMPLE_NANOS);
        }
    }

    private static void requireKnownShards(final EngineConfig config) {
        try (Stream<Path> entries = Files.list(config.dataDirectory())) {
            final long beyond = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("shard-[0-9]{1,4}"))
                    .filter(name -> Integer.parseInt(name.substring("shard-".length())) >= config.shards())
                    .count();
            if (beyond > 0) {
                throw new ConfigException(List.of(new ConfigProblem(
                        "shards",
                        "must be at least " + (config.shards() + beyond) + ", since " + config.dataDirectory()
                                + " holds that many")));
            }
        } catch (final IOException e) {
            throw new StorageException("the data directory " + config.dataDirectory() + " cannot be read: " + e, e);
        }
    }

    private void recoverAndServe(final SegmentFiles files) {
        final Recovery recovery = new Recovery(config, files);
        final SystemEpochNanoClock clock = SystemEpochNanoClock.INSTANCE;
        final List<MatchingEngine> recovered = new ArrayList<>();
        for (int shard = 0; shard < config.shards(); shard++) {
            final RecoveredShard state = recovery.recover(shard);
            recovered.add(state.engine());
            final int failed = shard;
            final ShardPipeline pipeline = new ShardPipeline(
                    shard,
                    config,
                    state.engine(),
                    state.journal(),
                    state.eventLog(),
                    state.lastTimestampNanos(),
                    clock::nanoTime,
                    reason -> onFailure(failed, reason));
            snapshots.add(state, pipeline);
            shards.add(pipeline);
        }
        // The cores are read for the last time here: from the start on they belong to their threads.
        final Markets markets = new Markets(shards);
        for (int shard = 0; shard < recovered.size(); shard++) {
            final MatchingEngine core = recovered.get(shard);
            for (final Instrument instrument : core.instruments().all()) {
                markets.define(
                        shard, instrument, TradingState.of(core.risk().tradingStateCode(instrument.instrumentId())));
            }
        }
        final List<StartPlan.Step> steps =
                StartPlan.of(config, recovered.stream().map(Engine::known).toList());
        shards.forEach(ShardPipeline::start);
        for (final StartPlan.Step step : steps) {
            carryOut(step);
            final Instrument instrument = step.instrument();
            if (instrument != null) {
                markets.define(step.shard(), instrument);
            }
        }
        snapshots.start();
        server.serve(markets, snapshots);
        sampler.start();
        complaint.compareAndSet(STARTING, "");
    }

    private static StartPlan.Known known(final MatchingEngine core) {
        return new StartPlan.Known(
                core.instruments().all(),
                new StartPlan.Configuration(
                        core.rulesVersion(),
                        core.maxOpenOrders(),
                        core.recentOrderIds(),
                        core.maxSources(),
                        core.dayEndNanos()),
                core.risk()::limits);
    }

    private void carryOut(final StartPlan.Step step) {
        final Outcome outcome = new Outcome();
        final Admission admission = shards.get(step.shard()).offer(step::encode, outcome);
        if (admission != Admission.ACCEPTED) {
            throw new IllegalStateException("the pipeline does not take commands: " + admission);
        }
        try {
            outcome.future.join();
        } catch (final CompletionException e) {
            throw new StorageException(
                    "shard " + step.shard() + " cannot take over " + step.what() + ": "
                            + e.getCause().getMessage(),
                    e);
        }
        LOG.info("shard {} took over {}", step.shard(), step.what());
    }

    private void onFailure(final int shard, final String reason) {
        LOG.error(
                "shard {} stopped: {}; nothing is acknowledged any more, the engine must be restarted", shard, reason);
        complaint.set("shard " + shard + " stopped: " + reason);
        server.notServing(shard, reason);
    }

    /**
     * What is on disk is not what the engine has said. What it knows is right as far as anybody can tell, so it goes on; but a restart would not find
     * it again.
     */
    private void onCorruption(final int shard, final String reason) {
        final String text = "the data of shard " + shard + " are damaged: " + reason;
        complaint.compareAndSet("", text);
        server.damaged();
    }

    /** The port that metrics and health are on. */
    public int managementPort() {
        return management.port();
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Refuses new calls, answers all accepted commands, forces and closes the logs, frees the directory. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        complaint.set("the engine is stopping");
        server.stopAccepting();
        snapshots.close();
        shards.forEach(ShardPipeline::close);
        server.close();
        sampler.interrupt();
        management.close();
        lock.close();
    }

    /** The answer to a command of the start. Orders that expired while the engine was away may say so first. */
    private static final class Outcome implements CommandReply {
        private final CompletableFuture<Void> future = new CompletableFuture<>();

        @Override
        public void onEvent(final DirectBuffer buffer, final int offset) {
            if (Event.typeCode(buffer, offset) == EventType.REJECTED.code()) {
                future.completeExceptionally(new IllegalStateException(
                        RejectReason.of(Event.rejectReasonCode(buffer, offset)).name()));
            }
        }

        @Override
        public void onComplete(final long lastSequence) {
            future.complete(null);
        }

        @Override
        public void onFailure(final String reason) {
            future.completeExceptionally(new IllegalStateException(reason));
        }
    }
}
