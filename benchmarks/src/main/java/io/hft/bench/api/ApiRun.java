package io.hft.bench.api;

import java.util.Map;

/**
 * One load.
 *
 * @param what the request
 * @param loop {@code closed}: each client sends when it has its answer; {@code open}: at moments that were fixed before, and latencies count from
 *     those
 * @param perSecond answered with success: orders, or requests that are none
 * @param requestsPerSecond the same in requests
 * @param filledShare part of the orders that were filled, at least partly, when they were answered
 * @param failures requests answered otherwise, by status
 */
public record ApiRun(
        String what,
        String loop,
        int clients,
        int batch,
        double seconds,
        double perSecond,
        double requestsPerSecond,
        double filledShare,
        double p50Millis,
        double p90Millis,
        double p99Millis,
        double p999Millis,
        double maxMillis,
        Map<Integer, Long> failures) {}
