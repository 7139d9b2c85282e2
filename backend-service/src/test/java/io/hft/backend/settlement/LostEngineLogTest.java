package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestEngine;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** An engine that has lost what the database has booked. */
@BackendTest
@TestPropertySource(properties = "hft.reconciliation.interval=100ms")
@DirtiesContext
class LostEngineLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestEngine ENGINE = new TestEngine();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MeterRegistry metrics;

    private Http http;

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        registry.add("hft.engine-client.port", ENGINE::port);
    }

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @BeforeEach
    void awaitHealth() {
        http = new Http(port);
        awaitHealthy();
    }

    @Test
    void booksNothingOfAnotherLogAndPlacesNothingMeanwhile() {
        assertThat(buy("before").status()).isEqualTo(200);
        ENGINE.stop();
        Path lost = ENGINE.startWithNothing();
        awaitStopped("does not have event");
        long cursor = cursor();
        String money = money();
        long orders = orders();

        Answer refused = buy("meanwhile");
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.<String>json("$.error_code")).isEqualTo("ERR_UNAVAILABLE");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(buy("before").status()).as("an answer that is kept").isEqualTo(200);

        awaitDrifts(1);
        assertThat(http.get("/health").<String>json("$.parts.reconciliation.warning"))
                .contains("CURSOR event " + cursor);

        fillLogBeyond(cursor);
        awaitStopped("is not the one that was booked");
        assertThat(buy("meanwhile").status()).isEqualTo(503);
        assertThat(cursor()).isEqualTo(cursor);
        assertThat(money()).isEqualTo(money);
        assertThat(orders()).isEqualTo(orders);

        ENGINE.stop();
        ENGINE.startWith(lost);
        awaitHealthy();
        assertThat(buy("meanwhile").status()).isEqualTo(200);
        assertThat(cursor()).isGreaterThan(cursor);
        awaitDrifts(0);
    }

    /** The engine would simply wait for the next event, and give its number to another one. */
    @Test
    void noticesALogThatIsShorterByOneEvent() {
        ENGINE.stop();
        jdbc.sql("update settlement_cursors set sequence = sequence + 1").update();
        String demo = moneyOfDemoUser();
        ENGINE.start();
        awaitStopped("event");
        assertThat(buy("short").status()).isEqualTo(503);
        assertThat(moneyOfDemoUser()).isEqualTo(demo);
        ENGINE.stop();
        jdbc.sql("update settlement_cursors set sequence = sequence - 1").update();
        ENGINE.start();
        awaitHealthy();
        assertThat(buy("short").status()).isEqualTo(200);
    }

    private void awaitHealthy() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.get("/health").status()).isEqualTo(200));
    }

    private void awaitStopped(String reason) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            Answer health = http.get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.<String>json("$.status")).isEqualTo("degraded");
            assertThat(health.<String>json("$.parts.settlement.reason")).contains("settlement has stopped", reason);
        });
    }

    /** Nobody asks: the continuous comparison says so by itself. */
    private void awaitDrifts(int expected) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(metrics.get("hft.reconciliation.drifts")
                            .tag("kind", "cursor")
                            .gauge()
                            .value())
                    .isEqualTo(expected);
            assertThat(http.get("/health").<Integer>json("$.parts.reconciliation.drifts"))
                    .isEqualTo(expected);
        });
        assertThat(metrics.get("hft.reconciliation.last.run.age").gauge().value())
                .isBetween(0.0, PATIENCE.toSeconds() * 1.0);
    }

    private Answer buy(String key) {
        return http.postJson(
                "/api/v1/trading/execute",
                "{\"user_id\":1,\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"0.01\"}",
                "X-Idempotency-Key",
                key);
    }

    private long orders() {
        return jdbc.sql("select count(*) from orders").query(Long.class).single();
    }

    private long cursor() {
        return jdbc.sql("select sequence from settlement_cursors")
                .query(Long.class)
                .single();
    }

    private String moneyOfDemoUser() {
        return jdbc.sql("select balance || '/' || held from ledger_accounts where owner_id = 1 and asset = 'USD'")
                .query(String.class)
                .single();
    }

    private String money() {
        return String.join(
                " ",
                jdbc.sql("select account_id || ':' || balance || '/' || held from ledger_accounts order by account_id")
                        .query(String.class)
                        .list());
    }

    private static void fillLogBeyond(long cursor) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ENGINE.port())
                .usePlaintext()
                .build();
        try {
            TradingEngineGrpc.TradingEngineBlockingStub engine = TradingEngineGrpc.newBlockingStub(channel);
            long sequence = 0;
            for (long orderId = 1; sequence <= cursor; orderId++) {
                sequence = engine.submitOrder(SubmitOrderRequest.newBuilder()
                                .setOrderId(orderId)
                                .setAccountId(77)
                                .setSymbol("BTC-USD")
                                .setSide(Side.BUY)
                                .setOrderType(OrderType.LIMIT)
                                .setPrice("1")
                                .setQuantity("1")
                                .build())
                        .getLastSequence();
            }
        } finally {
            channel.shutdownNow();
        }
    }
}
