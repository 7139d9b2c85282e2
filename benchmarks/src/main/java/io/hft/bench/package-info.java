/**
 * Measurements: each command of {@link io.hft.bench.BenchmarksMain} is one. Nothing here is part of the running
 * platform, and nothing that is measured here is asserted in a test.
 */
@NullMarked
package io.hft.bench;

import org.jspecify.annotations.NullMarked;
