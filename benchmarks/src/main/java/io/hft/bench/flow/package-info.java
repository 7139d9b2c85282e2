/**
 * Order flows: made from a shape and a seed, read from a file, written to one. A flow is plain memory, so that replaying it costs the
 * replay next to nothing. The same shape, seed and number of messages give the same flow, everywhere.
 */
@NullMarked
package io.hft.bench.flow;

import org.jspecify.annotations.NullMarked;
