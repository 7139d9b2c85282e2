/**
 * A thousand users at once: each places and cancels through REST with pauses in between, and reads the market and his account over WebSocket. Afterwards every
 * acknowledged order is looked for. It measures a whole platform, not one of its parts.
 */
@NullMarked
package io.hft.bench.load;

import org.jspecify.annotations.NullMarked;
