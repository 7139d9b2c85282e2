package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.orders.Order;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of orders; the cursor is opaque to callers. */
@Schema(name = "OrderPage")
record OrderPage(
        @JsonProperty("items") List<OrderResponse> items,

        @JsonProperty("next_cursor") @Schema(description = "null on the last page") @Nullable
        String nextCursor) {
    static final int MAX_LIMIT = 500;

    private static final String PREFIX = "o";

    /** @param found one more than {@code limit} when there is a next page */
    static OrderPage of(List<Order> found, int limit) {
        List<Order> page = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit ? cursor(page.getLast().orderId()) : null;
        return new OrderPage(page.stream().map(OrderResponse::of).toList(), next);
    }

    private static String cursor(long orderId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + orderId).getBytes(StandardCharsets.US_ASCII));
    }

    /** The id that the page ends before. */
    static long before(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.startsWith(PREFIX)) {
                return Long.parseLong(text.substring(PREFIX.length()));
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same answer: it is not one of ours.
        }
        throw Problem.validation("cursor", "cursor", "must be the next_cursor of another page")
                .asException();
    }
}
