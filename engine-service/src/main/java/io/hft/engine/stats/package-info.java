/**
 * What an operator watches: latencies, rates, fills. Written by the pipeline's threads without waiting, read by any thread, also as
 * Prometheus text on the management port. Names and units: docs/operations/monitoring.md.
 */
@NullMarked
package io.hft.engine.stats;

import org.jspecify.annotations.NullMarked;
