package io.hft.backend.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Commands and questions to the engine. Every call but {@link #submitAll} blocks the calling thread up to a deadline; call from virtual threads and
 * never with a database connection in hand.
 */
public interface EngineGateway {
    /** Levels that are enough to price almost any market order. */
    int PRICING_DEPTH = 100;

    /**
     * Enters an order; a repeat under the same id is answered and not entered again.
     *
     * @throws EngineUnavailable the outcome is unknown, or the engine was too busy to take it
     * @throws EngineRefusal the engine will never take this command
     */
    Submission submit(OrderCommand command);

    /**
     * Enters many orders at once, all on their way before this returns; does not block.
     *
     * @return for each, in their order, its answer, within the deadline; it fails with what {@link #submit} throws
     */
    List<CompletableFuture<Submission>> submitAll(List<OrderCommand> commands);

    /**
     * Cancels a resting order.
     *
     * @throws EngineUnavailable the outcome is unknown
     */
    Amendment cancel(long orderId, long accountId, String symbol);

    /**
     * Changes an open order.
     *
     * @throws EngineUnavailable the outcome is unknown
     * @throws EngineRefusal price or quantity is off the instrument's grid
     */
    Amendment replace(long orderId, long accountId, String symbol, Replacement replacement);

    /**
     * The published depth.
     *
     * @param depth levels per side, 0 for all that are published
     * @throws EngineUnavailable when the engine does not answer; see {@link #lastKnownOrderBook}
     * @throws EngineRefusal unknown symbol
     */
    OrderBookDepth orderBook(String symbol, int depth);

    /** What {@link #orderBook} last answered for this symbol to a question {@link #PRICING_DEPTH} deep or deeper, for the time while the engine is away. */
    Optional<OrderBookDepth> lastKnownOrderBook(String symbol);

    /**
     * All instruments of the engine.
     *
     * @throws EngineUnavailable when the engine does not answer
     */
    List<EngineInstrument> listInstruments();
}
