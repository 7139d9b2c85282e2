/** Writes many rows with one statement, for many callers in one transaction. Knows no feature. */
@NullMarked
package io.hft.backend.database;

import org.jspecify.annotations.NullMarked;
