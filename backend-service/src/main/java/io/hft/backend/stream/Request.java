package io.hft.backend.stream;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A message of a client, its form checked; {@code id} is the client's own and is sent back with the answer. */
sealed interface Request {
    @Nullable
    JsonNode id();

    /**
     * @param symbols empty for a channel that is not of markets
     * @param resume per shard (or, for trades, under shard -1) the last sequence that the client has; empty for a beginning with a snapshot
     */
    record Subscribe(
            @Nullable JsonNode id,
            Channel channel,
            List<String> symbols,
            @Nullable String interval,
            Map<Integer, Long> resume)
            implements Request {
        /** Of a {@code seq} without a shard. */
        static final int ANY_SHARD = -1;
    }

    /** Ends subscriptions. */
    record Unsubscribe(
            @Nullable JsonNode id,
            Channel channel,
            List<String> symbols,
            @Nullable String interval) implements Request {}

    /** Credentials: an access token, or the parts of a signed API key request. */
    record Authenticate(
            @Nullable JsonNode id,
            Credentials credentials,
            @Nullable Boolean cancelOnDisconnect) implements Request {}

    /** Switches cancel on disconnect. */
    record CancelOnDisconnect(@Nullable JsonNode id, boolean enabled) implements Request {}

    /** Asks for a pong. */
    record Ping(@Nullable JsonNode id) implements Request {}

    /** What cannot be understood. */
    record Malformed(@Nullable JsonNode id, StreamError error, String message) implements Request {}
}
