/**
 * The order book: price-time priority over pooled records, no allocation once warm, no knowledge of commands' or events'
 * transport. It reports trades through a listener of primitive arguments.
 *
 * <p>One thread owns a book and everything that it shares with other books. It does not know instruments, accounts' rights,
 * duplicate ids or clocks: that is the business of {@code matching}.
 */
@NullMarked
package io.hft.engine.book;

import org.jspecify.annotations.NullMarked;
