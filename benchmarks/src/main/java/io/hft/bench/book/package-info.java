/**
 * The order book alone: replays files of orders against {@code OrderBook}, without journal, ids' history or network.
 *
 * <p>Two threads: one matches, one drains and formats the reports; they share a ring and nothing else.
 */
@NullMarked
package io.hft.bench.book;

import org.jspecify.annotations.NullMarked;
