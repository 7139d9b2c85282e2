package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.backend.ledger.HoldResult;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.money.FeeRates;
import io.hft.backend.reconciliation.Drift;
import io.hft.backend.reconciliation.Reconciler;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.TestEngine;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.MassCancelRequest;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.SelfTradePrevention;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.TimeInForce;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.engine.v1.TradingEngineGrpc.TradingEngineBlockingStub;
import io.hft.engine.v1.UpsertInstrumentRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Orders of the exchange, of every type and with everything that can happen to them in the engine: entered, replaced, cancelled and expired
 * there at random, past the backend. All of it is booked, whatever it is, and books and engine agree.
 */
@BackendTest
@TestPropertySource(properties = "hft.reconciliation.enabled=false")
@DirtiesContext
class EveryEventTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MARKET = "ETH-BTC";
    private static final int COMMANDS = 1_500;
    private static final long[] USERS = {501, 502, 503};
    private static final FeeRates RATES = new FeeRates(new BigDecimal("7.5"), new BigDecimal("12.3456"));
    private static final TestEngine ENGINE = new TestEngine();

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Reconciler reconciler;

    @Autowired
    private Settler settler;

    @Autowired
    private PlatformTransactionManager transactions;

    private final List<SubmitOrderRequest> entered = new ArrayList<>();
    private long orderIds = 1_000_000_500_000L;
    private long lastSequence;

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        openMarket();
        registry.add("hft.engine-client.port", ENGINE::port);
    }

    private static ManagedChannel connect() {
        return NettyChannelBuilder.forAddress("127.0.0.1", ENGINE.port())
                .usePlaintext()
                .build();
    }

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @Test
    void isBookedWhateverItIs() throws Exception {
        long seed = Long.getLong("hft.seed", System.nanoTime());
        System.out.println("EveryEventTest: seed " + seed + " (repeat with -Dhft.seed=" + seed + ")");
        Random random = new Random(seed);
        ManagedChannel channel = connect();
        try {
            TradingEngineBlockingStub engine = TradingEngineGrpc.newBlockingStub(channel);
            fund();
            for (int i = 0; i < COMMANDS; i++) {
                command(engine, random);
            }
            for (long user : USERS) {
                lastSequence = Math.max(
                        lastSequence,
                        engine.massCancel(MassCancelRequest.newBuilder()
                                        .setAccountId(user)
                                        .setSymbol(MARKET)
                                        .build())
                                .getShards(0)
                                .getLastSequence());
            }
        } finally {
            channel.shutdownNow();
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            SettlementStatus status = settler.status().getFirst();
            assertThat(status.problem()).as("seed %s", seed).isNull();
            assertThat(status.cursor()).as("seed %s", seed).isGreaterThanOrEqualTo(lastSequence);
        });
        assertThat(reconciler.full().drifts().stream().map(Drift::toString).collect(Collectors.joining("\n")))
                .as("seed %s", seed)
                .isEmpty();
        assertThat(jdbc.queryForList(
                        "select asset from ledger_accounts group by asset having sum(balance) <> 0", String.class))
                .as("seed %s", seed)
                .isEmpty();
        assertThat(jdbc.queryForList("select distinct status from orders where user_id = any(?)", String.class, (Object)
                        new Long[] {501L, 502L, 503L}))
                .as("seed %s", seed)
                .contains("FILLED", "CANCELED", "REJECTED", "EXPIRED")
                .doesNotContain("NEW", "PENDING_TRIGGER", "PARTIALLY_FILLED");
        assertThat(jdbc.queryForObject(
                        "select sum(held) from ledger_accounts where owner_id = any(?)", BigDecimal.class, (Object)
                                new Long[] {501L, 502L, 503L}))
                .as("seed %s", seed)
                .isZero();
    }

    private static void openMarket() {
        ManagedChannel channel = connect();
        try {
            TradingEngineGrpc.newBlockingStub(channel)
                    .upsertInstrument(UpsertInstrumentRequest.newBuilder()
                            .setInstrument(Instrument.newBuilder()
                                    .setSymbol(MARKET)
                                    .setBaseAsset("ETH")
                                    .setQuoteAsset("BTC")
                                    .setTickSize("0.0001")
                                    .setLotSize("0.0001")
                                    .setMaxQuantity("1000")
                                    .setReferencePrice("0.06"))
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }

    private void fund() {
        for (long user : USERS) {
            jdbc.update(
                    "insert into users (user_id, username, email, kind) values (?, ?, ?, 'MEMBER')",
                    user,
                    "every" + user,
                    "every" + user + "@test.invalid");
            ledger.deposit(user, "ETH", new BigDecimal("60"), new BigDecimal("180000"));
            ledger.deposit(user, "BTC", new BigDecimal("4"), new BigDecimal("200000"));
        }
    }

    private void command(TradingEngineBlockingStub engine, Random random) {
        try {
            int what = random.nextInt(100);
            if (what < 65 || entered.isEmpty()) {
                submit(engine, random);
            } else if (what < 85) {
                replace(engine, random, any(random));
            } else if (what < 98) {
                SubmitOrderRequest order = any(random);
                engine.cancelOrder(CancelOrderRequest.newBuilder()
                        .setOrderId(order.getOrderId())
                        .setAccountId(order.getAccountId())
                        .setSymbol(MARKET)
                        .build());
            } else {
                engine.massCancel(MassCancelRequest.newBuilder()
                        .setAccountId(USERS[random.nextInt(USERS.length)])
                        .setSymbol(MARKET)
                        .build());
            }
        } catch (StatusRuntimeException refused) {
            // Bad input is no command: nothing has happened.
        }
    }

    private SubmitOrderRequest any(Random random) {
        return entered.get(Math.max(0, entered.size() - 1 - random.nextInt(40)));
    }

    private void submit(TradingEngineBlockingStub engine, Random random) {
        OrderType type = OrderType.forNumber(1 + random.nextInt(5));
        boolean stop = type == OrderType.STOP || type == OrderType.STOP_LIMIT;
        SubmitOrderRequest.Builder order = SubmitOrderRequest.newBuilder()
                .setOrderId(++orderIds)
                .setAccountId(USERS[random.nextInt(USERS.length)])
                .setSymbol(MARKET)
                .setSide(random.nextBoolean() ? Side.BUY : Side.SELL)
                .setOrderType(type)
                .setPrice(price(random))
                .setQuantity(quantity(random, 30_000))
                .setSelfTradePrevention(SelfTradePrevention.forNumber(1 + random.nextInt(4)));
        if (type == OrderType.MARKET) {
            order.setTimeInForce(random.nextBoolean() ? TimeInForce.IOC : TimeInForce.FOK);
        } else if (!stop) {
            order.setTimeInForce(TimeInForce.forNumber(1 + random.nextInt(5)));
        }
        if (order.getTimeInForce() == TimeInForce.GTD) {
            order.setExpireAtNanos((System.currentTimeMillis() + 20 + random.nextInt(200)) * 1_000_000);
        }
        if (stop) {
            order.setStopPrice(price(random));
        }
        if (type == OrderType.ICEBERG) {
            order.setDisplayQuantity(quantity(random, 1_000));
        }
        if ((type == OrderType.LIMIT || type == OrderType.ICEBERG) && random.nextInt(4) == 0) {
            order.setPostOnly(true);
        }
        SubmitOrderRequest request = order.build();
        if (admit(request)) {
            try {
                lastSequence =
                        Math.max(lastSequence, engine.submitOrder(request).getLastSequence());
                entered.add(request);
            } catch (StatusRuntimeException refused) {
                withdraw(request);
            }
        }
    }

    /** Totals far above the owner's means, too. */
    private void replace(TradingEngineBlockingStub engine, Random random, SubmitOrderRequest order) {
        lastSequence = Math.max(
                lastSequence,
                engine.replaceOrder(ReplaceOrderRequest.newBuilder()
                                .setOrderId(order.getOrderId())
                                .setAccountId(order.getAccountId())
                                .setSymbol(MARKET)
                                .setPrice(random.nextBoolean() ? price(random) : "")
                                .setQuantity(quantity(random, random.nextInt(20) == 0 ? 5_000_000 : 40_000))
                                .build())
                        .getLastSequence());
    }

    private static String price(Random random) {
        return BigDecimal.valueOf(590 + random.nextInt(21), 4).toPlainString();
    }

    private static String quantity(Random random, int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most), 4).toPlainString();
    }

    /** The engine has not taken it for a command. */
    private void withdraw(SubmitOrderRequest order) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            BigDecimal held = jdbc.queryForObject(
                    "delete from orders where order_id = ? returning held", BigDecimal.class, order.getOrderId());
            ledger.release(order.getAccountId(), order.getSide() == Side.BUY ? "BTC" : "ETH", held);
        });
    }

    /** As the backend leaves it; false when the owner has not the money. */
    private boolean admit(SubmitOrderRequest order) {
        BigDecimal price = new BigDecimal(order.getPrice());
        BigDecimal quantity = new BigDecimal(order.getQuantity());
        boolean buy = order.getSide() == Side.BUY;
        BigDecimal held = buy ? RATES.holdOfBuy(price, quantity) : quantity;
        Boolean admitted = new TransactionTemplate(transactions).execute(status -> {
            if (!(ledger.hold(order.getAccountId(), buy ? "BTC" : "ETH", held) instanceof HoldResult.Held)) {
                return false;
            }
            jdbc.update(
                    """
                    insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity, status, held,
                        maker_fee_bps, taker_fee_bps, shard)
                    values (?, ?, ?, ?, 'LIMIT', 'GTC', ?, ?, 'PENDING_NEW', ?, ?, ?, 0)
                    """,
                    order.getOrderId(),
                    order.getAccountId(),
                    MARKET,
                    order.getSide().name(),
                    price,
                    quantity,
                    held,
                    RATES.makerBps(),
                    RATES.takerBps());
            return true;
        });
        return Boolean.TRUE.equals(admitted);
    }
}
