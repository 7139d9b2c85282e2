/**
 * The event log: every event of a shard by its sequence, kept apart from the journal, which alone is the truth. Replaying the
 * journal writes the same bytes again, which changes nothing; other bytes at a known sequence are refused with their place.
 *
 * <p>One thread appends (the publisher; recovery before it starts). Any number of {@link io.hft.engine.eventlog.EventLogReader}s
 * read what has been published, each used by one thread at a time, and never touch the writing thread. Bytes only.
 */
@NullMarked
package io.hft.engine.eventlog;

import org.jspecify.annotations.NullMarked;
