package io.hft.it.chaos;

import io.hft.it.chaos.oracle.BatchItems;
import io.hft.it.chaos.oracle.Request;
import io.hft.it.chaos.oracle.Request.Kind;
import io.hft.it.chaos.oracle.Request.State;
import io.hft.it.chaos.oracle.Request.Terms;
import io.hft.it.chaos.oracle.Violation;
import io.hft.it.support.Reply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A careful client of the REST interface: everything that it wants has a key, and it repeats the same request under the same key until it
 * has a final answer. Now and then it repeats what was answered long ago, sends a twin at the same time, uses a key for something else, or
 * looks for what is another's; the answers to these are known beforehand. One thread trades at a time.
 */
final class RestBot {
    /** An order that was open when it was placed, and its terms as far as this client has set them. */
    private record Resting(String orderId, Terms terms) {}

    /** A member of the exchange. */
    record Member(long userId, String token) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final BigDecimal MIDDLE = new BigDecimal("50000.00");
    private static final int REPEAT_MILLIS = 100;

    private final String name;
    private final Member member;
    private final Member other;
    private final BotHttp http;
    private final Random random;
    private final List<Request> requests = new ArrayList<>();
    private final List<Resting> resting = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Violation> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicLong finalAnswers = new AtomicLong();
    private int count;

    /** @param other somebody whose account is none of this one's business */
    RestBot(String name, Member member, Member other, BotHttp http, Random random) {
        this.name = name;
        this.member = member;
        this.other = other;
        this.http = http;
        this.random = random;
    }

    Member member() {
        return member;
    }

    /** Everything that it ever asked for, oldest first. */
    List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Answers that no honest client should get. */
    List<Violation> surprises() {
        return List.copyOf(surprises);
    }

    /** So many requests have their final answer. */
    long finalAnswers() {
        return finalAnswers.get();
    }

