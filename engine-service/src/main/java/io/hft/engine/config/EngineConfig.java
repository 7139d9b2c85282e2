package io.hft.engine.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
        Journal journal,
        EventLog eventLog,
        MarketData marketData,
        Grpc grpc) {

    public EngineConfig {
        instruments = List.copyOf(instruments);
    }

    /** @param port 0 for any free port */
    public record Server(String bind, int port) {}

    public record Threads(WaitStrategy waitStrategy, int commandRingSize, int eventRingSize) {}

    /** How a pipeline thread waits for work. */
    public enum WaitStrategy {
        /** Lowest latency; burns a core per thread even when idle. */
        BUSY_SPIN,
        /** Spins, then yields; burns idle cores but gives way to others. */
        YIELDING,
        /** Parks; costs nothing when idle. */
        BLOCKING
    }

    /** Sizes of the pools, per shard. */
    public record Memory(int maxOpenOrders, int recentOrderIds) {}

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

    public record EventLog(int segmentSizeBytes) {}

    /** @param depth published price levels per side */
    public record MarketData(int depth) {}

    public record Grpc(
            int streamThreads,
            int maxSubscribers,
            int maxInboundMessageBytes,
            int eventsPerBatch,
            int reportsPerAnswer,
            int openOrdersPerPage,
            int shutdownGraceMillis) {}

    public EngineConfig withPort(final int port) {
        return withServer(new Server(server.bind, port));
    }

    public EngineConfig withServer(final Server changed) {
        return new EngineConfig(
                changed, dataDirectory, threads, memory, shards, instruments, journal, eventLog, marketData, grpc);
    }

    public EngineConfig withDataDirectory(final Path changed) {
        return new EngineConfig(
                server, changed, threads, memory, shards, instruments, journal, eventLog, marketData, grpc);
    }

    public EngineConfig withThreads(final Threads changed) {
        return new EngineConfig(
                server, dataDirectory, changed, memory, shards, instruments, journal, eventLog, marketData, grpc);
    }

    public EngineConfig withMemory(final Memory changed) {
        return new EngineConfig(
                server, dataDirectory, threads, changed, shards, instruments, journal, eventLog, marketData, grpc);
    }

    public EngineConfig withInstruments(final int shardCount, final List<InstrumentConfig> changed) {
        return new EngineConfig(
                server, dataDirectory, threads, memory, shardCount, changed, journal, eventLog, marketData, grpc);
    }

    public EngineConfig withJournal(final Journal changed) {
        return new EngineConfig(
                server, dataDirectory, threads, memory, shards, instruments, changed, eventLog, marketData, grpc);
    }

    public EngineConfig withGrpc(final Grpc changed) {
        return new EngineConfig(
                server, dataDirectory, threads, memory, shards, instruments, journal, eventLog, marketData, changed);
    }
}
