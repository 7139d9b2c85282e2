package io.hft.bench.report;

import io.hft.bench.durability.RecoveryRun;
import io.hft.bench.durability.SnapshotRun;
import io.hft.bench.jmh.OperationRun;
import io.hft.bench.peers.BookRun;
import io.hft.bench.pipeline.PipelineRun;
import io.hft.bench.session.GrpcRun;
import java.util.List;
import java.util.Locale;

/** Results as Markdown tables. */
final class MarkdownTable {
    private final StringBuilder text = new StringBuilder();

    private MarkdownTable() {}

    static String of(Results results) {
        final MarkdownTable table = new MarkdownTable();
        table.head(results);
        table.books(results.books(), results.comparisons());
        table.pipelines(results.pipelines());
        table.grpc(results.grpc());
        table.recoveries(results.recoveries());
        table.snapshots(results.snapshots());
        table.operations(results.operations());
        results.failures().forEach(failure -> table.line("**Failed:** %s%n", failure));
        return table.text.toString();
    }

    private void head(Results results) {
        final Machine machine = results.machine();
        line(
                "%s%s: %s, %d cores, %d MiB, load %.2f before; %s; %s; %.0f s in all.%n",
                results.startedAt(),
                results.quick() ? " (quick run)" : "",
                machine.processor(),
                machine.cores(),
                machine.memoryMegabytes(),
                machine.loadAverage(),
                machine.javaVersion(),
                machine.system(),
                results.seconds());
    }

    private void books(List<BookRun> books, List<Comparison> comparisons) {
        if (books.isEmpty()) {
            return;
        }
        line("| flow | book | M messages/s | best | worst | per CPU second | B/message | ours is | reports |");
        line("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        for (final BookRun run : books) {
            final Comparison comparison = comparisons.stream()
                    .filter(each ->
                            each.flow().equals(run.flow()) && each.peer().equals(run.contender()))
                    .findFirst()
                    .orElse(null);
            line(
                    "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.1f | %s | %s |",
                    run.flow(),
                    run.contender(),
                    run.medianPerSecond() / 1e6,
                    run.bestPerSecond() / 1e6,
                    run.worstPerSecond() / 1e6,
                    run.cpuPerSecond() / 1e6,
                    run.allocatedBytesPerMessage(),
                    comparison == null ? "" : format("%.1f×", comparison.ratio()),
                    comparison == null ? format("%d", run.reports()) : words(comparison.agreement()));
        }
        line("");
    }

    private void pipelines(List<PipelineRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        line(
                "| pipeline: journal, wait strategy, sender | orders/s | P50 µs | P99 µs | P99.9 µs | max µs | highest orders/s |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (final PipelineRun run : runs) {
            line(
                    "| %s, %s, %s | %d | %.1f | %.1f | %.1f | %.0f | %.0f |",
                    run.durability(),
                    run.waitStrategy(),
                    run.pace(),
                    run.ratePerSecond(),
                    run.p50Micros(),
                    run.p99Micros(),
                    run.p999Micros(),
                    run.maxMicros(),
                    run.highestPerSecond());
        }
        line("");
    }

    private void grpc(List<GrpcRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        line(
                "| gRPC from another process | orders per message | window | orders/s | P50 µs | P99 µs | P99.9 µs | max µs |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (final GrpcRun run : runs) {
            line(
                    "| %s | %d | %d | %.0f | %.0f | %.0f | %.0f | %.0f |",
                    run.what(),
                    run.batch(),
                    run.window(),
                    run.ordersPerSecond(),
                    run.p50Micros(),
                    run.p99Micros(),
                    run.p999Micros(),
                    run.maxMicros());
        }
        line("");
    }

    private void recoveries(List<RecoveryRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        line("| recovery: commands in the journal | only read, s | replayed, s | times the reading | snapshot, s |"
                + " snapshot, MB | commands behind it | started from it, s |");
        line("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (final RecoveryRun run : runs) {
            line(
                    "| %d | %.2f | %.2f | %.1f× | %.2f | %.0f | %d | %.3f |",
                    run.commands(),
                    run.readSeconds(),
                    run.replaySeconds(),
                    run.replaySeconds() / run.readSeconds(),
                    run.snapshotSeconds(),
                    run.snapshotBytes() / 1e6,
                    run.tailCommands(),
                    run.afterSnapshotSeconds());
        }
        line("");
    }

    private void snapshots(List<SnapshotRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        line("| snapshots of so many open orders | commands/s | alone: P99 µs | max µs | snapshots | each, s |"
                + " beside them: P99 µs | P99.9 µs | max µs |");
        line("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (final SnapshotRun run : runs) {
            line(
                    "| %d | %d | %.0f | %.0f | %d | %.2f | %.0f | %.0f | %.0f |",
                    run.restingOrders(),
                    run.ratePerSecond(),
                    run.p99MicrosAlone(),
                    run.maxMicrosAlone(),
                    run.snapshots(),
                    run.secondsPerSnapshot(),
                    run.p99Micros(),
                    run.p999Micros(),
                    run.maxMicros());
        }
        line("");
    }

    private void operations(List<OperationRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        line("| operation | ns | ± | B |");
        line("| --- | ---: | ---: | ---: |");
        for (final OperationRun run : runs) {
            line(
                    "| %s | %.1f | %s | %.3f |",
                    run.benchmark(),
                    run.nanos(),
                    run.errorNanos() == null ? "" : format("%.1f", run.errorNanos()),
                    run.allocatedBytes());
        }
        line("");
    }

    private static String words(Comparison.Agreement agreement) {
        return switch (agreement) {
            case SAME_REPORTS -> "the same";
            case SAME_TRADES -> "the same trades";
            case NOT_COMPARABLE -> "**not comparable**";
        };
    }

    private void line(String format, Object... values) {
        text.append(format(format, values)).append('\n');
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
