/**
 * The deterministic core: {@code apply(command, timestamp, sink)} and nothing else. The same commands with the same timestamps
 * give the same events, byte for byte, and the same state hash in any JVM.
 *
 * <p>One thread owns an engine. It asks no clock, no random source and does no I/O; it never throws for what a command
 * says: bad commands are answered with a refusal. Durability, threads and transport stand outside.
 */
@NullMarked
package io.hft.engine.matching;

import org.jspecify.annotations.NullMarked;
