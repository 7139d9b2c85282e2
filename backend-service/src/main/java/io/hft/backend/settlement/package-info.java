/**
 * Books what the engine did: one leader per shard consumes the event stream from the cursor on and writes orders, fills, transfers,
 * holds, balances and the cursor in one transaction per batch.
 * <p>One thread and one database connection of its own per shard; the connection holds the leader's advisory lock, so a batch
 * cannot commit after leadership is lost. Followers listen for the leader's commits on theirs. It asks the engine for nothing
 * but events and decides no price.
 */
@NullMarked
package io.hft.backend.settlement;

import org.jspecify.annotations.NullMarked;
