/**
 * Whether the exchange works, part by part: {@code GET /health} for people and scripts. A part is a health indicator bean named
 * {@code database}, {@code engine}, {@code settlement}, {@code reconciliation} or {@code market}; the same stand in the management port's
 * {@code /actuator/health}.
 */
@NullMarked
package io.hft.backend.health;

import org.jspecify.annotations.NullMarked;
