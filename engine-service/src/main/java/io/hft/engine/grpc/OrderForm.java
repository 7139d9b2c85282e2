package io.hft.engine.grpc;

import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.SelfTradePrevention;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.v1.SubmitOrderRequest;
import org.agrona.MutableDirectBuffer;

/**
 * A new order as its request says it, checked as far as one order alone can be: what passes may still be refused by the engine for what only
 * the engine knows (limits, the time, the book).
 *
 * @param priceTicks 0 for none; likewise the other optional numbers
 * @param selfTradePreventionCode 0 for the default
 */
record OrderForm(
        Market market,
        long orderId,
        long accountId,
        Side side,
        OrderType orderType,
        TimeInForce timeInForce,
        long priceTicks,
        long quantityLots,
        long stopPriceTicks,
        long displayQuantityLots,
        long expireAtNanos,
        boolean postOnly,
        byte selfTradePreventionCode) {
    /** A unary call has no session. */
    static final long NO_SOURCE = 0;

    /**
     * @throws InvalidField for the first field that breaks a rule
     */
    static OrderForm of(final Market market, final SubmitOrderRequest request) {
        final long orderId = positive("order_id", request.getOrderId());
        final long accountId = positive("account_id", request.getAccountId());
        final Side side = side(request.getSide());
        final OrderType orderType = orderType(request.getOrderType());
        final TimeInForce timeInForce = timeInForce(request.getTimeInForce(), orderType);
        final byte prevention = selfTradePrevention(request.getSelfTradePreventionValue());
        requirePostOnlyFits(request.getPostOnly(), orderType, timeInForce);
        final boolean mayLackPrice = orderType == OrderType.MARKET || orderType == OrderType.STOP;
        final long price = mayLackPrice && request.getPrice().isEmpty()
                ? 0
                : market.price().parse("price", request.getPrice());
        final long stopPrice = stopPrice(market, orderType, request.getStopPrice());
        final long quantity = market.quantity().parse("quantity", request.getQuantity());
        final long display = displayQuantity(market, orderType, request.getDisplayQuantity(), quantity);
        final long expireAt = expireAt(timeInForce, request.getExpireAtNanos());
        requireNotional("price", price, quantity);
        requireNotional("stop_price", stopPrice, quantity);
        return new OrderForm(
                market,
                orderId,
                accountId,
                side,
                orderType,
                timeInForce,
                price,
                quantity,
                stopPrice,
                display,
                expireAt,
                request.getPostOnly(),
                prevention);
    }

    int encode(final MutableDirectBuffer buffer, final int offset) {
        return NewOrderCommand.encode(
                buffer,
                offset,
                NO_SOURCE,
                0,
                orderId,
                accountId,
                market.id(),
                side.code(),
                orderType.code(),
                timeInForce.code(),
                postOnly,
                selfTradePreventionCode,
                priceTicks,
                quantityLots,
                stopPriceTicks,
                displayQuantityLots,
                expireAtNanos);
    }

    static long positive(final String field, final long value) {
        if (value <= 0) {
            throw new InvalidField(field, "must be positive");
        }
        return value;
    }

    /** Price times quantity must fit the engine's numbers. */
    static void requireNotional(final String priceField, final long price, final long quantity) {
        if (Math.multiplyHigh(price, quantity) != 0 || price * quantity < 0) {
            throw new InvalidField(
                    "quantity", "is too large: " + priceField + " times quantity must be below 2^63 ticks times lots");
        }
    }

    private static Side side(final io.hft.engine.v1.Side side) {
        return switch (side) {
            case BUY -> Side.BUY;
            case SELL -> Side.SELL;
            default -> throw new InvalidField("side", "must be BUY or SELL");
        };
    }

    private static OrderType orderType(final io.hft.engine.v1.OrderType orderType) {
        return switch (orderType) {
            case MARKET -> OrderType.MARKET;
            case LIMIT -> OrderType.LIMIT;
            case STOP -> OrderType.STOP;
            case STOP_LIMIT -> OrderType.STOP_LIMIT;
            case ICEBERG -> OrderType.ICEBERG;
            default -> throw new InvalidField("order_type", "must be MARKET, LIMIT, STOP, STOP_LIMIT or ICEBERG");
        };
    }

    private static TimeInForce timeInForce(final io.hft.engine.v1.TimeInForce timeInForce, final OrderType orderType) {
        final TimeInForce given =
                switch (timeInForce) {
                    case TIME_IN_FORCE_UNSPECIFIED -> orderType == OrderType.MARKET ? TimeInForce.IOC : TimeInForce.GTC;
                    case GTC -> TimeInForce.GTC;
                    case IOC -> TimeInForce.IOC;
                    case FOK -> TimeInForce.FOK;
                    case DAY -> TimeInForce.DAY;
                    case GTD -> TimeInForce.GTD;
                    default -> throw new InvalidField("time_in_force", "must be GTC, IOC, FOK, DAY or GTD");
                };
        final boolean immediate = given == TimeInForce.IOC || given == TimeInForce.FOK;
        switch (orderType) {
            case MARKET -> require(immediate, "time_in_force", "must be IOC or FOK for a market order");
            case LIMIT -> {}
            case STOP, STOP_LIMIT, ICEBERG ->
                require(!immediate, "time_in_force", "must be GTC, DAY or GTD for a stop or an iceberg order");
        }
        return given;
    }

    private static byte selfTradePrevention(final int code) {
        if (code != 0 && (code < 0 || code > Byte.MAX_VALUE || !SelfTradePrevention.isKnown((byte) code))) {
            throw new InvalidField(
                    "self_trade_prevention",
                    "must be CANCEL_NEWEST, CANCEL_OLDEST, CANCEL_BOTH or DECREMENT_AND_CANCEL");
        }
        return (byte) code;
    }

    private static void requirePostOnlyFits(
            final boolean postOnly, final OrderType orderType, final TimeInForce timeInForce) {
        final boolean fits = orderType == OrderType.ICEBERG
                || orderType == OrderType.LIMIT && timeInForce != TimeInForce.IOC && timeInForce != TimeInForce.FOK;
        require(!postOnly || fits, "post_only", "needs a LIMIT or ICEBERG order with GTC, DAY or GTD");
    }

    private static long stopPrice(final Market market, final OrderType orderType, final String text) {
        if (orderType == OrderType.STOP || orderType == OrderType.STOP_LIMIT) {
            return market.price().parse("stop_price", text);
        }
        require(text.isEmpty(), "stop_price", "must be empty: only STOP and STOP_LIMIT orders have one");
        return 0;
    }

    private static long displayQuantity(
            final Market market, final OrderType orderType, final String text, final long quantity) {
        if (orderType == OrderType.ICEBERG) {
            final long display = market.quantity().parse("display_quantity", text);
            require(display <= quantity, "display_quantity", "must not be larger than the quantity");
            return display;
        }
        require(text.isEmpty(), "display_quantity", "must be empty: only ICEBERG orders have one");
        return 0;
    }

    private static long expireAt(final TimeInForce timeInForce, final long nanos) {
        if (timeInForce == TimeInForce.GTD) {
            return positive("expire_at_nanos", nanos);
        }
        require(nanos == 0, "expire_at_nanos", "must be 0: only GTD orders have one");
        return 0;
    }

    private static void require(final boolean holds, final String field, final String rule) {
        if (!holds) {
            throw new InvalidField(field, rule);
        }
    }
}
