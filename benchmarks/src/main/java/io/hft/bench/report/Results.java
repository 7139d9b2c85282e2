package io.hft.bench.report;

import io.hft.bench.durability.RecoveryRun;
import io.hft.bench.durability.SnapshotRun;
import io.hft.bench.jmh.OperationRun;
import io.hft.bench.peers.BookRun;
import io.hft.bench.pipeline.PipelineRun;
import io.hft.bench.session.GrpcRun;
import java.util.List;

/**
 * Everything that one run of {@code engine} measured; the content of {@code results.json}.
 *
 * @param version of this layout
 * @param startedAt RFC 3339, UTC
 * @param quick whether it was the short run, whose numbers say little
 * @param failures the parts that failed, with the reason; empty when all went well
 */
public record Results(
        int version,
        String startedAt,
        double seconds,
        boolean quick,
        Machine machine,
        List<String> jvmFlags,
        List<BookRun> books,
        List<Comparison> comparisons,
        List<PipelineRun> pipelines,
        List<GrpcRun> grpc,
        List<RecoveryRun> recoveries,
        List<SnapshotRun> snapshots,
        List<OperationRun> operations,
        List<String> failures) {
    static final int VERSION = 2;

    public Results {
        jvmFlags = List.copyOf(jvmFlags);
        books = List.copyOf(books);
        comparisons = List.copyOf(comparisons);
        pipelines = List.copyOf(pipelines);
        grpc = List.copyOf(grpc);
        recoveries = List.copyOf(recoveries);
        snapshots = List.copyOf(snapshots);
        operations = List.copyOf(operations);
        failures = List.copyOf(failures);
    }
}
