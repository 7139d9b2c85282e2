package io.hft.engine.stats;

/**
 * A shard at a moment; the figures are read one after the other, so they may differ by what happened in between.
 *
 * @param commands written to the journal, ever
 * @param events ever, the last one's sequence
 * @param firstEventSequence of those that are retained
 * @param openOrders as of the matcher's last batch
 * @param refusedRingFull commands refused since the start because the ring was full
 * @param serving false once the shard has failed
 */
public record ShardFigures(
        int shard,
        boolean serving,
        long commands,
        long events,
        long firstEventSequence,
        long commandsPerSecond,
        long eventsPerSecond,
        long openOrders,
        int ringCapacity,
        int ringUsed,
        int eventRingCapacity,
        int eventRingUsed,
        long refusedRingFull,
        LatencySummary latency) {}
