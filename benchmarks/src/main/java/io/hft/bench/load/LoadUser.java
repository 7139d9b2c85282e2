package io.hft.bench.load;

import io.hft.bench.load.Timeline.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One user in a thread of his own: rests an order, takes it back, now and then buys from the house or sells to it, looks at his balances. He thinks in between,
 * for as long as chance says, and does not wait longer because an answer took its time: a request counts from when it was due.
 */
final class LoadUser {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern ORDER_ID = Pattern.compile("\"order_id\":\"([0-9]+)\"");
    private static final Pattern STATUS = Pattern.compile("\"status\":\"([A-Z_]+)\"");
    private static final int MOST_OPEN = 5;
    /** Nobody thinks longer than so many times the average. */
    private static final double LONGEST = 4;

    private final HttpClient http;
    private final URI url;
    private final String token;
    private final Market market;
    private final Timeline timeline;
    private final Random random;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private boolean owns;
    private int unanswered;
    private int serverErrors;

    /** An order that the platform has answered for. @param status as it was told last */
    record Acknowledged(String orderId, String status) {}

    LoadUser(HttpClient http, URI url, String token, Market market, Timeline timeline, long seed) {
        this.http = http;
        this.url = url;
        this.token = token;
        this.market = market;
        this.timeline = timeline;
        this.random = new Random(seed);
    }

    void run(long beginNanos, long endNanos, double thinkSeconds) {
        long due = beginNanos + (long) (random.nextDouble() * thinkSeconds * 1e9);
        while (due - endNanos < 0) {
            LockSupport.parkNanos(due - System.nanoTime());
            act(due);
            due += (long) (Math.min(LONGEST, -Math.log(1 - random.nextDouble())) * thinkSeconds * 1e9);
        }
    }

    private void act(long due) {
        final int dice = random.nextInt(100);
        if (dice < 45) {
            if (open.size() < MOST_OPEN) {
                place(due);
            } else {
                cancel(due);
            }
        } else if (dice < 80) {
            if (open.isEmpty()) {
                place(due);
            } else {
                cancel(due);
            }
        } else if (dice < 90) {
            take(due);
        } else {
            read(due);
        }
    }

    /** Rests an order. */
    void place(long due) {
        final String body = "{\"symbol\":\"" + market.symbol() + "\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\""
                + market.restingPrice(random) + "\",\"quantity\":\"" + market.quantity() + "\"}";
        if (order(due, Kind.PLACE, body, "NEW")) {
            open.add(acknowledged.size() - 1);
        }
    }

    /** Buys and sells in turns. */
    private void take(long due) {
        final String body = "{\"symbol\":\"" + market.symbol() + "\",\"side\":\"" + (owns ? "SELL" : "BUY")
                + "\",\"type\":\"MARKET\",\"quantity\":\"" + market.quantity() + "\"}";
        if (order(due, Kind.TAKE, body, "FILLED")) {
            owns = !owns;
        }
    }

    private boolean order(long due, Kind kind, String body, String wantedStatus) {
        final HttpRequest request = request("/api/v1/orders")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", Long.toHexString(random.nextLong()))
                .POST(BodyPublishers.ofString(body))
                .build();
        final @Nullable HttpResponse<String> answer = send(kind, request, due, 201, wantedStatus);
        if (answer == null) {
            unanswered++;
            return false;
        }
        final Matcher id = ORDER_ID.matcher(answer.body());
        if (answer.statusCode() != 201 || !id.find()) {
            // Behind a 5xx the order may be there, or come to be.
            unanswered += answer.statusCode() >= 500 ? 1 : 0;
            return false;
        }
        final String status = status(answer);
        acknowledged.add(new Acknowledged(id.group(1), status));
        return status.equals(wantedStatus);
    }

    private void cancel(long due) {
        final int which = open.remove();
        final String orderId = acknowledged.get(which).orderId();
        final HttpRequest request =
                request("/api/v1/orders/" + orderId).DELETE().build();
        final @Nullable HttpResponse<String> answer = send(Kind.CANCEL, request, due, 200, "CANCELED");
        if (answer != null && answer.statusCode() == 200) {
            acknowledged.set(which, new Acknowledged(orderId, status(answer)));
        }
    }

    private void read(long due) {
        final String path =
                switch (random.nextInt(3)) {
                    case 0 -> "/api/v1/balances";
                    case 1 -> "/api/v1/market/" + market.symbol() + "/ticker";
                    default -> "/api/v1/orders?limit=20";
                };
        send(Kind.READ, request(path).GET().build(), due, 200, "");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + token);
    }

    private @Nullable HttpResponse<String> send(
            Kind kind, HttpRequest request, long due, int wantedCode, String wantedStatus) {
        try {
            final HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            timeline.answered(kind, due, System.nanoTime(), complaint(answer, wantedCode, wantedStatus));
            serverErrors += answer.statusCode() >= 500 ? 1 : 0;
            return answer;
        } catch (IOException e) {
            timeline.answered(kind, due, System.nanoTime(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private static @Nullable String complaint(HttpResponse<String> answer, int wantedCode, String wantedStatus) {
        if (answer.statusCode() != wantedCode) {
            return Integer.toString(answer.statusCode());
        }
        final String status = wantedStatus.isEmpty() ? "" : status(answer);
        return status.equals(wantedStatus) ? null : wantedCode + " " + status;
    }

    private static String status(HttpResponse<String> answer) {
        final Matcher status = STATUS.matcher(answer.body());
        return status.find() ? status.group(1) : "";
    }

    String token() {
        return token;
    }

    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Orders whose outcome he was not told. */
    int unanswered() {
        return unanswered;
    }

    /** Answers of 500 and above. */
    int serverErrors() {
        return serverErrors;
    }
}
