package io.hft.bench.jmh;

import io.hft.bench.support.ForkedJvm;
import io.hft.bench.support.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The single operations, each in a JVM of its own, with JMH and its garbage collection profiler. */
@Command(
        name = "operations",
        description = "Measures single operations with JMH: nanoseconds and bytes each.",
        mixinStandardHelpOptions = true)
public final class OperationsCommand implements Callable<Integer> {
    private static final int HEAP_MEGABYTES = 512;
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Parameters(arity = "0..*", description = "Regular expressions of benchmarks (default: all).")
    private List<String> includes = List.of();

    @Option(names = "--warmups", defaultValue = "3", description = "Untimed seconds before (default: 3).")
    private int warmups;

    @Option(names = "--iterations", defaultValue = "3", description = "Timed seconds (default: 3).")
    private int iterations;

    @Option(names = "--json", description = "Also write the results to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws RunnerException {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .warmupIterations(warmups)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgs(ForkedJvm.flags(HEAP_MEGABYTES).toArray(new String[0]));
        if (includes.isEmpty()) {
            options.include(OperationsCommand.class.getPackageName().replace(".", "\\."));
        }
        includes.forEach(options::include);
        final Collection<RunResult> results = new Runner(options.build()).run();
        final List<OperationRun> runs = new ArrayList<>();
        for (final RunResult result : results) {
            final Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
            final double error = result.getPrimaryResult().getScoreError();
            runs.add(new OperationRun(
                    name(result.getParams()),
                    result.getPrimaryResult().getScore(),
                    Double.isNaN(error) ? null : error,
                    allocation.getScore()));
        }
        if (json != null) {
            Json.write(runs.toArray(new OperationRun[0]), json);
        }
        return 0;
    }

    private static String name(BenchmarkParams params) {
        final String full = params.getBenchmark();
        final int method = full.lastIndexOf('.');
        final StringBuilder name = new StringBuilder(full.substring(full.lastIndexOf('.', method - 1) + 1));
        for (final String key : params.getParamsKeys()) {
            name.append(' ').append(key).append('=').append(params.getParam(key));
        }
        return name.toString();
    }
}
