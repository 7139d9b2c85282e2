/** JVMs of their own for measurements: the same jar, the same flags, another command. */
@NullMarked
package io.hft.bench.fork;

import org.jspecify.annotations.NullMarked;
