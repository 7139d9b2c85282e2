package io.hft.engine.grpc;

/** A request's field breaks a rule; becomes {@code INVALID_ARGUMENT} with the message {@code field: rule}. */
final class InvalidField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidField(final String field, final String rule) {
        super(field + ": " + rule, null, false, false);
    }
}
