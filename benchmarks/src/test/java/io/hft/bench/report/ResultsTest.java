package io.hft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.hft.bench.durability.RecoveryRun;
import io.hft.bench.durability.SnapshotRun;
import io.hft.bench.jmh.OperationRun;
import io.hft.bench.peers.BookRun;
import io.hft.bench.pipeline.PipelineRun;
import io.hft.bench.report.Comparison.Agreement;
import io.hft.bench.session.GrpcRun;
import io.hft.bench.support.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultsTest {
    private static final BookRun OURS = book("hft", "normal", 12e6, 70, 7_000, "abc");

    @TempDir
    Path directory;

    @Test
    void writesEveryFigureUnderItsName() throws IOException {
        final Path file = directory.resolve("results.json");
        Json.write(results(), file);
        final JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
        assertThat(json.get("version").asInt()).isEqualTo(2);
        assertThat(json.at("/machine/cores").asInt()).isPositive();
        assertThat(json.at("/machine/javaVersion").asString()).isNotEmpty();
        assertThat(json.at("/jvmFlags/0").asString()).isEqualTo("-Xmx1g");
        assertThat(json.at("/books/0/contender").asString()).isEqualTo("hft");
        assertThat(json.at("/books/0/medianPerSecond").asDouble()).isEqualTo(12e6);
        assertThat(json.at("/comparisons/0/peer").asString()).isEqualTo("parity");
        assertThat(json.at("/comparisons/0/ratio").asDouble()).isEqualTo(3, within(1e-9));
        assertThat(json.at("/comparisons/0/agreement").asString()).isEqualTo("SAME_REPORTS");
        assertThat(json.at("/pipelines/0/p99Micros").asDouble()).isEqualTo(9);
        assertThat(json.at("/pipelines/0/highestPerSecond").asDouble()).isEqualTo(2e6);
        assertThat(json.at("/grpc/0/ordersPerSecond").asDouble()).isEqualTo(123_000);
        assertThat(json.at("/recoveries/0/replaySeconds").asDouble()).isEqualTo(11.5);
        assertThat(json.at("/snapshots/0/maxMicros").asDouble()).isEqualTo(4_000);
        assertThat(json.at("/operations/0/allocatedBytes").asDouble()).isZero();
        assertThat(json.get("failures").isArray()).isTrue();
    }

    @Test
    void comesBackFromItsFileAsItWas() {
        final Path file = directory.resolve("results.json");
        Json.write(results(), file);
        assertThat(Json.read(file, Results.class)).isEqualTo(results());
    }

    @Test
    void showsEveryRunInItsTable() {
        assertThat(MarkdownTable.of(results()))
                .contains("| normal | hft | 12.00 |")
                .contains("| normal | parity | 4.00 | 4.80 | 3.20 | 4.00 | 0.5 | 3.0× | the same |")
                .contains("| async, blocking, park | 100000 | 5.0 | 9.0 | 20.0 | 300 | 2000000 |")
                .contains("| session | 1 | 1024 | 123000 | 10 | 20 | 30 | 40 |")
                .contains("| 10000000 | 1.00 | 11.50 | 11.5× | 12.00 | 56 | 100000 | 0.400 |")
                .contains("| 1000000 | 2000 | 300 | 2000 | 7 | 0.90 | 400 | 900 | 4000 |")
                .contains("| Book.rest | 20.0 | 0.5 | 0.000 |")
                .contains("**Failed:** gRPC");
    }

    @Test
    void saysHowFarTwoBooksAgree() {
        assertThat(Comparison.of(List.of(
                        OURS,
                        book("parity", "normal", 1e6, 70, 7_000, "abc"),
                        book("exchange-core", "normal", 1e6, 70, 7_000, "other"),
                        book("third", "normal", 1e6, 70, 6_999, "other"),
                        book("parity", "deep", 1e6, 70, 7_000, "abc"))))
                .extracting(Comparison::peer, Comparison::agreement)
                .containsExactly(
                        tuple("parity", Agreement.SAME_REPORTS),
                        tuple("exchange-core", Agreement.SAME_TRADES),
                        tuple("third", Agreement.NOT_COMPARABLE));
    }

    private static Results results() {
        final List<BookRun> books = List.of(OURS, book("parity", "normal", 4e6, 70, 7_000, "abc"));
        return new Results(
                Results.VERSION,
                "2026-01-01T00:00:00Z",
                400,
                false,
                new Machine("a processor", 2, 8_192, 0.1, "a system", "a JVM"),
                List.of("-Xmx1g"),
                books,
                Comparison.of(books),
                List.of(new PipelineRun("async", "blocking", "park", 100_000, 30, 3_000_000, 5, 9, 20, 300, 0, 2e6)),
                List.of(new GrpcRun("session", 1, 1024, 600_000, 123_000, 10, 20, 30, 40)),
                List.of(new RecoveryRun(10_000_000, 1, 11.5, 12, 56_000_000, 100_000, 0.4, "abc")),
                List.of(new SnapshotRun(
                        "Copy", 1_000_000, 2_000, 10, 7, 0.9, 120_000_000, 300, 2_000, 400, 900, 4_000)),
                List.of(new OperationRun("Book.rest", 20, 0.5, 0)),
                List.of("gRPC, UNARY: exit code 1"));
    }

    private static BookRun book(
            String contender, String flow, double perSecond, long trades, long notional, String hash) {
        return new BookRun(
                contender,
                flow,
                1,
                2_000_000,
                5,
                perSecond,
                perSecond * 1.2,
                perSecond * 0.8,
                perSecond,
                0.5,
                2_200_000,
                trades,
                notional,
                hash);
    }
}
