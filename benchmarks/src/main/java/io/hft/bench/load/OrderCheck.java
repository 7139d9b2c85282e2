package io.hft.bench.load;

import io.hft.bench.load.LoadUser.Acknowledged;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks for every acknowledged order in its owner's list, and compares what he was told with what stands there. */
final class OrderCheck {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PAGE = 500;
    private static final Set<String> FINAL = Set.of("FILLED", "CANCELED", "REJECTED", "EXPIRED");

    private final HttpClient http;
    private final URI url;
    private final Set<String> seenLive;
    private long acknowledged;
    private long listed;
    private final List<String> lost = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();
    private final List<String> notSeenLive = new ArrayList<>();

    /**
     * What was found.
     *
     * @param lost acknowledged and not there
     * @param changed another final state than the one that was acknowledged, or listed twice
     * @param unexplained there, and neither acknowledged nor of a request without an answer
     * @param notSeenLive acknowledged, and never in the owner's channel of orders
     */
    record Result(
            long acknowledged,
            long listed,
            List<String> lost,
            List<String> changed,
            List<String> unexplained,
            List<String> notSeenLive) {}

    /** @param seenLive ids of the orders that came over WebSocket */
    OrderCheck(HttpClient http, URI url, Set<String> seenLive) {
        this.http = http;
        this.url = url;
        this.seenLive = seenLive;
    }

    Result of(List<LoadUser> users) throws IOException, InterruptedException {
        for (final LoadUser user : users) {
            compare(user.acknowledged(), user.unanswered(), ordersOf(user));
        }
        return new Result(
                acknowledged,
                listed,
                List.copyOf(lost),
                List.copyOf(changed),
                List.copyOf(unexplained),
                List.copyOf(notSeenLive));
    }

    private void compare(List<Acknowledged> told, int unanswered, Map<String, String> there) {
        acknowledged += told.size();
        listed += there.size();
        for (final Acknowledged order : told) {
            final String status = there.getOrDefault(order.orderId(), "");
            if (status.isEmpty()) {
                lost.add(order.orderId() + " " + order.status());
            } else if (FINAL.contains(order.status()) && !status.equals(order.status())) {
                changed.add(order.orderId() + " " + order.status() + ", now " + status);
            }
            if (!seenLive.contains(order.orderId())) {
                notSeenLive.add(order.orderId());
            }
        }
        if (there.size() > told.size() + unanswered) {
            unexplained.add(
                    there.size() + " orders of a user who was told of " + told.size() + " and not of " + unanswered);
        }
    }

    private Map<String, String> ordersOf(LoadUser user) throws IOException, InterruptedException {
        final Map<String, String> statuses = new HashMap<>();
        String cursor = "";
        do {
            final JsonNode page = read("/api/v1/orders?limit=" + PAGE + cursor, user.token());
            for (final JsonNode order : page.path("items")) {
                final String id = order.path("order_id").asString();
                if (statuses.put(id, order.path("status").asString()) != null) {
                    changed.add(id + " is listed twice");
                }
            }
            final JsonNode next = page.path("next_cursor");
            cursor = next.isString() ? "&cursor=" + URLEncoder.encode(next.asString(), StandardCharsets.UTF_8) : "";
        } while (!cursor.isEmpty());
        return statuses;
    }

    private JsonNode read(String path, String token) throws IOException, InterruptedException {
        final HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
