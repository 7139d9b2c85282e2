/** Writes many rows with one statement. Knows no feature. */
@NullMarked
package io.hft.backend.database;

import org.jspecify.annotations.NullMarked;
