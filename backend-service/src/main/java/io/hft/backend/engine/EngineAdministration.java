package io.hft.backend.engine;

import org.jspecify.annotations.Nullable;

/**
 * What operators tell the engine. Each call is a command that the engine journals before it answers, and a repeat is harmless; each blocks the
 * calling thread up to a deadline.
 *
 * <p>All throw {@link EngineUnavailable} when the outcome is unknown, and {@link EngineRefusal} with {@code field: rule} when nothing was done.
 */
public interface EngineAdministration {
    /**
     * Defines a market, or changes the limits of one that exists: never its assets, its grid or its shard.
     *
     * @return as the engine has it now
     */
    EngineInstrument upsert(EngineInstrument instrument);

    void setTradingState(String symbol, TradingState state);

    void setRiskLimits(RiskLimits limits);

    /**
     * Stops orders from being taken, or takes them again.
     *
     * @param accountId null for everybody's
     * @param cancelOpenOrders when engaging: cancel what is open, too
     * @return orders that were cancelled
     */
    long killSwitch(@Nullable Long accountId, boolean engaged, boolean cancelOpenOrders);

    /** Has the engine write a snapshot, and waits until it is safe on disk. */
    EngineSnapshot takeSnapshot(int shard);
}
