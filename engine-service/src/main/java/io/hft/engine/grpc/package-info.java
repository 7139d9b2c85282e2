/**
 * The engine's gRPC face: checks requests against the instruments' grids, turns them into commands and events into reports. The
 * only package that knows the generated types.
 *
 * <p>Calls run on the network threads and never wait: answers are given later from the publisher's thread, streams are fed by a
 * few threads of their own and hold no more than one message each in memory.
 */
@NullMarked
package io.hft.engine.grpc;

import org.jspecify.annotations.NullMarked;
