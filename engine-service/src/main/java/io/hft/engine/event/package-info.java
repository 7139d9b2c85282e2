/**
 * Events: what the engine says, one fixed record of bytes each, with a contiguous sequence given by the core.
 *
 * <p>The same commands give the same bytes in any JVM. Static flyweights over a {@code DirectBuffer}; nothing here allocates or
 * belongs to a thread. Who stores or sends events stands behind {@link io.hft.engine.event.EventSink}.
 */
@NullMarked
package io.hft.engine.event;

import org.jspecify.annotations.NullMarked;
