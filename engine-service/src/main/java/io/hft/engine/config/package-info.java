/**
 * The engine's settings: one record tree, read from YAML and environment variables and checked as a whole before anything starts.
 *
 * <p>Every wrong value is reported at once as a {@link io.hft.engine.config.ConfigProblem} that says what would be right. Nothing
 * here opens a socket or writes a file.
 */
@NullMarked
package io.hft.engine.config;

import org.jspecify.annotations.NullMarked;
