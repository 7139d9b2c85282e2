/**
 * From a data directory to a core that stands where the last one stopped: the journal is replayed through the core, the events
 * that this gives are laid against the event log, and the settings' instruments are laid against those that the journal knows.
 *
 * <p>Runs before the pipeline starts, on one thread.
 */
@NullMarked
package io.hft.engine.recovery;

import org.jspecify.annotations.NullMarked;
