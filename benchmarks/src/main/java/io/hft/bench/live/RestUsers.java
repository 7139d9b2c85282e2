package io.hft.bench.live;

import io.hft.bench.support.Accounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Users who read and trade a little, each in a thread of its own with pauses in between: balances, an order that rests, ticker, its cancellation, balances, an
 * order that takes from the house, ticker, the last orders. Open loop: a request is due when it is due, and late from then on.
 */
final class RestUsers {
    private static final Pattern ORDER = Pattern.compile("\"order_id\":\"([0-9]+)\"");
    private static final int TURNS = 8;
    /** What the sandbox's house sells at. */
    private static final String HOUSE_PRICE = "100.00";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final URI url;
    private final String symbol;
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, AtomicLong> errors = new ConcurrentHashMap<>();
    private final ConcurrentHistogram micros = new ConcurrentHistogram(3);

    RestUsers(URI url, String symbol) {
        this.url = url;
        this.symbol = symbol;
    }

    List<String> register(int count) throws IOException, InterruptedException {
        return new Accounts(http, url).register(count);
    }

    void run(List<String> tokens, int rate, long endNanos) throws InterruptedException {
        final long period = 1_000_000_000L * tokens.size() / rate;
        final long begin = System.nanoTime();
        try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < tokens.size(); i++) {
                final String token = tokens.get(i);
                // So that at any time each kind of request is asked for.
                final int firstTurn = i % TURNS;
                final long first = begin + period * i / tokens.size();
                users.execute(() -> user(token, firstTurn, first, period, endNanos));
            }
        }
    }

    private void user(String token, int firstTurn, long first, long period, long endNanos) {
        @Nullable String order = null;
        int turn = firstTurn;
        for (long due = first; due < endNanos; due += period, turn++) {
            LockSupport.parkNanos(due - System.nanoTime());
            final @Nullable String answer =
                    switch (turn % TURNS) {
                        case 0, 4 ->
                            send(request("/api/v1/balances", token).GET().build(), due, 200);
                        case 1 -> place(token, "99." + (10 + Math.floorMod(due, 80)), due);
                        case 2, 6 ->
                            send(
                                    request("/api/v1/market/" + symbol + "/ticker", token)
                                            .GET()
                                            .build(),
                                    due,
                                    200);
                        case 3 -> order == null ? null : cancel(token, order, due);
                        case 5 -> place(token, HOUSE_PRICE, due);
                        default ->
                            send(request("/api/v1/orders?limit=20", token).GET().build(), due, 200);
                    };
            if (turn % TURNS == 1) {
                final Matcher placed = ORDER.matcher(answer == null ? "" : answer);
                order = placed.find() ? placed.group(1) : null;
            }
        }
    }

    private @Nullable String place(String token, String price, long due) {
        return send(
                request("/api/v1/orders", token)
                        .header("Idempotency-Key", Long.toHexString(due) + "-" + token.hashCode())
                        .POST(BodyPublishers.ofString("{\"symbol\":\"" + symbol
                                + "\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"" + price
                                + "\",\"quantity\":\"0.01\"}"))
                        .build(),
                due,
                201);
    }

    private @Nullable String cancel(String token, String order, long due) {
        return send(request("/api/v1/orders/" + order, token).DELETE().build(), due, 200);
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private @Nullable String send(HttpRequest request, long due, int wanted) {
        requests.incrementAndGet();
        try {
            final HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            micros.recordValue((System.nanoTime() - due) / 1_000);
            if (answer.statusCode() != wanted) {
                count(request.method() + " " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            count(request.method() + " " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private void count(String error) {
        errors.computeIfAbsent(error, name -> new AtomicLong()).incrementAndGet();
    }

    /** Forgets what was before; errors stay. */
    void begin() {
        requests.set(0);
        micros.reset();
    }

    long errors() {
        return errors.values().stream().mapToLong(AtomicLong::get).sum();
    }

    String report(int seconds) {
        return String.format(
                Locale.ROOT,
                "| rest | %d requests/s | errors %s | P50 %.1f ms | P90 %.1f ms | P99 %.1f ms | P99.9 %.1f ms | max %.1f ms |",
                requests.get() / seconds,
                errors.isEmpty() ? "none" : errors,
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(90) / 1000.0,
                micros.getValueAtPercentile(99) / 1000.0,
                micros.getValueAtPercentile(99.9) / 1000.0,
                micros.getMaxValue() / 1000.0);
    }
}
