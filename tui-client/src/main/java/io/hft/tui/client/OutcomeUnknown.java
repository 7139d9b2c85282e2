package io.hft.tui.client;

import org.jspecify.annotations.Nullable;

/** A request may have taken effect, and nobody could say so in time. Repeating it with the same key is harmless. */
public final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final @Nullable String idempotencyKey;

    OutcomeUnknown(@Nullable String idempotencyKey, String why) {
        super("the outcome is not known (" + why + ")");
        this.idempotencyKey = idempotencyKey;
    }

    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }
}
