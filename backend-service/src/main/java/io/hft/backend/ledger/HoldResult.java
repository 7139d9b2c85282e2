package io.hft.backend.ledger;

import java.math.BigDecimal;

/** Whether money could be held. The account's row stays locked until the transaction ends either way. */
public sealed interface HoldResult {
    record Held() implements HoldResult {}

    record Insufficient(BigDecimal available) implements HoldResult {}
}
