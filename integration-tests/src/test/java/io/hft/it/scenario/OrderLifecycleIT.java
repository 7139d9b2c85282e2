package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.engine.v1.TradingEngineProto;
import io.hft.it.support.Api;
import io.hft.it.support.Build;
import io.hft.it.support.Consistency;
import io.hft.it.support.Platform;
import io.hft.it.support.RealPostgres;
import io.hft.it.support.ReflectionClient;
import io.hft.it.support.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** An order's whole way: over REST into the engine, matched, reported over gRPC, booked, and shown to both sides. */
class OrderLifecycleIT {
    @Order(1)
    @RegisterExtension
    static final RealPostgres postgres = RealPostgres.start();

    @Order(2)
    @RegisterExtension
    static final Platform platform = new Platform(settings());

    private static final String MARKET = "ETH-BTC";

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put(
                "HFT_ENGINE_CONFIG",
                Build.root()
                        .resolve("integration-tests/src/test/resources/engine-with-cross-market.yaml")
                        .toString());
        return settings;
    }

    @Test
    void goesFromSubmissionOverMatchAndFillToItsReport() {
        Api.User seller = platform.api().register();
        Api.User buyer = platform.api().register();
        assertThat(seller.api().execute(seller.id(), "ETH", "2", "stock").status())
                .isEqualTo(200);
        assertThat(buyer.api().execute(buyer.id(), "BTC", "0.5", "stock").status())
                .isEqualTo(200);
        new Consistency(platform).awaitRest();
        long before = platform.engineClient().lastSequence();

        long ask = placed(seller, "SELL", "0.06010", "1.5", "NEW");
        OrderState resting = platform.engineClient().order(MARKET, ask).orElseThrow();
        assertThat(resting.getAccountId()).isEqualTo(seller.id());
        assertThat(resting.getStatus()).isEqualTo(OrderStatus.NEW);
        assertThat(seller.api().balance("ETH", "held")).isEqualTo("1.50000000");
        assertThat(platform.engineClient().top(MARKET).getBestAsk().getPrice()).isEqualTo("0.06010");

        long first = placed(buyer, "BUY", "0.06010", "0.5", "FILLED");
        long second = placed(buyer, "BUY", "0.06020", "1.5", "PARTIALLY_FILLED");
        assertThat(buyer.api().balance("BTC", "held")).as("for the rest").isEqualTo("0.03010000");
        Reply cancelled = buyer.api().delete("/api/v1/orders/" + second);
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);

        assertThat(reports(before + 1, List.of(ask, first, second)))
                .containsExactly(
                        ask + " NEW NEW 0.06010 1.50000000 leaves 1.50000000",
                        first + " NEW NEW 0.06010 0.50000000 leaves 0.50000000",
                        ask + " TRADE PARTIALLY_FILLED 0.06010 0.50000000 leaves 1.00000000",
                        first + " TRADE FILLED 0.06010 0.50000000 leaves 0.00000000",
                        second + " NEW NEW 0.06020 1.50000000 leaves 1.50000000",
                        ask + " TRADE FILLED 0.06010 1.00000000 leaves 0.00000000",
                        second + " TRADE PARTIALLY_FILLED 0.06010 1.00000000 leaves 0.50000000",
                        second + " CANCELED CANCELED 0.06020 1.50000000 leaves 0.00000000");
        new Consistency(platform).awaitRestAndCheck();
        assertThat(fills(seller)).containsExactly("1.00000000 @ 0.06010000 MAKER", "0.50000000 @ 0.06010000 MAKER");
        assertThat(fills(buyer).subList(0, 2))
                .containsExactly("1.00000000 @ 0.06010000 TAKER", "0.50000000 @ 0.06010000 TAKER");
        assertThat(Stream.of("total", "held").map(part -> seller.api().balance("BTC", part)))
                .containsExactly("0.09015000", "0.00000000");
        assertThat(Stream.of("total", "held").map(part -> buyer.api().balance("BTC", part)))
                .containsExactly("0.40985000", "0.00000000");
        assertThat(buyer.api().balance("ETH", "total")).isEqualTo("1.50000000");
        assertThat(seller.api().get("/api/v1/orders/" + ask).text("status")).isEqualTo("FILLED");
        assertThat(buyer.api().get("/api/v1/orders/" + second).text("status")).isEqualTo("CANCELED");
        assertThat(platform.api()
                        .get("/api/v1/market/" + MARKET + "/trades?limit=5")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(2);
    }

    private static long placed(Api.User user, String side, String price, String quantity, String status) {
        Reply reply = user.api().limit(MARKET, side, price, quantity, "GTC", side + quantity);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        assertThat(reply.text("status")).as(reply.body()).isEqualTo(status);
        return Long.parseLong(reply.text("order_id"));
    }

    private static List<String> reports(long from, List<Long> orders) {
        return platform.engineClient().events(from, platform.engineClient().lastSequence()).stream()
                .filter(report -> orders.contains(report.getOrderId()))
                .map(OrderLifecycleIT::line)
                .toList();
    }

    private static String line(ExecutionReport report) {
        return "%d %s %s %s %s leaves %s"
                .formatted(
                        report.getOrderId(),
                        report.getExecutionType().name().replace("EXECUTION_", ""),
                        report.getOrderStatus().name(),
                        report.getLastPrice().isEmpty() ? report.getPrice() : report.getLastPrice(),
                        report.getLastQuantity().isEmpty() ? report.getQuantity() : report.getLastQuantity(),
                        report.getLeavesQuantity());
    }

    private static List<String> fills(Api.User user) {
        Reply reply = user.api().get("/api/v1/fills?limit=10&symbol=" + MARKET);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json()
                .path("items")
                .valueStream()
                .map((JsonNode fill) -> fill.path("quantity").asString() + " @ "
                        + fill.path("price").asString() + " "
                        + fill.path("liquidity").asString())
                .toList();
    }

    @Test
    void servesTheContractThatClientsAreBuiltFrom() throws InvalidProtocolBufferException {
        ManagedChannel channel = platform.engineClient().channel();
        for (String service : List.of("", TradingEngineGrpc.SERVICE_NAME)) {
            assertThat(HealthGrpc.newBlockingStub(channel)
                            .withWaitForReady()
                            .withDeadlineAfter(30, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
        ReflectionClient reflection = new ReflectionClient(channel);
        assertThat(reflection.services()).contains(TradingEngineGrpc.SERVICE_NAME, HealthGrpc.SERVICE_NAME);
        assertThat(reflection.file(TradingEngineGrpc.SERVICE_NAME))
                .isEqualTo(TradingEngineProto.getDescriptor().toProto());
    }
}
