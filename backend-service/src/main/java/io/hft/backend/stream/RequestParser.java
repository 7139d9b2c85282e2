package io.hft.backend.stream;

import io.hft.backend.marketdata.CandleInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads clients' messages: one JSON object of few levels, no field twice. Whatever else comes is {@link Request.Malformed}, never an exception. */
final class RequestParser {
    private static final int DEPTH_MAX = 8;
    private static final int ID_MAX = 64;
    private static final int SYMBOLS_MAX = 100;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    Request parse(String text) {
        JsonNode message;
        try {
            message = json.readTree(text);
        } catch (JacksonException e) {
            return new Request.Malformed(
                    null,
                    StreamError.MALFORMED_MESSAGE,
                    "a message is one JSON object, at most " + DEPTH_MAX + " levels deep, no field twice");
        }
        if (message == null || !message.isObject()) {
            return new Request.Malformed(null, StreamError.MALFORMED_MESSAGE, "a message is one JSON object");
        }
        JsonNode id = message.get("id");
        if (id != null && !isId(id)) {
            return new Request.Malformed(
                    null,
                    StreamError.VALIDATION,
                    "id: must be a whole number or a text of at most " + ID_MAX + " characters");
        }
        try {
            return request(message, id);
        } catch (Invalid e) {
            return new Request.Malformed(id, e.error, e.getMessage());
        }
    }

    private static boolean isId(JsonNode id) {
        return id.isNull()
                || id.isIntegralNumber() && id.canConvertToLong()
                || id.isString() && id.stringValue().length() <= ID_MAX;
    }

    private static Request request(JsonNode message, @Nullable JsonNode id) {
        String op = text(message, "op", true);
        return switch (op) {
            case "subscribe" -> {
                Channel channel = channel(message);
                yield new Request.Subscribe(
                        id, channel, symbols(message, channel), interval(message, channel), resume(message, channel));
            }
            case "unsubscribe" -> {
                Channel channel = channel(message);
                yield new Request.Unsubscribe(id, channel, symbols(message, channel), interval(message, channel));
            }
            case "auth" -> new Request.Authenticate(id, credentials(message), flag(message, "cancel_on_disconnect"));
            case "cancel_on_disconnect" -> {
                Boolean enabled = flag(message, "enabled");
                if (enabled == null) {
                    throw new Invalid(StreamError.VALIDATION, "enabled: must be true or false");
                }
                yield new Request.CancelOnDisconnect(id, enabled);
            }
            case "ping" -> new Request.Ping(id);
            default ->
                throw new Invalid(
                        StreamError.UNKNOWN_OP,
                        "op: must be subscribe, unsubscribe, auth, cancel_on_disconnect or ping");
        };
    }

    private static Channel channel(JsonNode message) {
        return Channel.of(text(message, "channel", true))
                .orElseThrow(() -> new Invalid(
                        StreamError.UNKNOWN_CHANNEL, "channel: must be one of " + String.join(", ", Channel.texts())));
    }

    private static List<String> symbols(JsonNode message, Channel channel) {
        JsonNode symbols = message.get("symbols");
        if (!channel.isOfMarkets()) {
            if (symbols != null && !symbols.isNull()) {
                throw new Invalid(StreamError.VALIDATION, "symbols: this channel is not of markets");
            }
            return List.of();
        }
        if (symbols == null || !symbols.isArray() || symbols.isEmpty() || symbols.size() > SYMBOLS_MAX) {
            throw new Invalid(
                    StreamError.VALIDATION,
                    "symbols: must be a list of 1 to " + SYMBOLS_MAX + " markets, [\"BTC-USD\"]");
        }
        List<String> all = new ArrayList<>();
        for (JsonNode symbol : symbols) {
            if (!symbol.isString()) {
                throw new Invalid(StreamError.VALIDATION, "symbols: must be texts");
            }
            String name = symbol.stringValue().strip().toUpperCase(Locale.ROOT);
            if (!all.contains(name)) {
                all.add(name);
            }
        }
        return all;
    }

    private static @Nullable String interval(JsonNode message, Channel channel) {
        if (channel != Channel.CANDLES) {
            return null;
        }
        Optional<String> given = Optional.ofNullable(text(message, "interval", false));
        String interval = given.orElse(CandleInterval.MINUTE.text());
        if (CandleInterval.of(interval).isEmpty()) {
            throw new Invalid(
                    StreamError.VALIDATION, "interval: must be one of " + String.join(", ", CandleInterval.texts()));
        }
        return interval;
    }

    private static Map<Integer, Long> resume(JsonNode message, Channel channel) {
        JsonNode seq = message.get("seq");
        if (seq == null || seq.isNull()) {
            return Map.of();
        }
        boolean resumable = channel == Channel.TRADES || channel == Channel.ORDERS || channel == Channel.FILLS;
        if (!resumable) {
            throw new Invalid(StreamError.VALIDATION, "seq: this channel begins with a snapshot and cannot be resumed");
        }
        if (isSequence(seq)) {
            return Map.of(Request.Subscribe.ANY_SHARD, seq.longValue());
        }
        if (!seq.isObject() || seq.size() > SYMBOLS_MAX || channel == Channel.TRADES) {
            throw new Invalid(StreamError.VALIDATION, "seq: must be the last seq that you have");
        }
        Map<Integer, Long> resume = new TreeMap<>();
        seq.properties().forEach(entry -> {
            if (!entry.getKey().matches("[0-9]{1,5}") || !isSequence(entry.getValue())) {
                throw new Invalid(StreamError.VALIDATION, "seq: must be the last seq of each shard, {\"0\": 1042}");
            }
            resume.put(Integer.valueOf(entry.getKey()), entry.getValue().longValue());
        });
        return resume;
    }

    private static boolean isSequence(JsonNode seq) {
        return seq.isIntegralNumber() && seq.canConvertToLong() && seq.longValue() >= 0;
    }

    private static Credentials credentials(JsonNode message) {
        String token = text(message, "token", false);
        String key = text(message, "api_key", false);
        if (token != null && key == null) {
            return new Credentials.AccessToken(token);
        }
        if (key == null || token != null) {
            throw new Invalid(
                    StreamError.VALIDATION,
                    "token: is required, or api_key with timestamp and signature instead of it");
        }
        return new Credentials.ApiKey(
                key,
                number(message, "timestamp", true),
                number(message, "recv_window", false),
                text(message, "signature", true));
    }

    private static @Nullable Boolean flag(JsonNode message, String field) {
        JsonNode value = message.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw new Invalid(StreamError.VALIDATION, field + ": must be true or false");
        }
        return value.booleanValue();
    }

    private static @Nullable String number(JsonNode message, String field, boolean required) {
        JsonNode value = message.get(field);
        return value != null && value.isIntegralNumber() && value.canConvertToLong()
                ? Long.toString(value.longValue())
                : text(message, field, required);
    }

    private static @Nullable String text(JsonNode message, String field, boolean required) {
        JsonNode value = message.get(field);
        if (value == null || value.isNull()) {
            if (required) {
                throw new Invalid(StreamError.VALIDATION, field + ": is required");
            }
            return null;
        }
        if (!value.isString()) {
            throw new Invalid(StreamError.VALIDATION, field + ": must be a text");
        }
        return value.stringValue();
    }

    private static final class Invalid extends RuntimeException {
        private final transient StreamError error;

        Invalid(StreamError error, String message) {
            super(message, null, false, false);
            this.error = error;
        }
    }
}
