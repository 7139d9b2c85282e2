package io.hft.tui.model;

import io.hft.tui.client.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An order as the backend last told it. */
public record OrderRow(
        String orderId,
        @Nullable String clientOrderId,
        String symbol,
        Side side,
        String type,
        String timeInForce,
        @Nullable BigDecimal price,
        @Nullable BigDecimal stopPrice,
        BigDecimal quantity,
        BigDecimal cumulativeQuantity,
        BigDecimal leavesQuantity,
        @Nullable BigDecimal averagePrice,
        String status,
        @Nullable String rejectReason,
        Instant createdAt,
        Instant updatedAt,
        long engineSequence) {
    private static final Set<String> OPEN = Set.of("PENDING_NEW", "NEW", "PARTIALLY_FILLED", "PENDING_TRIGGER");

    public static OrderRow of(JsonNode node) {
        return new OrderRow(
                node.path("order_id").asString(),
                Json.text(node, "client_order_id"),
                node.path("symbol").asString(),
                Side.of(node.path("side").asString()),
                node.path("type").asString(),
                node.path("time_in_force").asString(),
                WatchlistModel.decimal(node, "price"),
                WatchlistModel.decimal(node, "stop_price"),
                amount(node, "quantity"),
                amount(node, "cumulative_quantity"),
                amount(node, "leaves_quantity"),
                WatchlistModel.decimal(node, "average_price"),
                node.path("status").asString(),
                Json.text(node, "reject_reason"),
                Instant.parse(node.path("created_at").asString()),
                Instant.parse(node.path("updated_at").asString()),
                node.path("engine_sequence").asLong(0));
    }

    private static BigDecimal amount(JsonNode node, String field) {
        return new BigDecimal(Json.text(node, field, "0"));
    }

    public boolean isOpen() {
        return OPEN.contains(status);
    }

    /** Whether it shows in the book at its price. */
    public boolean isResting() {
        return price != null && (status.equals("NEW") || status.equals("PARTIALLY_FILLED"));
    }

    boolean isNewerThan(OrderRow other) {
        return isOpen() == other.isOpen()
                ? engineSequence > other.engineSequence
                        || engineSequence == other.engineSequence && !updatedAt.isBefore(other.updatedAt)
                : other.isOpen();
    }

    boolean matches(String filter) {
        String text = symbol
                + ' '
                + side
                + ' '
                + type
                + ' '
                + status
                + ' '
                + orderId
                + ' '
                + (clientOrderId == null ? "" : clientOrderId);
        return text.toUpperCase(java.util.Locale.ROOT).contains(filter.toUpperCase(java.util.Locale.ROOT));
    }
}
