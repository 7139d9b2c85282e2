package io.hft.backend.engine;

import org.jspecify.annotations.Nullable;

/** The engine's event log does not hold the sequence asked for: it is beyond its end (the log was lost or is another one) or pruned. */
public final class EventsOutOfRange extends RuntimeException {
    public EventsOutOfRange(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
