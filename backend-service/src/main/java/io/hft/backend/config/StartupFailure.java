package io.hft.backend.config;

/** The process cannot start, for a reason that its operator can do something about; the message is all that is shown. */
public final class StartupFailure extends RuntimeException {
    public StartupFailure(String message) {
        super(message, null, false, false);
    }
}
