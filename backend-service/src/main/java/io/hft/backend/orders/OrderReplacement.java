package io.hft.backend.orders;

import io.hft.backend.engine.Amendment;
import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.Replacement;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Changes open orders: the money first, then the engine, then the wait for the booking. Blocks; use virtual threads. What is left over by a
 * crash or a lost answer is sent again: with a total quantity a repeat is harmless.
 */
@Component
public class OrderReplacement {
    private static final Logger log = LoggerFactory.getLogger(OrderReplacement.class);
    private static final String ORDER_NOT_OPEN = "ORDER_NOT_OPEN";
    private static final Duration LEFT_OVER = Duration.ofSeconds(10);
    private static final int STEP = 100;

    private final Orders orders;
    private final Instruments instruments;
    private final ReplacementTerms terms;
    private final ReplacementHolds holds;
    private final EngineGateway engine;
    private final OrderOutcomes outcomes;
    private final Duration settlementTimeout;

    OrderReplacement(
            Orders orders,
            Instruments instruments,
            ReplacementTerms terms,
            ReplacementHolds holds,
            EngineGateway engine,
            OrderOutcomes outcomes,
            OrderProperties properties) {
        this.orders = orders;
        this.instruments = instruments;
        this.terms = terms;
        this.holds = holds;
        this.engine = engine;
        this.outcomes = outcomes;
        this.settlementTimeout = properties.settlementTimeout();
    }

    public ReplacementResult replace(long userId, long orderId, OrderChange change) {
        Optional<Order> found = orders.find(userId, orderId);
        if (found.isEmpty()) {
            return new ReplacementResult.NotFound();
        }
        Order order = found.get();
        if (order.status().isFinal()) {
            return new ReplacementResult.NotOpen(order);
        }
        Instrument instrument = instruments.find(order.symbol()).orElseThrow();
        ReplacementResult refused = terms.firstBrokenRule(order, change, instrument);
        if (refused != null) {
            return refused;
        }
        Replacement replacement = terms.of(order, change, instrument);
        refused = holds.begin(order, replacement, instrument);
        if (refused != null) {
            return refused;
        }
        FaultPoint.AFTER_HOLD.reachedFor(userId);
        try {
            return finish(order, replacement, instrument);
        } catch (EngineUnavailable e) {
            log.warn("the replacement of order {} stays under way: {}", orderId, e.getMessage());
            return new ReplacementResult.Unknown("The matching engine does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ReplacementResult.Unknown("Shutting down");
        }
    }

    private ReplacementResult finish(Order order, Replacement replacement, Instrument instrument)
            throws InterruptedException {
        Amendment amendment;
        try {
            amendment = engine.replace(order.orderId(), order.userId(), order.symbol(), replacement);
        } catch (EngineRefusal e) {
            holds.takeBack(order.orderId(), instrument);
            return new ReplacementResult.Refused(e.reason());
        }
        if (!outcomes.awaitSequence(amendment.shard(), amendment.lastSequence(), settlementTimeout)) {
            return new ReplacementResult.Unknown("The replacement is entered but not booked yet");
        }
        if (amendment.accepted()) {
            return new ReplacementResult.Replaced(orders.find(order.orderId()).orElseThrow());
        }
        holds.takeBack(order.orderId(), instrument);
        return amendment.rejectReason().equals(ORDER_NOT_OPEN)
                ? new ReplacementResult.NotOpen(orders.find(order.orderId()).orElseThrow())
                : new ReplacementResult.Refused(amendment.rejectReason());
    }

    /** On every backend: sending one twice is harmless. */
    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT5S")
    void finishLeftOver() {
        try {
            for (Order order : holds.leftOver(LEFT_OVER, STEP)) {
                Replacement replacement = order.replacing();
                if (replacement != null) {
                    finish(order, replacement, instruments.find(order.symbol()).orElseThrow());
                    log.info("the replacement of order {} was left over and is brought to an end", order.orderId());
                }
            }
        } catch (EngineUnavailable | DataAccessException | TransactionException e) {
            log.debug("replacements stay under way for now: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
