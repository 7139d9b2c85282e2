package io.hft.it.support;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Random limit orders and cancels of several users from several threads, around the middle of a market, until told to stop. Remembers what was
 * answered, so that it can be looked for later, and what was not, so that it can be asked for again.
 */
public final class OrderFlow implements AutoCloseable {
    /** Where orders are placed: {@code spread} is the largest distance from the middle, {@code unit} the largest quantity. */
    public record Market(String symbol, BigDecimal middle, BigDecimal tick, BigDecimal spread, BigDecimal unit) {
        public static Market of(String symbol, String middle, String tick, String spread, String unit) {
            return new Market(
                    symbol, new BigDecimal(middle), new BigDecimal(tick), new BigDecimal(spread), new BigDecimal(unit));
        }
    }

    /** One request to place an order, the same each time that it is sent. */
    public record Placement(
            Api.User user,
            String symbol,
            String side,
            String price,
            String quantity,
            String timeInForce,
            String clientOrderId) {
        public Reply send() {
            return user.api().limit(symbol, side, price, quantity, timeInForce, clientOrderId);
        }
    }

    private final List<Api.User> users;
    private final List<Market> markets;
    private final Map<String, Placement> answered = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<Placement> unanswered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Reply> surprises = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    public OrderFlow(List<Api.User> users, List<Market> markets, int threadCount, Seed seed) {
        this.users = List.copyOf(users);
        this.markets = List.copyOf(markets);
        for (int i = 0; i < threadCount; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().name("order-flow-" + i).start(() -> run(number, seed.random(number))));
        }
    }

    private void run(int number, Random random) {
        List<String> resting = new ArrayList<>();
        Api.User user = users.get(number % users.size());
        for (int count = 0; !stopped; count++) {
            try {
                if (!resting.isEmpty() && random.nextInt(4) == 0) {
                    cancel(user, resting.remove(random.nextInt(resting.size())));
                } else {
                    place(randomPlacement(user, number + "-" + count, random), resting);
                }
            } catch (UncheckedIOException away) {
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private Placement randomPlacement(Api.User user, String id, Random random) {
        Market market = markets.get(random.nextInt(markets.size()));
        boolean buys = random.nextBoolean();
        // Half of the orders stand at the touch, the others anywhere within the spread on both sides of it.
        BigDecimal distance = random.nextBoolean()
                ? market.tick().multiply(BigDecimal.valueOf(random.nextInt(3) - 1))
                : market.spread()
                        .multiply(BigDecimal.valueOf(random.nextInt(2001) - 1000))
                        .movePointLeft(3);
        BigDecimal price = market.middle()
                .add(distance)
                .divide(market.tick(), 0, RoundingMode.DOWN)
                .multiply(market.tick());
        BigDecimal quantity = market.unit()
                .multiply(BigDecimal.valueOf(1 + random.nextInt(1_000_000)))
                .movePointLeft(6)
                .setScale(8, RoundingMode.UP);
        return new Placement(
                user,
                market.symbol(),
                buys ? "BUY" : "SELL",
                price.toPlainString(),
                quantity.toPlainString(),
                random.nextInt(5) == 0 ? "IOC" : "GTC",
                user.username() + "-" + id);
    }

    private void place(Placement placement, List<String> resting) {
        Reply reply;
        try {
            reply = placement.send();
        } catch (UncheckedIOException noAnswer) {
            unanswered.add(placement);
            throw noAnswer;
        }
        switch (reply.status()) {
            case 201 -> {
                answered.put(reply.text("order_id"), placement);
                if (List.of("NEW", "PARTIALLY_FILLED").contains(reply.text("status"))) {
                    resting.add(reply.text("order_id"));
                }
            }
            case 402 -> {}
            case 503 -> unanswered.add(placement);
            default -> surprises.add(reply);
        }
    }

    private void cancel(Api.User user, String orderId) {
        Reply reply = user.api().delete("/api/v1/orders/" + orderId);
        if (!List.of(200, 409, 503).contains(reply.status())) {
            surprises.add(reply);
        }
    }

    /** The placements that were answered with an order, by order id. */
    public Map<String, Placement> answered() {
        return Map.copyOf(answered);
    }

    /** The placements whose outcome their sender does not know. */
    public List<Placement> unanswered() {
        return List.copyOf(unanswered);
    }

    /** Answers that no honest request should get. */
    public List<Reply> surprises() {
        return List.copyOf(surprises);
    }

    /** Stops and waits for the requests under way. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