    /** Trades until told to stop; what is under way then stays open. */
    void trade(BooleanSupplier goOn) {
        try {
            while (goOn.getAsBoolean()) {
                act(goOn);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(15));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Repeats everything that has no final answer, until it has. */
    void settle(BooleanSupplier goOn) throws InterruptedException {
        for (Request request : requests()) {
            if (request.state() == State.OPEN) {
                sendUntilFinal(request, goOn);
            }
        }
    }

    /** Buys what it will sell. */
    void buyStock(String quantity) throws InterruptedException {
        sendUntilFinal(remember(execute(quantity)), () -> true);
    }

    private void act(BooleanSupplier goOn) throws InterruptedException {
        int choice = random.nextInt(100);
        if (choice < 34) {
            sendUntilFinal(remember(limit()), goOn);
        } else if (choice < 40) {
            sendUntilFinal(remember(batch()), goOn);
        } else if (choice < 48) {
            sendUntilFinal(remember(special()), goOn);
        } else if (choice < 55 && !resting.isEmpty()) {
            replace(resting.get(random.nextInt(resting.size())), goOn);
        } else if (choice < 65) {
            sendUntilFinal(remember(market()), goOn);
        } else if (choice < 70) {
            sendUntilFinal(remember(execute("0.000" + (1 + random.nextInt(9)))), goOn);
        } else if (choice < 85 && !resting.isEmpty()) {
            cancel(resting.remove(random.nextInt(resting.size())).orderId(), goOn);
        } else if (choice < 86) {
            cancelAll(goOn);
        } else if (choice < 91) {
            repeatAnswered();
        } else if (choice < 94) {
            sendTwins(remember(limit()), goOn);
        } else if (choice < 97) {
            useKeyForSomethingElse();
        } else {
            lookForWhatIsAnothers();
        }
    }

    private Request remember(Request request) {
        synchronized (requests) {
            requests.add(request);
        }
        return request;
    }

    private Request limit() {
        return order(terms("LIMIT", random.nextInt(4) == 0 ? "IOC" : "GTC", price()), Map.of());
    }

    private Request special() {
        return switch (random.nextInt(6)) {
            case 0 -> order(terms("LIMIT", "FOK", price()), Map.of());
            case 1 -> order(terms("LIMIT", "GTC", price()), Map.of("post_only", true));
            case 2 ->
                // Not the seeded numbers: when it expires is not the seed's.
                order(
                        terms("LIMIT", "GTD", price()),
                        Map.of(
                                "expire_at",
                                Instant.now()
                                        .plusMillis(ThreadLocalRandom.current().nextInt(500, 5_000))
                                        .toString()));
            case 3 -> order(terms("STOP", "GTC", null), Map.of("stop_price", price().toPlainString()));
            case 4 -> order(terms("STOP_LIMIT", "DAY", price()), Map.of("stop_price", price().toPlainString()));
            default -> {
                Terms iceberg = terms("ICEBERG", "GTC", price());
                BigDecimal shown = iceberg.quantity().divide(BigDecimal.valueOf(4), 8, RoundingMode.UP);
                yield order(iceberg, Map.of("display_quantity", shown.toPlainString()));
            }
        };
    }

    private Terms terms(String type, String timeInForce, @Nullable BigDecimal price) {
        return new Terms(ChaosMarkets.REST_SYMBOL, side(random.nextBoolean()), type, timeInForce, price, quantity());
    }

    /** Mostly near the house's quotes, else deep in the book. */
    private BigDecimal price() {
        int ticks =
                random.nextInt(4) > 0 ? random.nextInt(7) - 3 : (random.nextInt(2) * 2 - 1) * random.nextInt(50_000);
        return MIDDLE.add(BigDecimal.valueOf(ticks, 2));
    }

    private Request market() {
        return order(terms("MARKET", "IOC", null), Map.of());
    }

    private static String side(boolean buys) {
        return buys ? "BUY" : "SELL";
    }

    private BigDecimal quantity() {
        return BigDecimal.valueOf(1 + random.nextInt(200_000), 8).setScale(8, RoundingMode.UNNECESSARY);
    }

    /** Two to six limit orders at once. */
    private Request batch() {
        List<Map<String, Object>> orders = new ArrayList<>();
        int size = 2 + random.nextInt(5);
        for (int i = 0; i < size; i++) {
            orders.add(fields(terms("LIMIT", "GTC", price()), name + "-" + count++));
        }
        return new Request(
                Kind.BATCH,
                member.userId(),
                "POST",
                "/api/v1/orders/batch",
                JSON.writeValueAsString(Map.of("orders", orders)),
                name + "-batch-" + count++,
                null,
                null);
    }

    /** @param more fields of the body */
    private Request order(Terms terms, Map<String, Object> more) {
        String id = name + "-" + count++;
        Map<String, Object> body = fields(terms, id);
        body.putAll(more);
        return new Request(
                Kind.PLACE, member.userId(), "POST", "/api/v1/orders", JSON.writeValueAsString(body), id, id, terms);
    }

    private static Map<String, Object> fields(Terms terms, String clientOrderId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("symbol", terms.symbol());
        body.put("side", terms.side());
        body.put("type", terms.type());
        body.put("time_in_force", terms.timeInForce());
        if (terms.price() != null) {
            body.put("price", terms.price().toPlainString());
        }
        body.put("quantity", terms.quantity().toPlainString());
        body.put("client_order_id", clientOrderId);
        return body;
    }

    private Request execute(String quantity) {
        String key = name + "-" + count++;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user_id", member.userId());
        body.put("symbol", "BTC");
        body.put("pay_with", "USD");
        body.put("quantity", quantity);
        return new Request(
                Kind.EXECUTE,
                member.userId(),
                "POST",
                "/api/v1/trading/execute",
                JSON.writeValueAsString(body),
                key,
                null,
                new Terms(ChaosMarkets.REST_SYMBOL, "BUY", "MARKET", "IOC", null, new BigDecimal(quantity)));
    }

    private void cancel(String orderId, BooleanSupplier goOn) throws InterruptedException {
        sendUntilFinal(
                remember(new Request(
                        Kind.CANCEL, member.userId(), "DELETE", "/api/v1/orders/" + orderId, "", orderId, null, null)),
                goOn);
    }

    /** A limit order's price and quantity. */
    private void replace(Resting order, BooleanSupplier goOn) throws InterruptedException {
        Terms before = order.terms();
        if (!before.type().equals("LIMIT")) {
            return;
        }
        Terms terms =
                new Terms(before.symbol(), before.side(), before.type(), before.timeInForce(), price(), quantity());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("price", Objects.requireNonNull(terms.price()).toPlainString());
        body.put("quantity", terms.quantity().toPlainString());
        sendUntilFinal(
                remember(new Request(
                        Kind.REPLACE,
                        member.userId(),
                        "PATCH",
                        "/api/v1/orders/" + order.orderId(),
                        JSON.writeValueAsString(body),
                        order.orderId(),
                        null,
                        terms)),
                goOn);
    }

    private void cancelAll(BooleanSupplier goOn) throws InterruptedException {
        sendUntilFinal(
                remember(new Request(
                        Kind.CANCEL_ALL,
                        member.userId(),
                        "DELETE",
                        "/api/v1/orders?symbol=" + ChaosMarkets.REST_SYMBOL,
                        "",
                        name + "-all-" + count++,
                        null,
                        null)),
                goOn);
        resting.clear();
    }

    private void sendUntilFinal(Request request, BooleanSupplier goOn) throws InterruptedException {
        while (goOn.getAsBoolean()) {
            request.sent();
            Optional<Reply> reply = http.send(request, member.token());
            if (reply.isEmpty()) {
                request.unanswered();
            } else if (isFinal(request, reply.get())) {
                finalAnswers.incrementAndGet();
                return;
            }
            // Not the seeded numbers: how often something is repeated is not the seed's.
            TimeUnit.MILLISECONDS.sleep(
                    REPEAT_MILLIS + ThreadLocalRandom.current().nextInt(REPEAT_MILLIS));
        }
    }

    /** Takes an answer in; false when the request has to be repeated. */
    private boolean isFinal(Request request, Reply reply) {
        switch (reply.status()) {
            case 200, 201 -> {
                answered(request, reply);
                return true;
            }
            case 402 -> {
                request.refused(reply);
                return true;
            }
            case 404 -> {
                surprise(7, request, reply);
                request.refused(reply);
                return true;
            }
            case 409 -> {
                return isFinalConflict(request, reply);
            }
            case 422 -> {
                // An order that never got through in time is refused; one that did is answered, however late the
                // repeat.
                if (!isTooLate(request, reply) || request.state() == State.ANSWERED) {
                    surprise(0, request, reply);
                }
                request.refused(reply);
                return true;
            }
            case 429, 503 -> {
                return false;
            }
            default -> {
                surprise(0, request, reply);
                if (reply.status() < 500) {
                    request.refused(reply);
                }
                return reply.status() < 500;
            }
        }
    }

    private static boolean isTooLate(Request request, Reply reply) {
        return request.kind() == Kind.PLACE
                && request.body().contains("\"expire_at\"")
                && reply.json().path("errors").path(0).path("rule").asString().equals("future");
    }

    private void answered(Request request, Reply reply) {
        Reply before = request.state() == State.ANSWERED ? request.answer() : null;
        if (before != null && request.isKeyed() && !sameAnswer(before, reply)) {
            surprise(7, request, reply);
        }
        request.answered(reply);
        if (request.kind() == Kind.PLACE) {
            rememberResting(request);
        } else if (request.kind() == Kind.BATCH) {
            BatchItems.of(request).forEach(this::rememberResting);
        }
    }

    private void rememberResting(Request placed) {
        Reply reply = placed.answer();
        if (placed.terms() != null
                && reply != null
                && reply.status() == 201
                && List.of("NEW", "PARTIALLY_FILLED", "PENDING_TRIGGER").contains(reply.text("status"))) {
            resting.add(new Resting(reply.text("order_id"), placed.terms()));
        }
    }

    private boolean isFinalConflict(Request request, Reply reply) {
        String code = reply.text("error_code");
        switch (code) {
            case "ERR_IN_PROGRESS" -> {
                return false;
            }
            case "ERR_ORDER_NOT_OPEN" -> request.answered(reply);
            case "ERR_NO_LIQUIDITY", "ERR_ORDER_REJECTED" -> {
                // Where it is kept under its key, an order stands behind it.
                if (reply.json().path("retryable").asBoolean()) {
                    request.refused(reply);
                } else {
                    request.answered(reply);
                }
            }
            default -> {
                surprise(7, request, reply);
                request.refused(reply);
            }
        }
        return true;
    }

    private void repeatAnswered() throws InterruptedException {
        Request request = anyAnswered();
        Reply first = request == null ? null : request.answer();
        if (request == null || first == null) {
            return;
        }
        Optional<Reply> again = http.send(request, member.token());
        again.filter(reply -> reply.status() != 503)
                .filter(reply -> !sameAnswer(first, reply)
                        || !reply.header("Idempotency-Replayed").equals("true"))
                .ifPresent(reply -> surprise(7, request, reply));
    }

    private void sendTwins(Request request, BooleanSupplier goOn) throws InterruptedException {
        Thread twin = Thread.ofVirtual().start(() -> {
            try {
                sendUntilFinal(request, goOn);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        sendUntilFinal(request, goOn);
        twin.join();
    }

    private void useKeyForSomethingElse() throws InterruptedException {
        Request request = anyAnswered();
        if (request == null || request.kind() != Kind.PLACE) {
            return;
        }
        String body = request.body().replaceFirst("\"quantity\":\"[^\"]*\"", "\"quantity\":\"0.00000001\"");
        if (body.equals(request.body())) {
            return;
        }
        http.send(request.method(), request.path(), body, request.key(), member.token())
                .filter(reply -> reply.status() != 503)
                .filter(reply ->
                        reply.status() != 422 || !reply.text("error_code").equals("ERR_IDEMPOTENCY_MISMATCH"))
                .ifPresent(reply -> surprise(7, request, reply));
    }

    /** Another's order does not exist for this one, nor does another's account open. */
    private void lookForWhatIsAnothers() throws InterruptedException {
        Request request = anyAnswered();
        if (request == null || request.kind() != Kind.PLACE || request.answer() == null) {
            return;
        }
        String orderId = request.answer().text("order_id");
        http.get("/api/v1/orders/" + orderId, other.token())
                .filter(reply -> reply.status() != 404 && reply.status() != 503)
                .ifPresent(reply -> surprise(7, request, reply));
        http.get("/api/v1/trading/portfolio/" + member.userId(), other.token())
                .filter(reply -> reply.status() != 403 && reply.status() != 503)
                .ifPresent(reply -> surprise(7, request, reply));
    }

    private @Nullable Request anyAnswered() {
        synchronized (requests) {
            for (int tries = 0; tries < 5 && !requests.isEmpty(); tries++) {
                Request request = requests.get(random.nextInt(requests.size()));
                if (request.isKeyed() && request.state() == State.ANSWERED) {
                    return request;
                }
            }
        }
        return null;
    }

    private static boolean sameAnswer(Reply first, Reply again) {
        return first.status() == again.status() && first.body().equals(again.body());
    }

    private void surprise(int point, Request request, Reply reply) {
        surprises.add(new Violation(point, "the answer " + reply + " to " + request));
    }
}
