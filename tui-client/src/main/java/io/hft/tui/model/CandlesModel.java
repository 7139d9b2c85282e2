package io.hft.tui.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A market's candles of one minute, oldest first. */
public final class CandlesModel {
    private static final int KEPT = 240;

    /** All prices are null where nobody had traded yet. */
    public record Candle(
            Instant openTime,
            @Nullable BigDecimal open,
            @Nullable BigDecimal high,
            @Nullable BigDecimal low,
            @Nullable BigDecimal close) {}

    private final TreeMap<Instant, Candle> candles = new TreeMap<>();

    /** Takes candles of REST or of the feed; one with the same time replaces the older. */
    public void add(JsonNode list) {
        for (JsonNode node : list) {
            Instant openTime = Instant.parse(node.path("open_time").asString());
            candles.put(
                    openTime,
                    new Candle(
                            openTime,
                            WatchlistModel.decimal(node, "open"),
                            WatchlistModel.decimal(node, "high"),
                            WatchlistModel.decimal(node, "low"),
                            WatchlistModel.decimal(node, "close")));
        }
        while (candles.size() > KEPT) {
            candles.pollFirstEntry();
        }
    }

    /** Those with prices. */
    public List<Candle> candles() {
        return candles.values().stream()
                .filter(candle -> candle.close() != null)
                .toList();
    }
}
