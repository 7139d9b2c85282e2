package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the REST interface, for one user or without credentials. Safe for use from many threads. Every good answer is looked at for
 * numbers in scientific notation.
 */
public final class Api {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final JsonMapper JSON = new JsonMapper();

    /** Of everybody who registers here. */
    public static final String PASSWORD = "correct-horse-battery";

    private final List<URI> urls;
    private final AtomicInteger turn = new AtomicInteger();
    private final @Nullable String token;

    Api(URI url, @Nullable String token) {
        this(List.of(url), token);
    }

    private Api(List<URI> urls, @Nullable String token) {
        this.urls = List.copyOf(urls);
        this.token = token;
    }

    /** A client of any platform's REST interface, without credentials. */
    public static Api of(URI url) {
        return new Api(url, null);
    }

    /** The same of several backends: each request goes to the next of them. */
    public static Api inTurn(List<URI> urls) {
        return new Api(urls, null);
    }

    /** A registered user: its id and its client. */
    public record User(long id, String username, Api api) {
        /** The same login, at another backend. */
        public User at(URI url) {
            return new User(id, username, api.at(url));
        }
    }

    /** The same credentials, at another backend. */
    public Api at(URI other) {
        return new Api(other, token);
    }

    /** What it says who it is with; empty without a login. */
    public String token() {
        return token == null ? "" : token;
    }

    /** Registers a user with a name that nobody has. */
    public User register() {
        String name = "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        Reply reply = post(
                "/api/v1/auth/register",
                Map.of("username", name, "email", name + "@example.com", "password", PASSWORD));
        if (reply.status() != 201) {
            throw new AssertionError("register: " + reply);
        }
        return new User(reply.json().path("user_id").asLong(), name, new Api(urls, reply.text("access_token")));
    }

    /** The same address for somebody who has logged in. */
    public Api login(String username, String password) {
        Reply reply = post("/api/v1/auth/login", Map.of("username", username, "password", password));
        if (reply.status() != 200) {
            throw new AssertionError("login: " + reply);
        }
        return new Api(urls, reply.text("access_token"));
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    public Reply delete(String path) {
        return send(request(path).DELETE());
    }

    public Reply post(String path, Object body, String... headers) {
        return raw(path, JSON.writeValueAsString(body), "application/json", headers);
    }

    /** Posts the text as it is. */
    public Reply raw(String path, String body, String contentType, String... headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", contentType);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The simple buy, paid with USD. */
    public Reply execute(long userId, String symbol, String quantity, String key) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user_id", userId);
        body.put("symbol", symbol);
        body.put("pay_with", "USD");
        body.put("quantity", quantity);
        return post("/api/v1/trading/execute", body, "X-Idempotency-Key", key);
    }

    public Reply portfolio(long userId) {
        return get("/api/v1/trading/portfolio/" + userId);
    }

    /** Places a limit order, identified by its client order id. */
    public Reply limit(
            String symbol, String side, String price, String quantity, String timeInForce, String clientOrderId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("symbol", symbol);
        body.put("side", side);
        body.put("type", "LIMIT");
        body.put("time_in_force", timeInForce);
        body.put("price", price);
        body.put("quantity", quantity);
        body.put("client_order_id", clientOrderId);
        return post("/api/v1/orders", body);
    }

    /** All of the caller's orders, newest first, over all pages. */
    public List<JsonNode> orders() {
        List<JsonNode> orders = new ArrayList<>();
        String next = "/api/v1/orders?limit=100";
        while (next != null) {
            Reply page = get(next);
            if (page.status() != 200) {
                throw new AssertionError("orders: " + page);
            }
            page.json().path("items").forEach(orders::add);
            JsonNode cursor = page.json().path("next_cursor");
            next = cursor.isString() ? "/api/v1/orders?limit=100&cursor=" + cursor.asString() : null;
        }
        return orders;
    }

    /** One asset of the caller's balances: {@code total}, {@code held} or {@code available}. */
    public String balance(String asset, String part) {
        Reply reply = get("/api/v1/balances");
        for (JsonNode balance : reply.json()) {
            if (balance.path("asset").asString().equals(asset)) {
                return balance.path(part).asString();
            }
        }
        throw new AssertionError("no " + asset + " in " + reply);
    }

    boolean isServing() {
        try {
            return get("/health").status() > 0;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    boolean isHealthy() {
        try {
            return get("/health").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private URI url() {
        return urls.get(Math.floorMod(turn.getAndIncrement(), urls.size()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url().resolve(path)).timeout(Duration.ofSeconds(60));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /**
     * @throws UncheckedIOException when there is no answer
     */
    private static Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Reply reply = new Reply(response.statusCode(), response.headers(), response.body());
            if (reply.status() < 300 && response.uri().getPath().startsWith("/api/") && reply.hasScientificNotation()) {
                throw new AssertionError("scientific notation in the answer of " + response.uri() + ": " + reply);
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
