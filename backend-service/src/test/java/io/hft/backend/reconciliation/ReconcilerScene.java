package io.hft.backend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.backend.engine.EngineEvents;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TamperedEvents;
import io.hft.backend.support.TestEngine;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.engine.v1.TradingEngineGrpc.TradingEngineBlockingStub;
import io.hft.engine.v1.UpsertInstrumentRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An exchange with an engine of its own and a market where the house does not trade; two traders, and ways to damage what is booked. */
abstract class ReconcilerScene {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final TestEngine ENGINE = new TestEngine();

    static final AtomicInteger NAMES = new AtomicInteger();

    /** A market where the house does not trade. */
    static final String MARKET = "ETH-BTC";

    @TestConfiguration
    static class Tampering {
        @Bean
        @Primary
        TamperedEvents tamperedEvents(@Qualifier("engineEvents") EngineEvents truth) {
            return new TamperedEvents(truth);
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    Ledger ledger;

    @Autowired
    Reconciler reconciler;

    @Autowired
    TamperedEvents events;

    Http http;

    User alice;

    User bob;

    record User(long id, String token) {}

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        registry.add("hft.engine-client.port", ENGINE::port);
    }

    @BeforeAll
    static void openMarket() {
        withEngine(engine -> engine.upsertInstrument(UpsertInstrumentRequest.newBuilder()
                .setInstrument(Instrument.newBuilder()
                        .setSymbol(MARKET)
                        .setBaseAsset("ETH")
                        .setQuoteAsset("BTC")
                        .setTickSize("0.0001")
                        .setLotSize("0.0001")
                        .setMaxQuantity("1000")
                        .setReferencePrice("0.06"))
                .build()));
    }

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @BeforeEach
    void traders() {
        http = new Http(port);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.get("/health").status()).isEqualTo(200));
        alice = register();
        bob = register();
        deposit(alice, "BTC", "100");
        deposit(bob, "ETH", "1000");
    }

    @AfterEach
    void nothingIsWrongAnyMore() throws InterruptedException {
        events.change(UnaryOperator.identity());
        for (User user : List.of(alice, bob)) {
            http.send("DELETE", "/api/v1/orders", null, false, "Authorization", "Bearer " + user.token());
        }
        assertThat(reconciler.full().drifts()).isEmpty();
    }

    Void trade(Random random) {
        List<Long> mine = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            boolean buy = random.nextBoolean();
            if (!mine.isEmpty() && random.nextInt(3) == 0) {
                long order = mine.remove(random.nextInt(mine.size()));
                User owner = order < 0 ? bob : alice;
                http.send(
                        "DELETE",
                        "/api/v1/orders/" + Math.abs(order),
                        null,
                        false,
                        "Authorization",
                        "Bearer " + owner.token());
                continue;
            }
            BigDecimal price = new BigDecimal("0.0495").add(BigDecimal.valueOf(random.nextInt(10), 4));
            BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(20), 2);
            long order =
                    place(buy ? alice : bob, buy ? "BUY" : "SELL", price.toPlainString(), quantity.toPlainString());
            mine.add(buy ? order : -order);
        }
        return null;
    }

    record Expected(Kind kind, String subject, String expected, String found) {
        boolean is(Drift drift) {
            return drift.kind() == kind
                    && drift.subject().contains(subject)
                    && drift.expected().contains(expected)
                    && drift.found().contains(found);
        }
    }

    static Expected found(Kind kind, String subject, String expected, String found) {
        return new Expected(kind, subject, expected, found);
    }

    /** Both looks find the damage and nothing but what follows from it; once it is mended, both find nothing. */
    void damage(String damage, String repair, Expected... expected) throws InterruptedException {
        assertThat(reconciler.full().drifts()).isEmpty();
        sql(damage);
        try {
            assertFound(untilRoundIsDone(), expected);
            assertThat(http.get("/health").<String>json("$.parts.reconciliation.warning"))
                    .contains("differences");
            assertFound(reconciler.full(), expected);
        } finally {
            sql(repair);
        }
        assertThat(reconciler.current(List.of(0)).drifts().stream()
                        .filter(drift -> drift.kind() != Kind.EVENT_REORDERED))
                .isEmpty();
        assertThat(reconciler.full().drifts()).isEmpty();
    }

    /** The continuous look goes round over accounts and orders: two times, since one may have begun in the middle. */
    Reconciliation untilRoundIsDone() throws InterruptedException {
        reconciler.current(List.of(0));
        reconciler.current(List.of(0));
        return reconciler.current(List.of(0));
    }

    static void assertFound(Reconciliation result, Expected... expected) {
        String all = result.drifts().stream().map(Drift::toString).collect(Collectors.joining("\n"));
        for (Expected one : expected) {
            assertThat(result.drifts()).as(one + " in\n" + all).anyMatch(one::is);
        }
        assertThat(result.drifts().stream().map(Drift::kind).distinct().sorted())
                .as(all)
                .isSubsetOf(consequences(expected));
    }

    /** What is named above, and what cannot but follow from it. */
    static List<Kind> consequences(Expected... expected) {
        List<Kind> kinds = new ArrayList<>();
        for (Expected one : expected) {
            kinds.add(one.kind());
        }
        boolean order =
                kinds.stream().anyMatch(kind -> kind.check() == Drift.Check.OPEN_ORDERS || kind == Kind.ORDER_FILLS);
        if (order) {
            kinds.addAll(List.of(Kind.ORDER_HOLD, Kind.ACCOUNT_HOLD, Kind.ORDER_FILLS));
        }
        if (kinds.contains(Kind.EVENT_REORDERED)) {
            // What was moved is torn from its trade, and may be what stands under the cursor.
            kinds.addAll(List.of(Kind.CURSOR, Kind.TRADE_SIDES));
        }
        return kinds.stream().distinct().sorted(Comparator.naturalOrder()).toList();
    }

    void sql(String statements) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> jdbc.execute(statements));
    }

    long sequence(long order) {
        return jdbc.queryForObject("select sequence from fills where order_id = ?", Long.class, order);
    }

    String status(long order) {
        return jdbc.queryForObject("select status from orders where order_id = ?", String.class, order);
    }

    String name(User user) {
        return jdbc.queryForObject("select username from users where user_id = ?", String.class, user.id());
    }

    User register() {
        String name = "recon" + NAMES.incrementAndGet();
        Answer answer = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@example.com\",\"password\":\"correct horse battery\"}"
                        .formatted(name, name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new User(((Number) answer.json("$.user_id")).longValue(), answer.json("$.access_token"));
    }

    void deposit(User user, String asset, String amount) {
        ledger.deposit(user.id(), asset, new BigDecimal(amount), BigDecimal.ZERO);
    }

    long place(User user, String side, String price, String quantity) {
        Answer answer = http.postJson(
                "/api/v1/orders",
                "{\"symbol\":\"%s\",\"side\":\"%s\",\"type\":\"LIMIT\",\"price\":\"%s\",\"quantity\":\"%s\",\"client_order_id\":\"c%d\"}"
                        .formatted(MARKET, side, price, quantity, NAMES.incrementAndGet()),
                "Authorization",
                "Bearer " + user.token());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return Long.parseLong(answer.json("$.order_id"));
    }

    void cancel(User user, long order) {
        assertThat(http.send(
                                "DELETE",
                                "/api/v1/orders/" + order,
                                null,
                                false,
                                "Authorization",
                                "Bearer " + user.token())
                        .status())
                .isEqualTo(200);
    }

    static SubmitOrderRequest stranger(long order, Side side, String price, String quantity) {
        return SubmitOrderRequest.newBuilder()
                .setOrderId(order)
                .setAccountId(7_777_777)
                .setSymbol(MARKET)
                .setSide(side)
                .setOrderType(OrderType.LIMIT)
                .setPrice(price)
                .setQuantity(quantity)
                .build();
    }

    static void withEngine(java.util.function.Function<TradingEngineBlockingStub, Object> calls) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ENGINE.port())
                .usePlaintext()
                .build();
        try {
            calls.apply(TradingEngineGrpc.newBlockingStub(channel));
        } finally {
            channel.shutdownNow();
        }
    }
}
