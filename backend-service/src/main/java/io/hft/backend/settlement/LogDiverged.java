package io.hft.backend.settlement;

/** The engine's log is not the one that was booked: nothing of it may be. */
final class LogDiverged extends RuntimeException {
    LogDiverged(String message) {
        super(message);
    }
}
