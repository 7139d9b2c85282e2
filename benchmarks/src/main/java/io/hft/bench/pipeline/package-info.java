/**
 * One shard at work in this JVM: order in, journal, matching, event log, report out; without the network. The load is an open loop: every
 * order has the time at which it ought to be sent, and its latency counts from then, however late it was sent.
 */
@NullMarked
package io.hft.bench.pipeline;

import org.jspecify.annotations.NullMarked;
