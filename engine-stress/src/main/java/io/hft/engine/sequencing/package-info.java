/** Stress tests of what the threads of {@code io.hft.engine.sequencing} hand over; they stand in its package to reach it. */
@NullMarked
package io.hft.engine.sequencing;

import org.jspecify.annotations.NullMarked;
