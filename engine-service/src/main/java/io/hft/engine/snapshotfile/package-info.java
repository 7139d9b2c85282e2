/**
 * Snapshots as files: one file each, named by the last command that it covers, written aside and given its name when it is whole and on the
 * device. Drawn in docs/formats/snapshot.md. Knows chunks as bytes only; what is in them is the core's business.
 *
 * <p>Writers, readers and directories belong to one thread each: recovery before the engine serves, then the thread that takes snapshots.
 */
@NullMarked
package io.hft.engine.snapshotfile;

import org.jspecify.annotations.NullMarked;
