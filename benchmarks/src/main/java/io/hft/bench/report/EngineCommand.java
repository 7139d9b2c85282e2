package io.hft.bench.report;

import io.hft.bench.durability.RecoveryRun;
import io.hft.bench.durability.SnapshotRun;
import io.hft.bench.flow.FlowShape;
import io.hft.bench.jmh.OperationRun;
import io.hft.bench.peers.BookRun;
import io.hft.bench.peers.Contender;
import io.hft.bench.pipeline.PipelineRun;
import io.hft.bench.session.GrpcRun;
import io.hft.bench.support.ForkedJvm;
import io.hft.bench.support.Json;
import io.hft.bench.support.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All measurements of the engine, one after the other, each in JVMs of its own. */
@Command(
        name = "engine",
        description = "Measures books, pipeline, gRPC and single operations; prints tables and writes results.json.",
        mixinStandardHelpOptions = true)
public final class EngineCommand implements Callable<Integer> {
    static final String DEFAULT_OUT = "benchmarks/target/results.json";

    private static final int BOOK_HEAP_MEGABYTES = 1536;
    private static final int PIPELINE_HEAP_MEGABYTES = 1024;
    /** The engine's own, see {@code scripts/jvm/engine.args}. */
    private static final String ENGINE_COLLECTOR = "-XX:+UseZGC";

    private static final int ENGINE_HEAP_MEGABYTES = 1024;
    private static final int CLIENT_HEAP_MEGABYTES = 512;
    private static final int RUNNER_HEAP_MEGABYTES = 128;

    @Option(names = "--quick", description = "A short run that shows that all works; its numbers say little.")
    private boolean quick;

