package io.hft.backend.orders;

import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.FeeRates;
import java.math.BigDecimal;

/**
 * An order that is ready for admission.
 *
 * @param price limit price; of a market order or a stop the protection price
 * @param quantity as sent, or what its quote quantity comes to
 * @param rates what it will pay for being filled
 */
public record PricedOrder(
        NewOrder order, Instrument instrument, BigDecimal price, BigDecimal quantity, FeeRates rates) {
    /** What it pays with, and holds. */
    public String payingAsset() {
        return Order.payingAsset(instrument, order.side());
    }

    /** What it may cost at most. */
    public BigDecimal hold() {
        return order.side() == Side.BUY ? rates.holdOfBuy(price, quantity) : quantity;
    }
}
