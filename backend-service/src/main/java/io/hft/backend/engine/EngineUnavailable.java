package io.hft.backend.engine;

import org.jspecify.annotations.Nullable;

/** The engine did not answer, or not in time. The outcome of a command is unknown: repeat it under the same order id. */
public final class EngineUnavailable extends RuntimeException {
    public EngineUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
