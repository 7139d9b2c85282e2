package io.hft.backend.engine;

import org.jspecify.annotations.Nullable;

/** The engine understood a call and will never carry it out (bad input, unknown symbol); nothing happened. */
public final class EngineRefusal extends RuntimeException {
    private final String reason;

    public EngineRefusal(String reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** For an order's reject reason, for example {@code UNKNOWN_INSTRUMENT}. */
    public String reason() {
        return reason;
    }
}
