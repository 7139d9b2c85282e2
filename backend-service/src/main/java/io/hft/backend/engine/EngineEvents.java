package io.hft.backend.engine;

/** The engine's event stream. */
public interface EngineEvents {
    /**
     * Subscribes to a shard's events. Returns at once; problems show at the first {@link EventSubscription#next}.
     *
     * @param fromSequence the first sequence wanted
     */
    EventSubscription subscribe(int shard, long fromSequence);
}
