package io.hft.backend.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a subscription names; one of a session.
 *
 * @param symbol null for a channel that is not of markets
 * @param interval of candles, null otherwise
 */
record Subscription(
        Channel channel, @Nullable String symbol, @Nullable String interval) {}
