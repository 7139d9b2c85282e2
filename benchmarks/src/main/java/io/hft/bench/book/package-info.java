/**
 * The order book alone: replays flows of orders against {@code OrderBook}, without journal, ids' history or network.
 *
 * <p>Two threads: one matches, one takes the reports and formats or sums them up; they share a ring and nothing else.
 */
@NullMarked
package io.hft.bench.book;

import org.jspecify.annotations.NullMarked;
