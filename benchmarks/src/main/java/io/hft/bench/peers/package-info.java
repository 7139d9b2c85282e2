/**
 * The same flows through other public matching libraries: the book alone, driven on one thread, its reports handed to another one
 * through the same ring as ours. Each runs in a JVM of its own; none of them is part of the platform.
 */
@NullMarked
package io.hft.bench.peers;

import org.jspecify.annotations.NullMarked;
