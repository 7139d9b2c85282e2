/** What everybody may know of the market: depth now; tape, candles and live feeds come here too. Reads the engine's published views. */
@NullMarked
package io.hft.backend.marketdata;

import org.jspecify.annotations.NullMarked;
