package io.hft.backend.ledger;

import java.math.BigDecimal;

/** What an owner has of an asset: total = held by open orders + available. */
public record Balance(String asset, BigDecimal total, BigDecimal held) {
    public BigDecimal available() {
        return total.subtract(held);
    }
}
