package io.hft.backend.orders;

import org.springframework.stereotype.Component;

/** Cancels orders. */
@Component
public class OrderCancellation {
    /** Cancels a user's order and waits until that is booked; blocks, so call it from a virtual thread. */
    public CancellationResult cancel(long userId, long orderId) {
        throw new UnsupportedOperationException();
    }
}
