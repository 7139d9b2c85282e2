package io.hft.engine;

import static io.hft.engine.EngineFixture.BTC;
import static io.hft.engine.EngineFixture.client;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.Side;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process whose files the system refuses to let grow, which is what a full disk does to it; nobody needs privileges for that. */
@Timeout(120)
class FullDiskTest {
    private static final Path SHELL = Path.of("/bin/bash");
    private static final int LIMIT_KIBIBYTES = 160;
    private static final int MORE_THAN_FIT = 5_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async", "none"})
    void acknowledgesNothingMoreSaysWhyAndHasAllThatItAcknowledgedAfterwards(final String durability) throws Exception {
        assumeTrue(Files.isExecutable(SHELL), "needs bash, to limit the size of files");
        final long acknowledged;
        try (EngineProcess engine = EngineProcess.start(
                List.of(SHELL.toString(), "-c", "ulimit -f " + LIMIT_KIBIBYTES + " && exec \"$@\"", "engine"),
                directory,
                environment(durability),
                List.of())) {
            final ManagedChannel channel = engine.connect();
            acknowledged = submitUntilItFails(channel);
            assertThat(acknowledged).isBetween(100L, MORE_THAN_FIT - 1L);
            assertThatThrownBy(() -> submit(channel, MORE_THAN_FIT))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, FullDiskTest::assertSaysWhy);
            await().until(() -> HealthGrpc.newBlockingStub(channel)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.NOT_SERVING);
            final HttpResponse<String> health = health(engine.managementPort());
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("cannot be written");
            channel.shutdownNow();
            engine.terminate();
        }
        try (EngineProcess engine = EngineProcess.start(directory, environment(durability), List.of())) {
            final ManagedChannel channel = engine.connect();
            for (long id = 1; id <= acknowledged; id++) {
                assertThat(client(channel)
                                .getOrder(GetOrderRequest.newBuilder()
                                        .setSymbol(BTC)
                                        .setOrderId(id)
                                        .build())
                                .getStatus())
                        .as("order %s", id)
                        .isEqualTo(OrderStatus.NEW);
            }
            submit(channel, MORE_THAN_FIT + 1);
            channel.shutdownNow();
        }
    }

    private static Map<String, String> environment(final String durability) {
        return Map.of("HFT_ENGINE_DURABILITY", durability);
    }

    /** Returns how many were acknowledged: ids from 1. */
    private static long submitUntilItFails(final ManagedChannel channel) {
        for (int id = 1; id < MORE_THAN_FIT; id++) {
            try {
                submit(channel, id);
            } catch (final StatusRuntimeException e) {
                assertSaysWhy(e);
                return id - 1;
            }
        }
        throw new AssertionError("nothing was ever full");
    }

    private static void submit(final ManagedChannel channel, final long id) {
        final var ignored =
                client(channel).submitOrder(limit(id, Side.BUY, "49000.00", "1").build());
    }

    private static void assertSaysWhy(final StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(e.getStatus().getDescription()).contains("cannot be written");
    }

    private static HttpResponse<String> health(final int port) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