    @Option(names = "--seed", defaultValue = "1", description = "Of the flows (default: 1).")
    private long seed;

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "BOOKS,PIPELINE,GRPC,DURABILITY,OPERATIONS",
            description = "Which of ${COMPLETION-CANDIDATES} (default: all).")
    private List<Part> parts = List.of();

    @Option(names = "--out", defaultValue = DEFAULT_OUT, description = "The results (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final List<BookRun> books = new ArrayList<>();
    private final List<PipelineRun> pipelines = new ArrayList<>();
    private final List<GrpcRun> grpc = new ArrayList<>();
    private final List<RecoveryRun> recoveries = new ArrayList<>();
    private final List<SnapshotRun> snapshots = new ArrayList<>();
    private final List<OperationRun> operations = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** What can be measured by itself. */
    enum Part {
        /** The book alone, ours and the peers'. */
        BOOKS,
        /** Order in, report out. */
        PIPELINE,
        /** From another process. */
        GRPC,
        /** Recovery, and snapshots under load. */
        DURABILITY,
        /** JMH. */
        OPERATIONS
    }

    /** Something that may fail without stopping the rest. */
    private interface Measurement {
        void run() throws Exception;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Machine machine = Machine.here();
        final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        final long begin = System.nanoTime();
        try (TemporaryDirectory directory = new TemporaryDirectory("hft-bench")) {
            for (final Part part : parts) {
                switch (part) {
                    case BOOKS -> measureBooks(directory.path());
                    case PIPELINE -> measurePipelines(directory.path());
                    case GRPC -> measureGrpc(directory.path());
                    case DURABILITY -> measureDurability(directory.path());
                    case OPERATIONS -> measureOperations(directory.path());
                }
            }
        }
        final Results results = new Results(
                Results.VERSION,
                started.toString(),
                (System.nanoTime() - begin) / 1e9,
                quick,
                machine,
                ForkedJvm.flags(BOOK_HEAP_MEGABYTES),
                books,
                Comparison.of(books),
                pipelines,
                grpc,
                recoveries,
                snapshots,
                operations,
                failures);
        final Path parent = out.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Json.write(results, out);
        final PrintWriter terminal = spec.commandLine().getOut();
        terminal.println();
        terminal.print(MarkdownTable.of(results));
        terminal.println("Results: " + out);
        terminal.flush();
        return failures.isEmpty() ? 0 : 1;
    }

    private void measureBooks(Path directory) throws InterruptedException {
        for (final FlowShape flow : FlowShape.values()) {
            for (final Contender contender : Contender.values()) {
                final Path file = directory.resolve(flow.text() + '-' + contender.text() + ".json");
                measure(flow.text() + " through " + contender.text(), () -> {
                    ForkedJvm.run(
                            BOOK_HEAP_MEGABYTES,
                            "book",
                            "--contender=" + contender,
                            "--flow=" + flow,
                            "--seed=" + seed,
                            "--messages=" + (quick ? 200_000 : 2_000_000),
                            "--warmup=" + (quick ? 0.3 : 1.5),
                            // A deep book takes its time, and is no less steady for it.
                            "--repeat=" + (quick || flow == FlowShape.DEEP ? 3 : 5),
                            "--json=" + file);
                    books.add(Json.read(file, BookRun.class));
                });
            }
        }
    }

    private void measurePipelines(Path directory) throws InterruptedException {
        measurePipeline(directory, "BLOCKING", "PARK", quick ? 2 : 30, quick ? 2 : 10);
        measurePipeline(directory, "YIELDING", "YIELD", quick ? 2 : 10, quick ? 2 : 8);
    }

    private void measurePipeline(Path directory, String waitStrategy, String pace, int seconds, int warmup)
            throws InterruptedException {
        final Path file = directory.resolve("pipeline-" + waitStrategy + ".json");
        measure("pipeline, " + waitStrategy, () -> {
            ForkedJvm.run(
                    PIPELINE_HEAP_MEGABYTES,
                    "pipeline",
                    "--wait-strategy=" + waitStrategy,
                    "--pace=" + pace,
                    "--seconds=" + seconds,
                    "--warmup=" + warmup,
                    "--flat-out=" + (quick ? 1 : 5),
                    "--json=" + file);
            pipelines.add(Json.read(file, PipelineRun.class));
        });
    }

    private void measureGrpc(Path directory) throws InterruptedException {
        for (final String part : new String[] {"SINGLE", "BATCHED", "UNARY"}) {
            final Path file = directory.resolve("grpc-" + part + ".json");
            measure("gRPC, " + part, () -> {
                ForkedJvm.run(
                        CLIENT_HEAP_MEGABYTES,
                        "grpc",
                        "--parts=" + part,
                        "--seconds=" + (quick ? 1 : 5),
                        "--warmup=" + (quick ? 1 : 5),
                        "--json=" + file);
                grpc.addAll(List.of(Json.read(file, GrpcRun[].class)));
            });
        }
    }

    private void measureDurability(Path directory) throws InterruptedException {
        final Path recovery = directory.resolve("recovery.json");
        measure("recovery", () -> {
            ForkedJvm.runWith(
                    ENGINE_COLLECTOR,
                    ENGINE_HEAP_MEGABYTES,
                    "durability",
                    "--part=RECOVERY",
                    "--commands=" + (quick ? 200_000 : 10_000_000),
                    "--tail=" + (quick ? 2_000 : 100_000),
                    "--json=" + recovery);
            recoveries.add(Json.read(recovery, RecoveryRun.class));
        });
        final Path snapshot = directory.resolve("snapshot.json");
        measure("snapshots under load", () -> {
            ForkedJvm.runWith(
                    ENGINE_COLLECTOR,
                    ENGINE_HEAP_MEGABYTES,
                    "durability",
                    "--part=SNAPSHOT",
                    "--resting=" + (quick ? 20_000 : 1_000_000),
                    "--seconds=" + (quick ? 1 : 10),
                    "--json=" + snapshot);
            snapshots.add(Json.read(snapshot, SnapshotRun.class));
        });
    }

    private void measureOperations(Path directory) throws InterruptedException {
        final Path file = directory.resolve("operations.json");
        measure("operations", () -> {
            ForkedJvm.run(
                    RUNNER_HEAP_MEGABYTES,
                    "operations",
                    "--warmups=" + (quick ? 1 : 3),
                    "--iterations=" + (quick ? 1 : 3),
                    "--json=" + file);
            operations.addAll(List.of(Json.read(file, OperationRun[].class)));
        });
    }

    private void measure(String what, Measurement measurement) throws InterruptedException {
        try {
            measurement.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // The others are worth having; the exit code and the results tell that this one is missing.
            System.err.println(what + " failed: " + e.getMessage());
            failures.add(what + ": " + e.getMessage());
        }
    }
}
