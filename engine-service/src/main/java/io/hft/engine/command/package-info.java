/**
 * Commands: what the engine is told, as bytes that are the same in memory, in the journal and on a replicated log.
 *
 * <p>Static flyweights read and write a {@code DirectBuffer} in place; nothing here allocates, holds state or belongs to a
 * thread. A command carries its identity (source and source sequence), never a session, a log position or a time: the driver
 * gives the time beside it. All numbers are little-endian. Layouts are drawn in the classes and in
 * {@code docs/formats/commands-and-events.md}.
 */
@NullMarked
package io.hft.engine.command;

import org.jspecify.annotations.NullMarked;
