package io.hft.backend.sandbox;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.orders.NewOrder;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderPlacement;
import io.hft.backend.orders.OrderStatus;
import io.hft.backend.orders.PlacementResult;
import io.hft.backend.sandbox.TakerFlow.Take;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The takers in one market. Each order has a client order id of its own, and one of which nothing is known is sent again under the same: it
 * takes effect once. Where orders are refused (a halt, a limit) they come ever more seldom until one is taken. Used by one thread.
 */
final class MarketTaker {
    private static final Logger log = LoggerFactory.getLogger(MarketTaker.class);

    private static final Duration REFUSED_FIRST = Duration.ofSeconds(1);
    private static final Duration REFUSED_LAST = Duration.ofSeconds(30);

    private final Instrument instrument;
    private final OrderPlacement placement;
    private final Inventory inventory;
    private final TakerFlow flow;
    private final Duration interval;
    private final Supplier<String> clientOrderIds;
    private final BigDecimal quantityMax;
    private Take take;
    private String clientOrderId;
    private Duration patience = REFUSED_FIRST;
    private long dueNanos;
    private String lastRefusal = "";

    MarketTaker(
            Instrument instrument,
            SandboxProperties properties,
            OrderPlacement placement,
            Inventory inventory,
            Supplier<String> clientOrderIds) {
        this.instrument = instrument;
        this.placement = placement;
        this.inventory = inventory;
        this.interval = properties.tradeInterval();
        this.clientOrderIds = clientOrderIds;
        this.quantityMax = TakerFlow.quantityMax(instrument);
        this.flow = new TakerFlow(instrument, properties.marketSeed());
        this.take = flow.next();
        this.clientOrderId = clientOrderIds.get();
        this.dueNanos = System.nanoTime() + flow.pause(interval).toNanos();
    }

    Instrument instrument() {
        return instrument;
    }

    /** The earlier one of that time and this market's next order. */
    long earlier(long nanoTime) {
        return dueNanos - nanoTime < 0 ? dueNanos : nanoTime;
    }

    void tradeIfDue() {
        if (System.nanoTime() - dueNanos < 0) {
            return;
        }
        Duration pause;
        if (send()) {
            patience = REFUSED_FIRST;
            lastRefusal = "";
            pause = flow.pause(interval);
        } else {
            pause = patience.compareTo(interval) > 0 ? patience : interval;
            Duration twice = patience.multipliedBy(2);
            patience = twice.compareTo(REFUSED_LAST) > 0 ? REFUSED_LAST : twice;
        }
        dueNanos = System.nanoTime() + pause.toNanos();
    }

    /** False when the next one had better wait. */
    private boolean send() {
        PlacementResult result;
        try {
            stockUp();
            result = placement.place(order());
        } catch (RuntimeException e) {
            refused(String.valueOf(e.getMessage()));
            log.debug("a taker's order failed", e);
            return false;
        }
        return switch (result) {
            case PlacementResult.Placed placed -> {
                Order order = placed.order();
                if (order.status() == OrderStatus.REJECTED) {
                    refused(String.valueOf(order.rejectReason()));
                }
                goOn();
                yield order.status() != OrderStatus.REJECTED;
            }
            case PlacementResult.DuplicateClientOrderId() -> {
                // An earlier try has come through after all.
                goOn();
                yield true;
            }
            case PlacementResult.Unknown unknown -> {
                // It is recorded, and will be resolved without us.
                goOn();
                log.debug("taker's order {} waits: {}", unknown.orderId(), unknown.reason());
                yield false;
            }
            case PlacementResult.Invalid invalid -> {
                refused(invalid.field() + " " + invalid.message());
                goOn();
                yield false;
            }
            case PlacementResult.NoLiquidity _,
                    PlacementResult.InsufficientFunds _,
                    PlacementResult.AlreadyClaimed _,
                    PlacementResult.UnknownInstrument _,
                    PlacementResult.UnknownUser _,
                    PlacementResult.Stopped _,
                    PlacementResult.Undecided _,
                    PlacementResult.Overloaded _ -> {
                log.debug("taker's order in {} comes later: {}", instrument.symbol(), result);
                yield false;
            }
        };
    }

    private NewOrder order() {
        return new NewOrder(
                Takers.USER_ID,
                clientOrderId,
                instrument.symbol(),
                take.side(),
                OrderType.MARKET,
                TimeInForce.IOC,
                null,
                take.quantity(),
                null,
                OrderTerms.NONE);
    }

    private void stockUp() {
        if (take.side() == Side.SELL) {
            inventory.keep(instrument.baseAsset(), quantityMax);
        } else {
            inventory.keep(instrument.quoteAsset(), quantityMax.multiply(instrument.referencePrice()));
        }
    }

    private void goOn() {
        take = flow.next();
        clientOrderId = clientOrderIds.get();
    }

    /** Said once: a halt may last. */
    private void refused(String reason) {
        if (!reason.equals(lastRefusal)) {
            lastRefusal = reason;
            log.warn("taker's order {} {} refused: {}", take.side(), instrument.symbol(), reason);
        }
    }
}
