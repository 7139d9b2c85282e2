package io.hft.backend.orders;

import io.hft.backend.engine.OrderCommand;
import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.Replacement;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is booked.
 *
 * @param price limit price; of a market order or a stop the protection price
 * @param quoteQuantity what a market order was sized by, if not by its quantity
 * @param replacing what it becomes if the engine agrees; its money is held already
 * @param notional exact sum of price × quantity of its fills
 * @param cumulativeFee what it has paid in fees, in the quote asset
 * @param held what it holds of its paying asset
 * @param engineSequence the last event booked for it
 */
public record Order(
        long orderId,
        long userId,
        @Nullable String clientOrderId,
        String symbol,
        Side side,
        OrderType type,
        TimeInForce timeInForce,
        BigDecimal price,
        BigDecimal quantity,
        @Nullable BigDecimal quoteQuantity,
        OrderTerms terms,
        @Nullable Replacement replacing,
        BigDecimal cumulativeQuantity,
        BigDecimal cumulativeQuote,
        BigDecimal notional,
        BigDecimal cumulativeFee,
        OrderStatus status,
        @Nullable String rejectReason,
        BigDecimal held,
        int shard,
        @Nullable Long engineSequence,
        Instant createdAt,
        Instant updatedAt) {
    /** What an order of {@code side} pays with: quote for a buy, base for a sell. */
    public static String payingAsset(Instrument instrument, Side side) {
        return switch (side) {
            case BUY -> instrument.quoteAsset();
            case SELL -> instrument.baseAsset();
        };
    }

    /** What may still be filled; nothing once the order is done. */
    public BigDecimal leavesQuantity() {
        return status.isFinal() ? Decimals.ZERO : quantity.subtract(cumulativeQuantity);
    }

    /** Volume-weighted price of its fills, if there are any. */
    public Optional<BigDecimal> averagePrice() {
        return cumulativeQuantity.signum() == 0
                ? Optional.empty()
                : Optional.of(Decimals.averagePrice(notional, cumulativeQuantity));
    }

    /** The engine's answer to its placement is booked: a resting order at once, an immediate one when it is done. */
    public boolean isAnswered() {
        return timeInForce.isImmediate() ? status.isFinal() : status != OrderStatus.PENDING_NEW;
    }

    OrderCommand toCommand() {
        return new OrderCommand(orderId, userId, symbol, side, type, timeInForce, price, quantity, terms);
    }
}
