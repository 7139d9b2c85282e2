package io.hft.engine.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The engine's settings, already checked: whoever holds one may rely on every value. {@link ConfigLoader} makes them; tests vary
 * them with the {@code with…} methods.
 */
public record EngineConfig(
        Server server,
        Path dataDirectory,
        Threads threads,
        Memory memory,
        int shards,
        List<InstrumentConfig> instruments,
        Matching matching,
        Risk risk,
        Journal journal,
        EventLog eventLog,
        Snapshots snapshots,
        MarketData marketData,
        Grpc grpc) {

    public EngineConfig {
        instruments = List.copyOf(instruments);
    }

    /**
     * @param port of gRPC; 0 for any free port
     * @param managementPort of health and metrics over HTTP; 0 for any free port
     */
    public record Server(String bind, int port, int managementPort) {}

    /** @param cpus where threads are to stay; those that are not named go where the system likes */
    public record Threads(WaitStrategy waitStrategy, int commandRingSize, int eventRingSize, List<PinnedThread> cpus) {
        public Threads {
            cpus = List.copyOf(cpus);
        }

        /** Nothing pinned. */
        public Threads(final WaitStrategy waitStrategy, final int commandRingSize, final int eventRingSize) {
            this(waitStrategy, commandRingSize, eventRingSize, List.of());
        }
    }

    /** A thread of a shard that is to stay on one processor. */
    public record PinnedThread(ThreadRole role, int shard, int cpu) {}

    /** The threads of a shard that are worth a processor. */
    public enum ThreadRole {
        JOURNAL,
        MATCHER,
        PUBLISHER
    }

    /** How a pipeline thread waits for work. */
    public enum WaitStrategy {
        /** Lowest latency; burns a core per thread even when idle. */
        BUSY_SPIN,
        /** Spins, then yields; burns idle cores but gives way to others. */
        YIELDING,
        /** Parks; costs nothing when idle. */
        BLOCKING
    }

    /** Sizes of the pools, per shard. They decide events and are journaled. */
    public record Memory(int maxOpenOrders, int recentOrderIds, int maxSources) {}

    /**
     * What else decides events and is journaled.
     *
     * @param rules the version of the matching rules
     * @param dayEndNanos end of the trading day, after midnight UTC
     */
    public record Matching(int rules, long dayEndNanos) {}

    /** Limits that hold from the first start on, until a command sets others. */
    public record Risk(AccountLimits everyAccount, List<InstrumentLimits> instruments, List<AccountRisk> accounts) {
        public Risk {
            instruments = List.copyOf(instruments);
            accounts = List.copyOf(accounts);
        }
    }

    /** Per account and shard; 0 for no limit. */
    public record AccountLimits(int maxOpenOrders, int ordersPerSecond) {}

    /** Exact decimals, the notional in the quote asset; null, and a band of 0, for no limit. */
    public record InstrumentLimits(
            String symbol,
            @Nullable BigDecimal maxQuantity,
            @Nullable BigDecimal maxNotional,
            @Nullable BigDecimal maxPosition,
            int priceBandBasisPoints) {}

    public record AccountRisk(long accountId, AccountLimits limits, List<InstrumentLimits> instruments) {
        public AccountRisk {
            instruments = List.copyOf(instruments);
        }
    }

    /** An instrument as the operator wants it; sizes and prices are exact decimals. */
    public record InstrumentConfig(
            String symbol,
            String baseAsset,
            String quoteAsset,
            BigDecimal tickSize,
            BigDecimal lotSize,
            BigDecimal referencePrice,
            int priceBandBasisPoints,
            BigDecimal maxQuantity,
            int shard) {}

    public record Journal(Durability durability, int asyncIntervalMillis, int segmentSizeBytes) {}

    /** What must have happened to a command's journal record before its answer leaves. */
    public enum Durability {
        /** Forced to the device. */
        SYNC,
        /** Written; forced every few milliseconds. */
        ASYNC,
        /** Written; never forced. */
        NONE;

        /** The name in settings and in {@code GetStats}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param retainEvents so many last events are kept at least; 0: all */
    public record EventLog(int segmentSizeBytes, int retainEvents) {}

    /**
     * @param everyCommands a snapshot after so many commands; 0: never by that
     * @param everyMinutes a snapshot after so much time, if there were commands; 0: never by that
     * @param keep how many are kept
     */
    public record Snapshots(int everyCommands, int everyMinutes, int keep) {}

    /**
     * @param depth the most price levels per side that anybody is shown
     * @param intervalMicros a subscriber hears of an instrument at most once in this time
     * @param maxSubscribers streams at a time
     * @param threads that feed the streams
     */
    public record MarketData(int depth, int intervalMicros, int maxSubscribers, int threads) {}

    /**
     * @param sessionWindow the most commands of an order session that may be unanswered
     * @param sessionBacklog the most reports that others caused which are kept for a session that does not read
     */
    public record Grpc(
            int streamThreads,
            int maxSubscribers,
            int maxInboundMessageBytes,
            int eventsPerBatch,
            int reportsPerAnswer,
            int openOrdersPerPage,
            int shutdownGraceMillis,
            int maxSessions,
            int sessionWindow,
            int sessionBacklog) {}

    /** With that port for gRPC and any free one for management. */
    public EngineConfig withPort(final int port) {
        return withServer(new Server(server.bind, port, 0));
    }

    public EngineConfig withServer(final Server changed) {
        return new EngineConfig(
                changed,
                dataDirectory,
                threads,
                memory,
                shards,
                instruments,
                matching,
                risk,
                journal,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withDataDirectory(final Path changed) {
        return new EngineConfig(
                server,
                changed,
                threads,
                memory,
                shards,
                instruments,
                matching,
                risk,
                journal,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withThreads(final Threads changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                changed,
                memory,
                shards,
                instruments,
                matching,
                risk,
                journal,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withMemory(final Memory changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                changed,
                shards,
                instruments,
                matching,
                risk,
                journal,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withInstruments(final int shardCount, final List<InstrumentConfig> changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                memory,
                shardCount,
                changed,
                matching,
                risk,
                journal,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withMatching(final Matching changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                memory,
                shards,
                instruments,
                changed,
                risk,
                journal,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withRisk(final Risk changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                memory,
                shards,
                instruments,
                matching,
                changed,
                journal,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withJournal(final Journal changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                memory,
                shards,
                instruments,
                matching,
                risk,
                changed,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withEventLog(final EventLog changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                memory,
                shards,
                instruments,
                matching,
                risk,
                journal,
                changed,
                snapshots,
                marketData,
                grpc);
    }

    public EngineConfig withSnapshots(final Snapshots changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                memory,
                shards,
                instruments,
                matching,
                risk,
                journal,
                eventLog,
                changed,
                marketData,
                grpc);
    }

    public EngineConfig withMarketData(final MarketData changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                memory,
                shards,
                instruments,
                matching,
                risk,
                journal,
                eventLog,
                snapshots,
                changed,
                grpc);
    }

    public EngineConfig withGrpc(final Grpc changed) {
        return new EngineConfig(
                server,
                dataDirectory,
                threads,
                memory,
                shards,
                instruments,
                matching,
                risk,
                journal,
                eventLog,
                snapshots,
                marketData,
                changed);
    }
}
