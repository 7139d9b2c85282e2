/** What the measurements share: JVMs of their own (the same jar, the same flags, another command), temporary directories, JSON files. */
@NullMarked
package io.hft.bench.support;

import org.jspecify.annotations.NullMarked;
