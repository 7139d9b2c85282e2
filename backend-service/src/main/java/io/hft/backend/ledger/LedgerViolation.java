package io.hft.backend.ledger;

/** Booking this would break a rule of the ledger; nothing of it was written. */
public final class LedgerViolation extends RuntimeException {
    public LedgerViolation(String message) {
        super(message);
    }
}
