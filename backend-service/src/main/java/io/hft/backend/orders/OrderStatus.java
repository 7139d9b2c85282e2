package io.hft.backend.orders;

/** Life of an order (FIX 39). {@code PENDING_NEW}: its money is held and the engine's answer is not booked yet. */
public enum OrderStatus {
    PENDING_NEW,
    NEW,
    /** A stop that waits for its price. */
    PENDING_TRIGGER,
    PARTIALLY_FILLED,
    FILLED,
    CANCELED,
    REJECTED,
    EXPIRED;

    /** Nothing will happen to it any more. */
    public boolean isFinal() {
        return switch (this) {
            case PENDING_NEW, NEW, PENDING_TRIGGER, PARTIALLY_FILLED -> false;
            case FILLED, CANCELED, REJECTED, EXPIRED -> true;
        };
    }
}
