package io.hft.it.chaos.oracle;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Everything that the oracle looks at, gathered while nothing was under way.
 *
 * @param events the event stream as a consumer saw it that stayed subscribed through everything
 * @param retold the retained history as the engine tells it now
 * @param clientBooks by symbol
 * @param rest by member, what REST says
 * @param requests of all members
 * @param replays the state as it comes out of the files, in other JVMs
 */
public record Evidence(
        List<ExecutionReport> events,
        List<ExecutionReport> retold,
        EngineView engine,
        Map<String, ClientBook> clientBooks,
        Tables tables,
        Map<Long, RestView> rest,
        List<Request> requests,
        List<SessionLog> sessions,
        List<Replayed> replays) {
    /** The live engine. */
    public record EngineView(
            long lastSequence,
            long stateHash,
            List<Instrument> instruments,
            Map<String, OrderBook> books,
            Map<String, List<OrderState>> openOrders) {
        /** The engine with another state hash. */
        public EngineView withStateHash(long hash) {
            return new EngineView(lastSequence, hash, instruments, books, openOrders);
        }
    }

    /**
     * What one member is told.
     *
     * @param balances by asset
     */
    public record RestView(Map<Long, JsonNode> orders, Map<String, JsonNode> balances) {}

    /**
     * One replay.
     *
     * @param how for people: from where
     */
    public record Replayed(String how, long lastSequence, long stateHash) {}
}
