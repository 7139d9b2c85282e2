/**
 * Files as the journal and the event log need them: append-only segments behind a small port that tests replace with failing ones,
 * and the lock that keeps a second process off a data directory.
 *
 * <p>Knows bytes and paths only. A {@link io.hft.engine.storage.SegmentFile} has one writing thread at a time.
 */
@NullMarked
package io.hft.engine.storage;

import org.jspecify.annotations.NullMarked;
