package io.hft.backend.orders;

import io.hft.backend.engine.Amendment;
import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Cancels orders: the engine first, then the wait for the booking, then the answer from the database. */
@Component
public class OrderCancellation {
    /** So that a mass cancel shares the engine's and the settler's batches, but leaves room for others. */
    private static final int MASS_CANCEL_PARALLELISM = 16;

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

    /**
     * Cancels all open orders of a user, in one market or (symbol null) in all, several at a time, and waits until that is booked.
     * Orders placed while it runs may stay.
     *
     * @return one result for each order that was open at the beginning, in the order of their ids
     */
    public List<CancellationResult> cancelAll(long userId, @Nullable String symbol) {
        return cancelAll(userId, symbol, null);
    }

    /** As above, those of one side only (null: both). */
    public List<CancellationResult> cancelAll(long userId, @Nullable String symbol, @Nullable Side side) {
        List<Order> open = orders.open(userId, symbol).stream()
                .filter(order -> side == null || order.side() == side)
                .toList();
        try (ExecutorService workers = Executors.newFixedThreadPool(
                MASS_CANCEL_PARALLELISM,
                Thread.ofVirtual().name("mass-cancel-", 0).factory())) {
            List<Future<CancellationResult>> results = open.stream()
                    .map(order -> workers.submit(() -> cancel(userId, order.orderId())))
                    .toList();
            workers.shutdown();
            return results.stream().map(OrderCancellation::result).toList();
        }
    }

    private static CancellationResult result(Future<CancellationResult> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CancellationResult.Unknown("Shutting down");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
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
