package io.hft.backend.orders;

import io.hft.backend.engine.Amendment;
import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Cancels orders: the engine first, then the wait for the booking, then the answer from the database. */
@Component
public class OrderCancellation {
    private static final String NOT_BOOKED = "The cancellation is entered but not booked yet";

    private final Orders orders;
    private final OrderSubmission submission;
    private final EngineGateway engine;
    private final OrderOutcomes outcomes;
    private final Duration settlementTimeout;

    OrderCancellation(
            Orders orders,
            OrderSubmission submission,
            EngineGateway engine,
            OrderOutcomes outcomes,
            OrderProperties properties) {
        this.orders = orders;
        this.submission = submission;
        this.engine = engine;
        this.outcomes = outcomes;
        this.settlementTimeout = properties.settlementTimeout();
    }

    /** Cancels a user's order and waits until that is booked; blocks, so call it from a virtual thread. */
    public CancellationResult cancel(long userId, long orderId) {
        Optional<Order> found = orders.find(userId, orderId);
        if (found.isEmpty()) {
            return new CancellationResult.NotFound();
        }
        Order order = found.get();
        if (order.status().isFinal()) {
            return new CancellationResult.NotOpen(order);
        }
        try {
            return cancelInEngine(order);
        } catch (EngineUnavailable e) {
            return new CancellationResult.Unknown("The matching engine does not answer");
        } catch (EngineRefusal e) {
            return new CancellationResult.Unknown("The matching engine does not take the cancellation: " + e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CancellationResult.Unknown("Shutting down");
        }
    }

    private CancellationResult cancelInEngine(Order order) throws InterruptedException {
        if (order.status() == OrderStatus.PENDING_NEW) {
            // The engine may not have it yet; a cancel that overtakes its order would be refused and the order would
            // come to life.
            submission.submit(order);
        }
        Amendment amendment = engine.cancel(order.orderId(), order.userId(), order.symbol());
        if (!outcomes.awaitSequence(amendment.shard(), amendment.lastSequence(), settlementTimeout)) {
            return new CancellationResult.Unknown(NOT_BOOKED);
        }
        Order booked = orders.find(order.orderId()).orElseThrow();
        if (!booked.status().isFinal()) {
            return new CancellationResult.Unknown(NOT_BOOKED);
        }
        return amendment.accepted() ? new CancellationResult.Canceled(booked) : new CancellationResult.NotOpen(booked);
    }
}
