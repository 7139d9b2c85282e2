/**
 * The pipeline of a shard: callers put commands into a bounded ring, the journal thread and the matcher work on it side by side,
 * the publisher lets an event out only when the journal covers its command.
 *
 * <p>Any thread may call {@link io.hft.engine.sequencing.ShardPipeline}; the agents each own one thread. Nothing here waits on a
 * caller: replies are called on the publisher's thread and must return quickly. After the first failure of any part nothing is
 * acknowledged any more. The whole is described in docs/adr/0007-engine-pipeline.md.
 */
@NullMarked
package io.hft.engine.sequencing;

import org.jspecify.annotations.NullMarked;
