/**
 * Settings and wiring of the process: which database, where it listens, how requests and JSON are set up, and the embedded PostgreSQL of the
 * {@code local} profile. Settings are validated records; the environment variables behind them stand in {@code application.yml}.
 * Knows no feature.
 */
@NullMarked
package io.hft.backend.config;

import org.jspecify.annotations.NullMarked;
