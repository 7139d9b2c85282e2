/**
 * Takes snapshots while the engine serves. The live core is never asked: a second one follows the journal, every event that it says is compared
 * with the event log, and its state is written. See docs/adr/0009-snapshots-by-a-second-core.md.
 *
 * <p>All of it is done by one thread of its own, which shares no lock with the threads of the pipelines. Behind a snapshot it prunes older
 * ones, the journal and the event log. Any thread may ask for a snapshot.
 */
@NullMarked
package io.hft.engine.snapshotting;

import org.jspecify.annotations.NullMarked;
