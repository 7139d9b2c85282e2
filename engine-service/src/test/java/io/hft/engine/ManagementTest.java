package io.hft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ManagementTest {
    @TempDir
    Path directory;

    @Test
    void showsWhatHasHappenedAsPrometheusTextAndInTheStats() throws Exception {
        try (EngineFixture engine = EngineFixture.start(EngineFixture.config(directory))) {
            for (int id = 1; id <= 20; id++) {
                engine.submit(id, Side.BUY, "49000.00", "1");
            }
            final ShardStats stats = engine.stats();
            // What the start journals has its latency, too.
            await().until(() -> engine.stats().getLatency().getCount() == stats.getCommands());
            final var latency = engine.stats().getLatency();
            assertThat(latency.getP50Nanos()).isPositive().isLessThanOrEqualTo(latency.getP99Nanos());
            assertThat(latency.getP99Nanos()).isLessThanOrEqualTo(latency.getMaxNanos());
            assertThat(stats.getEventRingCapacity()).isEqualTo(16_384);
            assertThat(stats.getSessions()).isZero();
            await().until(() -> engine.stats().getCommandsPerSecond() == 0);

            final HttpResponse<String> metrics = get(engine, "/metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.body())
                    .contains("hft_engine_commands_total{shard=\"0\"} " + (double) stats.getCommands() + "\n")
                    .contains("hft_engine_events_total{shard=\"0\"} " + (double) stats.getLastSequence() + "\n")
                    .contains("hft_engine_open_orders{shard=\"0\"} 20.0\n")
                    .contains("hft_engine_command_ring_slots{shard=\"0\"} 8192.0\n")
                    .contains("hft_engine_event_ring_slots{shard=\"0\"} 16384.0\n")
                    .contains("hft_engine_refused_ring_full_total{shard=\"0\"} 0.0\n")
                    .contains("hft_engine_sessions{shard=\"0\"} 0.0\n")
                    .contains("hft_engine_serving{shard=\"0\"} 1.0\n")
                    .contains("hft_engine_command_latency_seconds{shard=\"0\",quantile=\"0.99\"} ")
                    .contains("hft_engine_command_latency_seconds_count{shard=\"0\"} " + stats.getCommands() + "\n")
                    .contains("hft_engine_command_latency_max_seconds{shard=\"0\"} ")
                    .contains("hft_engine_command_ring_used_slots{shard=\"0\"} ")
                    .contains("hft_engine_event_ring_used_slots{shard=\"0\"} ")
                    .contains("hft_engine_commands_per_second{shard=\"0\"} ")
                    .contains("hft_engine_events_per_second{shard=\"0\"} ")
                    .contains("hft_engine_first_event_sequence{shard=\"0\"} 1.0\n")
                    .contains("hft_engine_snapshots_total{shard=\"0\"} 0.0\n")
                    .contains("hft_engine_snapshot_failures_total{shard=\"0\"} 0.0\n")
                    .contains("hft_engine_snapshot_command_sequence{shard=\"0\"} 0.0\n")
                    .contains("hft_engine_snapshot_age_seconds{shard=\"0\"} NaN\n");
            final long size = SnapshotFixture.snapshot(engine).getSizeBytes();
            assertThat(get(engine, "/metrics").body())
                    .contains("hft_engine_snapshots_total{shard=\"0\"} 1.0\n")
                    .contains(
                            "hft_engine_snapshot_command_sequence{shard=\"0\"} " + (double) stats.getCommands() + "\n")
                    .contains("hft_engine_snapshot_bytes{shard=\"0\"} " + (double) size + "\n")
                    .containsPattern("hft_engine_snapshot_age_seconds\\{shard=\"0\"} [0-9]");
            assertThat(get(engine, "/health").statusCode()).isEqualTo(200);
            assertThat(get(engine, "/health").body()).isEqualTo("SERVING\n");
        }
    }

    @Test
    void saysWhyItDoesNotServe() throws Exception {
        final FaultyFiles files = new FaultyFiles(".journal");
        try (EngineFixture engine = EngineFixture.start(
                EngineFixture.config(directory).withJournal(new EngineConfig.Journal(Durability.SYNC, 10, 1 << 20)),
                files)) {
            files.failForces();
            assertThatThrownBy(() -> engine.submit(1, Side.BUY, "49000.00", "1"))
                    .hasMessageContaining("UNAVAILABLE");
            await().until(() -> get(engine, "/health").statusCode() == 503);
            assertThat(get(engine, "/health").body()).contains("shard 0 stopped", "journal");
            assertThat(get(engine, "/metrics").body()).contains("hft_engine_serving{shard=\"0\"} 0.0\n");
        }
    }

    @Test
    void namesTheSettingWhenItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final EngineConfig config = EngineFixture.config(directory)
                    .withServer(new EngineConfig.Server("127.0.0.1", 0, taken.getLocalPort()));
            assertThatThrownBy(() -> Engine.start(config))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("HFT_ENGINE_MANAGEMENT_PORT");
            // And leaves nothing behind.
            EngineFixture.start(EngineFixture.config(directory)).close();
        }
    }

    private static HttpResponse<String> get(final EngineFixture engine, final String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + engine.engine().managementPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
