package io.hft.backend.stream;

/** Coded answers to a client's message; the code on the wire is {@code ERR_} and the constant's name. */
enum StreamError {
    MALFORMED_MESSAGE,
    UNKNOWN_OP,
    UNKNOWN_CHANNEL,
    VALIDATION,
    INSTRUMENT_NOT_FOUND,
    UNAUTHENTICATED,
    BAD_CREDENTIALS,
    FORBIDDEN,
    TOO_MANY_SUBSCRIPTIONS,
    RATE_LIMITED,
    RESUME_TOO_OLD,
    CREDENTIALS_ENDED,
    UNAVAILABLE,
    INTERNAL;

    String code() {
        return "ERR_" + name();
    }

    /** Whether the same message, sent again later, may succeed. */
    boolean retryable() {
        return switch (this) {
            case RATE_LIMITED, UNAVAILABLE, INTERNAL -> true;
            default -> false;
        };
    }
}
