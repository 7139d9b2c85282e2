/** Stress tests of what the threads of {@code io.hft.engine.marketdata} hand over; they stand in its package to reach it. */
@NullMarked
package io.hft.engine.marketdata;

import org.jspecify.annotations.NullMarked;
