package io.hft.bench.jmh;

import org.jspecify.annotations.Nullable;

/**
 * One JMH benchmark.
 *
 * @param benchmark class and method, with its parameters
 * @param nanos per operation, mean
 * @param errorNanos half the width of the 99.9 % confidence interval; null when there were too few iterations
 * @param allocatedBytes per operation
 */
public record OperationRun(
        String benchmark, double nanos, @Nullable Double errorNanos, double allocatedBytes) {}
