package io.hft.bench.session;

import org.HdrHistogram.Histogram;

/**
 * One load over gRPC; a closed loop, so the round trips belong to this rate and this window.
 *
 * @param what session, echo (of the same batches), unary (SubmitOrder) or unary-echo
 * @param batch orders per message
 * @param window the most orders unanswered
 * @param p50Micros microseconds from the message's sending to the answer of its last order
 */
public record GrpcRun(
        String what,
        int batch,
        int window,
        long orders,
        double ordersPerSecond,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros) {

    /** How long. */
    record Plan(double warmupSeconds, double seconds) {
        long warmupNanos() {
            return (long) (warmupSeconds * 1e9);
        }

        long nanos() {
            return (long) (seconds * 1e9);
        }
    }

    static GrpcRun of(String what, int batch, int window, long orders, long nanos, Histogram roundTrips) {
        return new GrpcRun(
                what,
                batch,
                window,
                orders,
                orders * 1e9 / nanos,
                roundTrips.getValueAtPercentile(50) / 1e3,
                roundTrips.getValueAtPercentile(99) / 1e3,
                roundTrips.getValueAtPercentile(99.9) / 1e3,
                roundTrips.getMaxValue() / 1e3);
    }
}
