/**
 * The bytes of a snapshot: chunks, sections, records, checksums; drawn in {@code docs/formats/snapshot.md}. What the records mean and
 * whether they make a state that can be is the core's business ({@code MatchingEngine.writeTo} and {@code readFrom}); where chunks are
 * kept is that of whoever gives a {@link io.hft.engine.snapshot.ChunkSink} or {@link io.hft.engine.snapshot.ChunkSource}.
 *
 * <p>Part of the deterministic core: no files, no clock, no threads. Each object belongs to one thread.
 */
@NullMarked
package io.hft.engine.snapshot;

import org.jspecify.annotations.NullMarked;
