/** Single operations in steady state, with JMH: time and bytes allocated. */
@NullMarked
package io.hft.bench.jmh;

import org.jspecify.annotations.NullMarked;
