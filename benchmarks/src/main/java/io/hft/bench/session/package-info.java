/**
 * The engine behind gRPC from another process: {@code OrderSession} at one and at many orders a message, unary {@code SubmitOrder}, and
 * beside each the bare echo of the same messages, which is as fast as gRPC gets here. Client and server share the machine's cores.
 */
@NullMarked
package io.hft.bench.session;

import org.jspecify.annotations.NullMarked;
