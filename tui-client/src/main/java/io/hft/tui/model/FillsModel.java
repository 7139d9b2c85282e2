package io.hft.tui.model;

import io.hft.tui.client.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One's own fills, newest first, each once however often it is told. */
public final class FillsModel {
    private static final int KEPT = 500;

    /** One order's view of a trade. */
    public record Fill(
            String fillId,
            String orderId,
            String symbol,
            Side side,
            BigDecimal price,
            BigDecimal quantity,
            BigDecimal quoteAmount,
            BigDecimal fee,
            String liquidity,
            Instant executedAt,
            long engineSequence) {
        public static Fill of(JsonNode node) {
            return new Fill(
                    node.path("fill_id").asString(),
                    node.path("order_id").asString(),
                    node.path("symbol").asString(),
                    Side.of(node.path("side").asString()),
                    new BigDecimal(node.path("price").asString()),
                    new BigDecimal(node.path("quantity").asString()),
                    new BigDecimal(node.path("quote_amount").asString()),
                    new BigDecimal(Json.text(node, "fee", "0")),
                    node.path("liquidity").asString(""),
                    Instant.parse(node.path("executed_at").asString()),
                    node.path("engine_sequence").asLong());
        }
    }

    private final Map<String, Fill> fills = new LinkedHashMap<>();
    private String filter = "";
    private int offset;

    /** @return whether it is a new one */
    public boolean put(Fill fill) {
        boolean fresh = fills.put(fill.fillId(), fill) == null;
        if (fills.size() > KEPT) {
            fills.values().stream()
                    .min(Comparator.comparing(Fill::executedAt))
                    .ifPresent(oldest -> fills.remove(oldest.fillId()));
        }
        return fresh;
    }

    public List<Fill> shown() {
        String wanted = filter.toUpperCase(Locale.ROOT);
        return fills.values().stream()
                .filter(fill -> (fill.symbol() + ' ' + fill.side() + ' ' + fill.liquidity() + ' ' + fill.orderId())
                        .contains(wanted))
                .sorted(Comparator.comparing(Fill::executedAt)
                        .thenComparing(Fill::engineSequence)
                        .reversed())
                .toList();
    }

    public String filter() {
        return filter;
    }

    public void filter(String text) {
        filter = text.strip();
        offset = 0;
    }

    /** How many of the newest have been scrolled away. */
    public int offset() {
        return Math.clamp(offset, 0, Math.max(0, shown().size() - 1));
    }

    public void move(int places) {
        offset = Math.max(0, offset() + places);
    }
}
