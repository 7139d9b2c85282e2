package io.hft.backend.orders;

import io.hft.backend.idempotency.IdempotencyClaim;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Places orders. */
@Component
public class OrderPlacement {
    /** Places an order and waits until its outcome is booked; blocks, so call it from a virtual thread. */
    public PlacementResult place(NewOrder order, @Nullable IdempotencyClaim claim) {
        throw new UnsupportedOperationException();
    }
}
