package io.hft.backend.settlement;

/** The event stream says something that cannot be booked; nothing of its batch was. */
final class SettlementProblem extends RuntimeException {
    SettlementProblem(String message) {
        super(message);
    }
}
