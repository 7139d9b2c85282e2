package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestEngine;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.TakeSnapshotRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A database that comes too late: the engine has given up events that it never booked. */
@BackendTest
@TestPropertySource(properties = "hft.reconciliation.interval=100ms")
@DirtiesContext
class PrunedEngineLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SEGMENT_BYTES = 64 << 10;
    private static final TestEngine ENGINE =
            new TestEngine(config -> config.withJournal(new EngineConfig.Journal(Durability.NONE, 5, SEGMENT_BYTES))
                    .withEventLog(new EngineConfig.EventLog(SEGMENT_BYTES, 100))
                    .withSnapshots(new EngineConfig.Snapshots(0, 0, 1)));

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private static long first;

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        giveUpEvents();
        registry.add("hft.engine-client.port", ENGINE::port);
    }

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @Test
    void saysSoAndPlacesNothingUntilSomebodyHasLooked() {
        Http http = new Http(port);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        http.get("/health").<String>json("$.parts.settlement.reason"))
                .contains("settlement has stopped", "only from " + first + " on", "event-log.retain-events"));
        Answer refused = http.postJson(
                "/api/v1/trading/execute",
                "{\"user_id\":1,\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"0.01\"}",
                "X-Idempotency-Key",
                "late");
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(jdbc.sql("select count(*) from orders").query(Long.class).single())
                .isZero();
        assertThat(jdbc.sql("select diverged from settlement_cursors")
                        .query(String.class)
                        .single())
                .as("for later starts and other backends")
                .contains("only from " + first + " on");
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        http.get("/health").<String>json("$.parts.reconciliation.warning"))
                .contains("CURSOR"));
    }

    private static void giveUpEvents() {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ENGINE.port())
                .usePlaintext()
                .build();
        try {
            TradingEngineGrpc.TradingEngineBlockingStub engine = TradingEngineGrpc.newBlockingStub(channel);
            for (long orderId = 1; first <= 1 && orderId < 20_000; orderId++) {
                engine.submitOrder(SubmitOrderRequest.newBuilder()
                        .setOrderId(orderId)
                        .setAccountId(77)
                        .setSymbol("BTC-USD")
                        .setSide(Side.BUY)
                        .setOrderType(OrderType.LIMIT)
                        .setPrice("49000")
                        .setQuantity("1")
                        .build());
                if (orderId % 1_000 == 0) {
                    engine.takeSnapshot(TakeSnapshotRequest.getDefaultInstance());
                    first = engine.getStats(GetStatsRequest.getDefaultInstance())
                            .getShards(0)
                            .getFirstSequence();
                }
            }
            assertThat(first).isGreaterThan(1);
        } finally {
            channel.shutdownNow();
        }
    }
}
