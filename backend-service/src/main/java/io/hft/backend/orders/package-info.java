/**
 * Orders: admission (key, hold and order row in one transaction, then the engine), cancellation, reading, and who waits for
 * which outcome.
 * <p>Blocking calls on virtual threads; no database connection is held while waiting for the engine or for settlement. What the
 * engine decided is written by {@code settlement} alone.
 */
@NullMarked
package io.hft.backend.orders;

import org.jspecify.annotations.NullMarked;
