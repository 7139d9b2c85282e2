/**
 * Instruments: what is traded, on which grid of prices and quantities, within which limits.
 *
 * <p>Sizes are kept as {@code mantissa / 10^scale}; there is no decimal type in the core. The registry belongs to the
 * thread of the matcher; the records are immutable and may be handed to anybody.
 */
@NullMarked
package io.hft.engine.instrument;

import org.jspecify.annotations.NullMarked;
