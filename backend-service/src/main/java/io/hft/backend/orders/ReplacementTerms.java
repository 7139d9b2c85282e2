package io.hft.backend.orders;

import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.Replacement;
import io.hft.backend.instruments.Instrument;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which changes an order takes, and what it becomes by them. */
@Component
class ReplacementTerms {
    private final ProtectionPrice protectionPrice;

    ReplacementTerms(ProtectionPrice protectionPrice) {
        this.protectionPrice = protectionPrice;
    }

    /** Null when nothing is wrong. */
    ReplacementResult.@Nullable Invalid firstBrokenRule(Order order, OrderChange change, Instrument instrument) {
        if (change.isEmpty()) {
            return new ReplacementResult.Invalid(
                    "price", "required", "one of price, quantity, stop_price, display_quantity is required");
        }
        if (change.price() != null && !order.type().hasLimit()) {
            return notAllowed("price", order.type());
        }
        if (change.stopPrice() != null && !order.type().isStop()) {
            return notAllowed("stop_price", order.type());
        }
        if (change.stopPrice() != null && order.status() != OrderStatus.PENDING_TRIGGER) {
            return new ReplacementResult.Invalid(
                    "stop_price", "triggered", "must be absent once the stop has triggered");
        }
        if (change.displayQuantity() != null && order.type() != OrderType.ICEBERG) {
            return notAllowed("display_quantity", order.type());
        }
        PlacementResult.Invalid broken =
                OrderPricing.offGrid("price", change.price(), "tick_size", instrument.tickSize());
        broken = broken != null
                ? broken
                : OrderPricing.offGrid("stop_price", change.stopPrice(), "tick_size", instrument.tickSize());
        broken = broken != null
                ? broken
                : OrderPricing.offGrid("quantity", change.quantity(), "lot_size", instrument.lotSize());
        broken = broken != null
                ? broken
                : OrderPricing.offGrid("display_quantity", change.displayQuantity(), "lot_size", instrument.lotSize());
        if (broken == null && change.quantity() != null && change.quantity().compareTo(instrument.maxQuantity()) > 0) {
            broken = OrderPricing.tooLarge(instrument);
        }
        return broken == null ? null : new ReplacementResult.Invalid(broken.field(), broken.rule(), broken.message());
    }

    /** A stop at another price gets another protection price. */
    Replacement of(Order order, OrderChange change, Instrument instrument) {
        BigDecimal price = change.price() != null ? change.price() : order.price();
        if (order.type() == OrderType.STOP && change.stopPrice() != null) {
            price = protectionPrice.ofStop(instrument, order.side(), change.stopPrice(), protectionPrice.now());
        }
        return new Replacement(
                price,
                change.quantity() != null ? change.quantity() : order.quantity(),
                change.stopPrice(),
                change.displayQuantity());
    }

    private static ReplacementResult.Invalid notAllowed(String field, OrderType type) {
        return new ReplacementResult.Invalid(field, "not_allowed", "must be absent for " + type);
    }
}
