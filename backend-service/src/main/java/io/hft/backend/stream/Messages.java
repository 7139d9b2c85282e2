package io.hft.backend.stream;

import io.hft.backend.marketdata.BookLevel;
import io.hft.backend.marketdata.BookView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes the server's messages. Callable from any thread. */
@Component
final class Messages {
    static final String SNAPSHOT = "snapshot";
    static final String UPDATE = "update";

    private final JsonMapper json;

    Messages(JsonMapper json) {
        this.json = json;
    }

    /** An answer to a client's message, or a word about the connection; fields in the order given. */
    Frame answer(String type, @Nullable JsonNode id, Map<String, ?> more) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        if (id != null && !id.isNull()) {
            message.put("id", id);
        }
        message.putAll(more);
        return Frame.of(json.writeValueAsString(message));
    }

    Frame error(@Nullable JsonNode id, StreamError error, String text) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("error_code", error.code());
        more.put("message", text);
        more.put("retryable", error.retryable());
        return answer("error", id, more);
    }

    /** A message of a channel. */
    Frame of(Channel channel, String type, long seq, Map<String, ?> more) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("channel", channel.text());
        message.put("type", type);
        message.put("seq", seq);
        message.putAll(more);
        return new Frame(json.writeValueAsString(message), seq);
    }

    /** The many messages: their texts need no escaping, so no mapper is asked. */
    static Frame book(String type, BookView book, List<BookLevel> bids, List<BookLevel> asks) {
        StringBuilder text = new StringBuilder(160 + 36 * (bids.size() + asks.size()));
        text.append("{\"channel\":\"book\",\"type\":\"").append(type);
        text.append("\",\"seq\":").append(book.seq());
        text.append(",\"symbol\":\"").append(book.symbol());
        text.append("\",\"sequence\":").append(book.eventSequence());
        levels(text.append(",\"bids\":"), bids);
        levels(text.append(",\"asks\":"), asks);
        text.append(",\"checksum\":").append(book.checksum());
        text.append(",\"timestamp\":\"").append(book.timestamp()).append("\"}");
        return new Frame(text.toString(), book.seq());
    }

    private static void levels(StringBuilder text, List<BookLevel> levels) {
        text.append('[');
        for (int i = 0; i < levels.size(); i++) {
            BookLevel level = levels.get(i);
            text.append(i == 0 ? "[\"" : ",[\"")
                    .append(level.price())
                    .append("\",\"")
                    .append(level.quantity())
                    .append("\"]");
        }
        text.append(']');
    }
}
