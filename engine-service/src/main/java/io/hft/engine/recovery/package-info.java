/**
 * From a data directory to a core that stands where the last one stopped: the journal behind the newest whole snapshot is replayed through the
 * core, the events that this gives are laid against the event log, and the settings' instruments are laid against those that the core knows.
 *
 * <p>Runs before the pipeline starts, on one thread; {@link io.hft.engine.recovery.Bases} also on the thread that takes snapshots.
 */
@NullMarked
package io.hft.engine.recovery;

import org.jspecify.annotations.NullMarked;
