package io.hft.backend.engine;

import java.math.BigDecimal;

/**
 * A new order on its way to the engine. The same command may be sent any number of times: the engine knows orders by their id.
 *
 * @param price limit price; of a market order or a stop the protection price
 */
public record OrderCommand(
        long orderId,
        long accountId,
        String symbol,
        Side side,
        OrderType type,
        TimeInForce timeInForce,
        BigDecimal price,
        BigDecimal quantity,
        OrderTerms terms) {}
