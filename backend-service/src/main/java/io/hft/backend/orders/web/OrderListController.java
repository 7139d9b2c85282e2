package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.engine.Side;
import io.hft.backend.identity.Principal;
import io.hft.backend.orders.Fill;
import io.hft.backend.orders.FillFilter;
import io.hft.backend.orders.Fills;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderFilter;
import io.hft.backend.orders.OrderStatus;
import io.hft.backend.orders.Orders;
import io.hft.backend.web.cursor.Cursors;
import io.hft.backend.web.cursor.PageLimit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Orders")
class OrderListController {
    private static final String FROM = "Then or later: RFC 3339, or milliseconds since 1970";
    private static final String TO = "Before: RFC 3339, or milliseconds since 1970";
    private static final String CURSOR = "next_cursor of the page before, with the same filters";

    private final Orders orders;
    private final Fills fills;
    private final Cursors cursors;

    OrderListController(Orders orders, Fills fills, Cursors cursors) {
        this.orders = orders;
        this.fills = fills;
        this.cursors = cursors;
    }

    @GetMapping("/api/v1/orders")
    @Operation(
            summary = "Your orders, newest first",
            description = "Filters go together; `from` and `to` are about the time of placement.")
    OrderPage list(
            Principal principal,
            @Parameter(example = "BTC-USD") @RequestParam(required = false) @Nullable String symbol,
            @Parameter(schema = @Schema(implementation = OrderStatus.class)) @RequestParam(required = false) @Nullable
                    String status,
            @Parameter(schema = @Schema(implementation = Side.class)) @RequestParam(required = false) @Nullable
                    String side,
            @Parameter(description = FROM, example = "2026-01-01T00:00:00Z") @RequestParam(required = false) @Nullable
                    String from,
            @Parameter(description = TO) @RequestParam(required = false) @Nullable String to,
            @Parameter(description = "Only those that are not done") @RequestParam(defaultValue = "false") boolean open,
            @Parameter(description = CURSOR) @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "1 to 500") @RequestParam(defaultValue = PageLimit.DEFAULT) int limit) {
        PageLimit.check(limit);
        OrderFilter filter = new OrderFilter(
                QueryParameters.symbol(symbol),
                QueryParameters.oneOf("status", status, OrderStatus.class),
                QueryParameters.oneOf("side", side, Side.class),
                QueryParameters.time("from", from),
                QueryParameters.time("to", to),
                open);
        List<?> bound = List.of(principal.userId(), filter);
        Long before = cursor == null ? null : (Long) Long.parseLong(cursors.read("orders", bound, cursor));
        List<Order> found = orders.page(principal.userId(), filter, before, limit + 1);
        return new OrderPage(
                PageLimit.page(found, limit).stream().map(OrderResponse::of).toList(),
                PageLimit.next(found, limit, last -> cursors.write("orders", bound, Long.toString(last.orderId()))));
    }

    @GetMapping("/api/v1/fills")
    @Operation(
            summary = "Your fills, newest first",
            description = "One for each trade of each of your orders, once it is booked.")
    FillPage fills(
            Principal principal,
            @Parameter(example = "BTC-USD") @RequestParam(required = false) @Nullable String symbol,
            @Parameter(name = "order_id", description = "Only those of one order")
                    @RequestParam(name = "order_id", required = false)
                    @Nullable
                    String orderId,
            @Parameter(schema = @Schema(implementation = Side.class)) @RequestParam(required = false) @Nullable
                    String side,
            @Parameter(description = FROM, example = "2026-01-01T00:00:00Z") @RequestParam(required = false) @Nullable
                    String from,
            @Parameter(description = TO) @RequestParam(required = false) @Nullable String to,
            @Parameter(description = CURSOR) @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "1 to 500") @RequestParam(defaultValue = PageLimit.DEFAULT) int limit) {
        PageLimit.check(limit);
        FillFilter filter = new FillFilter(
                QueryParameters.symbol(symbol),
                // An id that is no number is nobody's.
                orderId == null ? null : QueryParameters.id(orderId).orElse(-1L),
                QueryParameters.oneOf("side", side, Side.class),
                QueryParameters.time("from", from),
                QueryParameters.time("to", to));
        List<?> bound = List.of(principal.userId(), filter);
        Fill.Place before = cursor == null ? null : place(cursors.read("fills", bound, cursor));
        List<Fill> found = fills.page(principal.userId(), filter, before, limit + 1);
        return new FillPage(
                PageLimit.page(found, limit).stream().map(FillResponse::of).toList(),
                PageLimit.next(found, limit, last -> cursors.write("fills", bound, text(last.place()))));
    }

    private static String text(Fill.Place place) {
        return place.executedAt() + "|" + place.shard() + "|" + place.sequence();
    }

    private static Fill.Place place(String text) {
        String[] parts = text.split("\\|", 3);
        return new Fill.Place(Instant.parse(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }

    @Schema(name = "OrderPage")
    record OrderPage(
            @JsonProperty("items") List<OrderResponse> items,

            @JsonProperty("next_cursor") @Schema(description = "null on the last page") @Nullable
            String nextCursor) {}

    @Schema(name = "FillPage")
    record FillPage(
            @JsonProperty("items") List<FillResponse> items,

            @JsonProperty("next_cursor") @Schema(description = "null on the last page") @Nullable
            String nextCursor) {}
}
