package io.hft.backend.engine;

/** The engine's depth as it changes. */
public interface EngineDepth {
    /** Subscribes to all levels that the engine publishes of a market. Returns at once; problems show at the first {@link DepthSubscription#next}. */
    DepthSubscription subscribe(String symbol);
}
