package io.hft.backend.orders;

/** What became of a cancellation. */
public sealed interface CancellationResult {
    /** Cancelled now, and booked. */
    record Canceled(Order order) implements CancellationResult {}

    /** It was done before (filled, cancelled, rejected). */
    record NotOpen(Order order) implements CancellationResult {}

    /** This user has no such order. */
    record NotFound() implements CancellationResult {}

    /** The engine or the booking of its answer is away; whether it was cancelled is unknown, repeating is harmless. */
    record Unknown(String reason) implements CancellationResult {}
}
