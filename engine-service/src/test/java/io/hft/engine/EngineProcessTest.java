package io.hft.engine;

import static io.hft.engine.EngineFixture.BTC;
import static io.hft.engine.EngineFixture.client;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.hft.engine.storage.StorageException;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class EngineProcessTest {
    private static final int CLIENTS = 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async", "none"})
    void keepsEveryAcknowledgedOrderOnceThroughKills(final String durability) throws Exception {
        final Map<Long, SubmitOrderResponse> acknowledged = new ConcurrentHashMap<>();
        final AtomicLong ids = new AtomicLong();
        List<ExecutionReport> seen = List.of();
        for (int round = 0; round < 2; round++) {
            try (EngineProcess engine = start(durability)) {
                final ManagedChannel channel = engine.connect();
                seen = check(channel, acknowledged, seen);
                final int target = acknowledged.size() + 700;
                final List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(Thread.ofPlatform().start(() -> submitUntilItFails(channel, ids, acknowledged)));
                }
                await().until(() -> acknowledged.size() > target);
                engine.kill();
                for (final Thread thread : clients) {
                    thread.join();
                }
                channel.shutdownNow();
            }
        }
        try (EngineProcess engine = start(durability)) {
            final ManagedChannel channel = engine.connect();
            check(channel, acknowledged, seen);
            channel.shutdownNow();
            assertThat(engine.terminate()).isEqualTo(143);
            assertThat(engine.output()).contains("engine stopped").doesNotContain("WARNING");
        }
    }

    private static void submitUntilItFails(
            final ManagedChannel channel, final AtomicLong ids, final Map<Long, SubmitOrderResponse> acknowledged) {
        while (true) {
            final long id = ids.incrementAndGet();
            try {
                acknowledged.put(
                        id,
                        client(channel)
                                .submitOrder(limit(
                                                id,
                                                id % 2 == 0 ? Side.BUY : Side.SELL,
                                                49_990 + id * 7 % 20 + ".00",
                                                "0.1")
                                        .build()));
            } catch (final StatusRuntimeException e) {
                return;
            }
        }
    }

    /** The stream goes on from what was seen, every acknowledged order is in it once and known to the engine. */
    private static List<ExecutionReport> check(
            final ManagedChannel channel,
            final Map<Long, SubmitOrderResponse> acknowledged,
            final List<ExecutionReport> seen) {
        final long last = client(channel)
                .getStats(GetStatsRequest.getDefaultInstance())
                .getShards(0)
                .getLastSequence();
        final List<ExecutionReport> events = EngineFixture.events(client(channel), 1, last);
        assertThat(events)
                .extracting(ExecutionReport::getSequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(events.subList(0, seen.size())).isEqualTo(seen);
        final Map<Long, Long> accepted = events.stream()
                .filter(event -> event.getExecutionType() == ExecutionType.EXECUTION_NEW)
                .collect(Collectors.groupingBy(ExecutionReport::getOrderId, Collectors.counting()));
        final Map<Long, ExecutionReport> bySequence =
                events.stream().collect(Collectors.toMap(ExecutionReport::getSequence, event -> event));
        acknowledged.forEach((id, response) -> {
            assertThat(accepted.get(id)).as("order %d", id).isEqualTo(1);
            response.getReportsList().forEach(report -> assertThat(bySequence.get(report.getSequence()))
                    .isEqualTo(report));
        });
        acknowledged.keySet().stream().limit(100).forEach(id -> {
            final OrderState order = client(channel)
                    .getOrder(GetOrderRequest.newBuilder()
                            .setSymbol(BTC)
                            .setOrderId(id)
                            .build());
            final ExecutionReport latest = events.stream()
                    .filter(event -> event.getOrderId() == id)
                    .reduce((a, b) -> b)
                    .orElseThrow();
            assertThat(order.getStatus()).isEqualTo(latest.getOrderStatus());
            assertThat(order.getCumulativeQuantity()).isEqualTo(latest.getCumulativeQuantity());
        });
        return events;
    }

    @Test
    void namesEveryWrongSettingAndEndsWithTwo() throws Exception {
        final Path file = Files.writeString(directory.resolve("bad.yaml"), "server: {port: x}\nshards: 0\n");
        try (EngineProcess engine = EngineProcess.start(directory, Map.of(), List.of("--config", file.toString()))) {
            assertThat(engine.exitCode()).isEqualTo(2);
            assertThat(engine.output().lines())
                    .containsExactly(
                            "config: server.port: must be a whole number from 0 to 65535, is 'x'",
                            "config: shards: must be a whole number from 1 to 64, is '0'");
        }
    }

    @Test
    void namesATakenPortInOneLineAndEndsWithOne() throws Exception {
        try (EngineFixture first = EngineFixture.start(EngineFixture.config(directory.resolve("first")));
                EngineProcess second = EngineProcess.start(
                        directory,
                        Map.of(
                                "HFT_ENGINE_PORT",
                                Integer.toString(first.engine().port())),
                        List.of())) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output().lines())
                    .containsExactly("engine: port " + first.engine().port()
                            + " on 127.0.0.1 is taken; stop what listens there or set HFT_ENGINE_PORT to a free one");
        }
    }

    @Test
    void keepsOtherProcessesOffAlsoAfterASecondEngineInItsOwnWasRefused() throws Exception {
        final Path data = directory.resolve("engine");
        try (EngineFixture first = EngineFixture.start(EngineFixture.config(data))) {
            assertThatThrownBy(() -> Engine.start(EngineFixture.config(data))).isInstanceOf(StorageException.class);
            try (EngineProcess second = EngineProcess.start(directory, Map.of(), List.of())) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.output()).contains("is in use by another engine");
            }
            assertThat(first.stats().getShard()).isZero();
        }
    }

    private EngineProcess start(final String durability) throws IOException {
        return EngineProcess.start(directory, Map.of("HFT_ENGINE_DURABILITY", durability), List.of());
    }
}
