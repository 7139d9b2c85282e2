package io.hft.backend.orders;

import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order as its owner wants it.
 *
 * @param price limit price; null for a market order or a stop, whose protection price is found at placement
 * @param timeInForce IOC or FOK for a market order
 * @param quantity null for a market order that is sized by {@code quoteQuantity}
 */
public record NewOrder(
        long userId,
        @Nullable String clientOrderId,
        String symbol,
        Side side,
        OrderType type,
        TimeInForce timeInForce,
        @Nullable BigDecimal price,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal quoteQuantity,
        OrderTerms terms) {
    public static NewOrder limit(long userId, String symbol, Side side, BigDecimal price, BigDecimal quantity) {
        return new NewOrder(
                userId, null, symbol, side, OrderType.LIMIT, TimeInForce.GTC, price, quantity, null, OrderTerms.NONE);
    }

    public static NewOrder market(long userId, String symbol, Side side, BigDecimal quantity) {
        return new NewOrder(
                userId, null, symbol, side, OrderType.MARKET, TimeInForce.IOC, null, quantity, null, OrderTerms.NONE);
    }
}
