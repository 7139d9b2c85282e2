package io.hft.engine.grpc;

import static io.hft.engine.EngineFixture.BTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.engine.EngineFixture;
import io.hft.engine.support.Seed;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.OpenOrdersPage;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.Side;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random orders through a whole engine; what subscribers build from their feeds is the engine's book. */
class MarketDataProperties {
    private static final int SHALLOW = 3;
    private static final int ALL = 200;

    @TempDir
    Path directory;

    private final List<OrderState> mine = new ArrayList<>();
    private EngineFixture engine;
    private long nextOrderId = 1;
    private long trades;

    @Test
    void subscribersOfAnyDepthAndPaceHaveTheEnginesBook() {
        final SplittableRandom random = Seed.random("MarketDataProperties");
        final int commands = Seed.commands(3_000);
        engine = EngineFixture.start(EngineFixture.config(directory));
        // A small window: what the slow one does not read soon stops at the engine.
        final ManagedChannel narrow = NettyChannelBuilder.forAddress(
                        "127.0.0.1", engine.engine().port())
                .usePlaintext()
                .flowControlWindow(65_535)
                .build();
        try (MarketDataClient shallow = MarketDataClient.subscribe(engine.channel(), SHALLOW, BTC);
                MarketDataClient deep = MarketDataClient.subscribe(engine.channel(), 0, BTC);
                MarketDataClient slow = MarketDataClient.subscribe(narrow, 0, BTC)) {
            shallow.request(Integer.MAX_VALUE);
            deep.request(Integer.MAX_VALUE);
            slow.request(5);
            for (int i = 0; i < commands; i++) {
                step(random);
                if (i % 100 == 0) {
                    assertShowsTheOpenOrders();
                }
            }
            slow.request(Integer.MAX_VALUE);

            final OrderBook book = assertShowsTheOpenOrders();
            awaitSame(shallow, SHALLOW, top(book, SHALLOW));
            awaitSame(deep, ALL, book);
            awaitSame(slow, ALL, book);
            assertThat(trades).isPositive();
            assertThat(book.getBidsCount() + book.getAsksCount()).isPositive();
        } finally {
            narrow.shutdownNow();
            engine.close();
        }
    }

    private void step(final SplittableRandom random) {
        final int what = random.nextInt(10);
        if (what < 6 || mine.isEmpty()) {
            final boolean buy = random.nextBoolean();
            // Sides overlap a little, so that there are trades and sweeps.
            final int cents = buy ? random.nextInt(60) : 40 + random.nextInt(60);
            // A side each, so that no account meets itself.
            final var response = engine.client()
                    .submitOrder(EngineFixture.limit(
                                    nextOrderId++,
                                    buy ? Side.BUY : Side.SELL,
                                    "50000.%02d".formatted(cents),
                                    "0.%03d".formatted(1 + random.nextInt(300)))
                            .setAccountId(buy ? 7 : 8)
                            .build());
            trades += response.getReportsList().stream()
                    .filter(report -> report.getExecutionType() == ExecutionType.EXECUTION_TRADE)
                    .count();
            final OrderState order = response.getOrder();
            if (new BigDecimal(order.getLeavesQuantity()).signum() > 0) {
                mine.add(order);
                assertShown(order, response.getLastSequence());
            }
        } else {
            final OrderState order = mine.remove(random.nextInt(mine.size()));
            if (what < 8) {
                engine.client()
                        .cancelOrder(CancelOrderRequest.newBuilder()
                                .setOrderId(order.getOrderId())
                                .setAccountId(order.getAccountId())
                                .setSymbol(BTC)
                                .build());
            } else {
                final var response = engine.client()
                        .replaceOrder(ReplaceOrderRequest.newBuilder()
                                .setOrderId(order.getOrderId())
                                .setAccountId(order.getAccountId())
                                .setSymbol(BTC)
                                .setPrice("50000.%02d".formatted(random.nextInt(100)))
                                .setQuantity("0.%03d".formatted(300 + random.nextInt(300)))
                                .build());
                final OrderState moved = response.getOrder();
                if (!moved.getLeavesQuantity().isEmpty() && new BigDecimal(moved.getLeavesQuantity()).signum() > 0) {
                    mine.add(moved);
                    assertShown(moved, response.getLastSequence());
                }
            }
        }
    }

    /** Whoever got an answer finds the order in the book. */
    private void assertShown(final OrderState order, final long lastSequence) {
        final OrderBook book = engine.book();
        assertThat(book.getSequence()).isGreaterThanOrEqualTo(lastSequence);
        final List<PriceLevel> side = order.getSide() == Side.BUY ? book.getBidsList() : book.getAsksList();
        assertThat(side).anySatisfy(level -> {
            assertThat(level.getPrice()).isEqualTo(order.getPrice());
            assertThat(new BigDecimal(level.getQuantity()))
                    .isGreaterThanOrEqualTo(new BigDecimal(order.getLeavesQuantity()));
        });
    }

    private OrderBook assertShowsTheOpenOrders() {
        final Map<BigDecimal, List<OrderState>> bids = new TreeMap<>(Collections.reverseOrder());
        final Map<BigDecimal, List<OrderState>> asks = new TreeMap<>();
        engine.client()
                .listOpenOrders(
                        ListOpenOrdersRequest.newBuilder().setSymbol(BTC).build())
                .forEachRemaining((OpenOrdersPage page) -> page.getOrdersList()
                        .forEach(order -> (order.getSide() == Side.BUY ? bids : asks)
                                .computeIfAbsent(new BigDecimal(order.getPrice()), price -> new ArrayList<>())
                                .add(order)));
        final OrderBook book = engine.client()
                .getOrderBook(GetOrderBookRequest.newBuilder().setSymbol(BTC).build());
        assertThat(book.getBidsList()).isEqualTo(sums(bids));
        assertThat(book.getAsksList()).isEqualTo(sums(asks));
        return book;
    }

    private static List<PriceLevel> sums(final Map<BigDecimal, List<OrderState>> side) {
        return side.entrySet().stream()
                .map(level -> PriceLevel.newBuilder()
                        .setPrice(level.getKey().toPlainString())
                        .setQuantity(level.getValue().stream()
                                .map(order -> new BigDecimal(order.getLeavesQuantity()))
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .setScale(8)
                                .toPlainString())
                        .setOrderCount(level.getValue().size())
                        .build())
                .toList();
    }

    private static OrderBook top(final OrderBook book, final int depth) {
        return OrderBook.newBuilder()
                .addAllBids(book.getBidsList().stream().limit(depth).toList())
                .addAllAsks(book.getAsksList().stream().limit(depth).toList())
                .build();
    }

    private static void awaitSame(final MarketDataClient client, final int depth, final OrderBook book) {
        await().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            final RebuiltBook rebuilt = new RebuiltBook(depth);
            List.copyOf(client.updates()).forEach(rebuilt::apply);
            assertThat(rebuilt.bids()).isEqualTo(book.getBidsList());
            assertThat(rebuilt.asks()).isEqualTo(book.getAsksList());
        });
    }
}
