/** What tests of several features need: one real PostgreSQL per test JVM with a database of its own per context, and a plain HTTP client. */
@NullMarked
package io.hft.backend.support;

import org.jspecify.annotations.NullMarked;
