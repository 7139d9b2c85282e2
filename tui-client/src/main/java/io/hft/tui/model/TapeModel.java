package io.hft.tui.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A market's last trades, newest first. */
public final class TapeModel {
    private static final int KEPT = 200;

    /** @param side the incoming order's: BUY lifted an offer, SELL hit a bid */
    public record Trade(long seq, BigDecimal price, BigDecimal quantity, Side side, Instant executedAt) {
        static Trade of(JsonNode trade) {
            return new Trade(
                    trade.path("seq").asLong(),
                    new BigDecimal(trade.path("price").asString()),
                    new BigDecimal(trade.path("quantity").asString()),
                    Side.of(trade.path("side").asString()),
                    Instant.parse(trade.path("executed_at").asString()));
        }
    }

    private final Deque<Trade> trades = new ArrayDeque<>();

    /** Takes a message of the channel {@code trades}. */
    public void apply(JsonNode message) {
        if (message.path("type").asString("").equals("snapshot")) {
            trades.clear();
            message.path("trades").forEach(this::add);
        } else {
            add(message.path("trade"));
        }
    }

    private void add(JsonNode node) {
        Trade trade = Trade.of(node);
        if (trades.isEmpty() || trade.seq() > trades.getFirst().seq()) {
            trades.addFirst(trade);
        } else if (trade.seq() < trades.getLast().seq()) {
            trades.addLast(trade);
        }
        while (trades.size() > KEPT) {
            trades.removeLast();
        }
    }

    public List<Trade> trades() {
        return List.copyOf(trades);
    }

    public Optional<Trade> last() {
        return Optional.ofNullable(trades.peekFirst());
    }
}
