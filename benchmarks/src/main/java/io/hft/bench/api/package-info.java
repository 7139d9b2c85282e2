/**
 * Load on the REST interface of a whole platform: engine, backend and its PostgreSQL as real processes, clients over HTTP/1.1 from this JVM. One platform thread and one
 * connection per client; nothing here is asserted.
 */
@NullMarked
package io.hft.bench.api;

import org.jspecify.annotations.NullMarked;
