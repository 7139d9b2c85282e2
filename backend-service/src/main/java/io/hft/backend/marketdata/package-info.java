/**
 * What everybody may know of the market. {@link io.hft.backend.marketdata.Books} follows the engine's depth, one subscription per market;
 * {@link io.hft.backend.marketdata.SettlementTail} follows the settlement, and {@link io.hft.backend.marketdata.TapeRecorder} writes the tape
 * and the candles from what is booked, exactly once, on whichever backend comes first. Listeners
 * ({@link io.hft.backend.marketdata.BookListener}, {@link io.hft.backend.marketdata.SettlementListener}) hear both. Moves no money.
 */
@NullMarked
package io.hft.backend.marketdata;

import org.jspecify.annotations.NullMarked;
