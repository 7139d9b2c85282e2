package io.hft.it.chaos.oracle;

import io.hft.it.chaos.oracle.Request.Kind;
import io.hft.it.chaos.oracle.Request.State;
import io.hft.it.chaos.oracle.Request.Terms;
import io.hft.it.support.Reply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A batch as what it stands for: one placement for each of its orders, with the answer that its client has of it. */
public final class BatchItems {
    private static final JsonMapper JSON = new JsonMapper();

    private BatchItems() {}

    /** In their order; open ones as long as the batch is open. */
    public static List<Request> of(Request batch) {
        List<Request> items = new ArrayList<>();
        Reply answer = batch.answer();
        for (JsonNode order : JSON.readTree(batch.body()).path("orders")) {
            Request item = placement(batch, order);
            if (batch.state() == State.REFUSED && answer != null) {
                item.refused(answer);
            } else if (batch.state() == State.ANSWERED && answer != null) {
                end(item, answer, answer.json().path("items").path(items.size()));
            }
            items.add(item);
        }
        return items;
    }

    private static Request placement(Request batch, JsonNode order) {
        String clientOrderId = order.path("client_order_id").asString();
        return new Request(
                Kind.PLACE,
                batch.userId(),
                "POST",
                "/api/v1/orders",
                order.toString(),
                clientOrderId,
                clientOrderId,
                new Terms(
                        order.path("symbol").asString(),
                        order.path("side").asString(),
                        order.path("type").asString(),
                        order.path("time_in_force").asString(),
                        price(order),
                        new BigDecimal(order.path("quantity").asString())));
    }

    private static @Nullable BigDecimal price(JsonNode order) {
        return order.has("price") ? new BigDecimal(order.path("price").asString()) : null;
    }

    private static void end(Request item, Reply answer, JsonNode result) {
        int status = result.path("status").asInt(0);
        boolean placed = status == 201;
        Reply reply = new Reply(
                status,
                answer.headers(),
                result.path(placed ? "order" : "error").toString());
        if (placed) {
            item.answered(reply);
        } else {
            item.refused(reply);
        }
    }
}
