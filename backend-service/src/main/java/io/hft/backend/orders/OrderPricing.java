package io.hft.backend.orders;

import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.Side;
import io.hft.backend.instruments.FeeSchedule;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.money.Decimals;
import io.hft.backend.money.FeeRates;
import io.hft.backend.orders.ProtectionPrice.Sized;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks an order against its instrument and finds what its owner left open: the protection price of market orders and stops, the
 * quantity of an order that is sized by money. Asks the engine for its book where it needs it; changes nothing.
 */
@Component
public class OrderPricing {
    private static final BigDecimal LEAST_DISPLAYED = BigDecimal.valueOf(1000);

    private final Instruments instruments;
    private final FeeSchedule fees;
    private final ProtectionPrice protectionPrice;
    private final Clock clock;

    OrderPricing(Instruments instruments, FeeSchedule fees, ProtectionPrice protectionPrice, Clock clock) {
        this.fees = fees;
        this.instruments = instruments;
        this.protectionPrice = protectionPrice;
        this.clock = clock;
    }

    /** A price, or why there is none. */
    public sealed interface Result {
        record Priced(PricedOrder order) implements Result {}

        record Refused(PlacementResult why) implements Result {}
    }

    /** One order, by the market of this moment. */
    public Result price(NewOrder order) {
        return price(order, now());
    }

    /** The markets as they are now, for the orders of one request. */
    MarketMoment now() {
        return protectionPrice.now();
    }

    Result price(NewOrder order, MarketMoment moment) {
        Optional<Instrument> instrument = instruments.find(order.symbol());
        if (instrument.isEmpty()) {
            return new Result.Refused(new PlacementResult.UnknownInstrument());
        }
        PlacementResult.@Nullable Invalid broken = firstBrokenRule(order, instrument.get());
        return broken != null ? new Result.Refused(broken) : price(order, instrument.get(), moment);
    }

    private Result price(NewOrder order, Instrument instrument, MarketMoment moment) {
        FeeRates rates = fees.of(instrument.symbol());
        if (order.type().hasLimit() && order.price() != null && order.quantity() != null) {
            return new Result.Priced(new PricedOrder(order, instrument, order.price(), order.quantity(), rates));
        }
        BigDecimal stop = order.terms().stopPrice();
        if (stop != null && order.quantity() != null) {
            BigDecimal price = protectionPrice.ofStop(instrument, order.side(), stop, moment);
            return new Result.Priced(new PricedOrder(order, instrument, price, order.quantity(), rates));
        }
        Optional<Sized> sized = order.quantity() == null
                ? protectionPrice.ofQuote(instrument, order.side(), order.quoteQuantity(), moment)
                : protectionPrice
                        .of(instrument, order.side(), order.quantity(), moment)
                        .map(price -> new Sized(price, order.quantity()));
        if (sized.isEmpty()) {
            return new Result.Refused(new PlacementResult.NoLiquidity());
        }
        if (sized.get().quantity().signum() == 0) {
            return new Result.Refused(new PlacementResult.Invalid(
                    "quote_quantity", "lot_size", "does not pay for the smallest quantity"));
        }
        return new Result.Priced(new PricedOrder(
                order, instrument, sized.get().price(), sized.get().quantity(), rates));
    }

    private PlacementResult.@Nullable Invalid firstBrokenRule(NewOrder order, Instrument instrument) {
        OrderTerms terms = order.terms();
        PlacementResult.Invalid broken = offGrid("quantity", order.quantity(), "lot_size", instrument.lotSize());
        broken = broken != null ? broken : offGrid("price", order.price(), "tick_size", instrument.tickSize());
        broken = broken != null ? broken : offGrid("stop_price", terms.stopPrice(), "tick_size", instrument.tickSize());
        broken = broken != null
                ? broken
                : offGrid("display_quantity", terms.displayQuantity(), "lot_size", instrument.lotSize());
        broken = broken != null ? broken : brokenDisplay(order.quantity(), terms.displayQuantity());
        // Not a rule of the form: a repeat comes later than the order, perhaps when it has expired.
        broken = broken != null ? broken : past(terms.expireAt());
        // A buy is asked for its money first.
        boolean tooLarge = order.side() == Side.SELL
                && order.quantity() != null
                && order.quantity().compareTo(instrument.maxQuantity()) > 0;
        return broken == null && tooLarge ? tooLarge(instrument) : broken;
    }

    /** Also for what an order is to become. */
    static PlacementResult.@Nullable Invalid offGrid(
            String field, @Nullable BigDecimal value, String rule, BigDecimal step) {
        if (value == null) {
            return null;
        }
        if (value.signum() <= 0) {
            return new PlacementResult.Invalid(field, "positive", "must be greater than 0");
        }
        return Decimals.onGrid(value, step)
                ? null
                : new PlacementResult.Invalid(field, rule, "must be a multiple of " + plain(step));
    }

    private PlacementResult.@Nullable Invalid past(@Nullable Instant expireAt) {
        return expireAt == null || expireAt.isAfter(clock.instant())
                ? null
                : new PlacementResult.Invalid("expire_at", "future", "must be in the future");
    }

    private static PlacementResult.@Nullable Invalid brokenDisplay(
            @Nullable BigDecimal quantity, @Nullable BigDecimal display) {
        if (quantity == null || display == null) {
            return null;
        }
        return display.compareTo(quantity) > 0
                        || display.multiply(LEAST_DISPLAYED).compareTo(quantity) < 0
                ? new PlacementResult.Invalid(
                        "display_quantity", "range", "must be at most the quantity, and at least a thousandth of it")
                : null;
    }

    static PlacementResult.Invalid tooLarge(Instrument instrument) {
        return new PlacementResult.Invalid(
                "quantity", "max_quantity", "must be at most " + plain(instrument.maxQuantity()));
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
