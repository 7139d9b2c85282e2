package io.hft.bench.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Readers of book, trades, ticker, heartbeat and their own account; each checks that no step of its book is missing. */
final class LiveReaders {
    private static final Pattern SEQ = Pattern.compile("\"seq\":([0-9]+)");
    private static final String PUBLIC = "{\"op\":\"subscribe\",\"channel\":\"%s\",\"symbols\":[\"SOL-USD\"]}";
    private static final String OTHER = "{\"op\":\"subscribe\",\"channel\":\"%s\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final List<WebSocket> sockets = new ArrayList<>();
    private final Map<String, AtomicLong> messages = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> errors = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    LiveReaders(URI url) {
        this.url = URI.create(url.toString().replaceFirst("^http", "ws")).resolve("/ws/v1");
    }

    void connect(int count, List<String> tokens) {
        for (int i = 0; i < count; i++) {
            final WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + tokens.get(i % tokens.size()))
                    .buildAsync(url, new Reader())
                    .join();
            for (String channel : List.of("book", "trades", "ticker")) {
                socket.sendText(PUBLIC.formatted(channel), true).join();
            }
            for (String channel : List.of("heartbeat", "orders", "fills", "balances")) {
                socket.sendText(OTHER.formatted(channel), true).join();
            }
            sockets.add(socket);
        }
    }

    void stop() {
        stopping = true;
        sockets.forEach(WebSocket::abort);
    }

    long errors() {
        return errors.values().stream().mapToLong(AtomicLong::get).sum();
    }

    String report() {
        return "live: " + sockets.size() + " readers, messages " + messages + ", errors " + errors;
    }

    private void count(Map<String, AtomicLong> counters, String name) {
        counters.computeIfAbsent(name, key -> new AtomicLong()).incrementAndGet();
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();
        private long bookSeq = -1;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                read(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void read(String message) {
            final boolean book = message.startsWith("{\"channel\":\"book\"");
            final boolean snapshot = message.startsWith("\"type\":\"snapshot\"", message.indexOf(',') + 1);
            if (message.startsWith("{\"type\":\"error\"") || book && message.contains("\"type\":\"stale\"")) {
                count(errors, message.substring(0, Math.min(200, message.length())));
            } else if (book) {
                final Matcher seq = SEQ.matcher(message);
                final long next = seq.find() ? Long.parseLong(seq.group(1)) : -1;
                if (!snapshot && next != bookSeq + 1) {
                    count(errors, "a step of a book is missing");
                }
                bookSeq = next;
                count(messages, snapshot ? "book snapshots" : "book updates");
            } else if (message.startsWith("{\"channel\":\"")) {
                count(messages, message.substring(12, message.indexOf('"', 12)));
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            if (!stopping) {
                count(errors, "closed: " + code + " " + reason);
            }
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable problem) {
            if (!stopping) {
                count(errors, "broken: " + problem);
            }
        }
    }
}
