/**
 * Reads from a streaming copy of the database, where there is one ({@code DATABASE_REPLICA_URL}). A request reads there only if the copy has
 * everything that the database had when the request came: nobody misses what he, or anybody else, was told before. Else it reads from the
 * database, as without a copy. Nothing is ever written there. Callable from any thread.
 */
@NullMarked
package io.hft.backend.config.replica;

import org.jspecify.annotations.NullMarked;
