package io.hft.backend.engine;

import java.time.Duration;
import java.util.Optional;

/** One running subscription to the depth of a market. Used by one thread. A slow reader gets fewer and larger updates. */
public interface DepthSubscription extends AutoCloseable {
    /**
     * The next update; empty when none came in time.
     *
     * @throws EngineUnavailable the stream ended; subscribe again and begin with its snapshot
     * @throws EngineRefusal the engine does not have the market
     */
    Optional<DepthUpdate> next(Duration timeout) throws InterruptedException;

    @Override
    void close();
}
