/**
 * The only way to the matching engine: commands out ({@link io.hft.backend.engine.EngineGateway}), events in
 * ({@link io.hft.backend.engine.EngineEvents}), questions about its orders ({@link io.hft.backend.engine.EngineOrders}), and whether it
 * is there ({@link io.hft.backend.engine.EngineLink}).
 * <p>Calls block the calling (virtual) thread up to a deadline and end in {@link io.hft.backend.engine.EngineUnavailable} when the
 * outcome is unknown. Generated protobuf types do not leave this package. It knows no money and no database.
 */
@NullMarked
package io.hft.backend.engine;

import org.jspecify.annotations.NullMarked;
