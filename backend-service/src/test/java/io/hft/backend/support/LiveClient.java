package io.hft.backend.support;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of the live interface over a real connection. */
public final class LiveClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Four heartbeats. */
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final WebSocket socket;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private volatile long heardNanos = System.nanoTime();

    /** A message of the server. */
    public record Message(String text, DocumentContext json) {
        /** Null where the field is missing. */
        public <T> @Nullable T get(String field) {
            Map<String, T> fields = json.read("$");
            return fields.get(field);
        }

        public <T> T path(String path) {
            return json.read(path);
        }

        public boolean is(String field, String value) {
            return value.equals(get(field));
        }

        /** Whether a channel sent it; answers name their channel, too, but have no {@code seq}. */
        public boolean isOf(String channel) {
            return is("channel", channel) && (get("seq") != null || is("type", "stale"));
        }

        public long seq() {
            Number seq = get("seq");
            return seq == null ? -1 : seq.longValue();
        }
    }

    private LiveClient(int port, String[] headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/v1"), new Receiver())
                .join();
    }

    public static LiveClient connect(int port, String... headers) {
        return new LiveClient(port, headers);
    }

    public LiveClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** Sends {@code {"op":"subscribe",…}} with the given further fields, single quotes for double ones. */
    public LiveClient subscribe(String channel, String more) {
        return send(("{'op':'subscribe','channel':'" + channel + "'" + (more.isEmpty() ? "" : "," + more) + "}")
                .replace('\'', '"'));
    }

    public LiveClient sendBinary() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).join();
        return this;
    }

    /** Drops the connection without a word. */
    public void abort() {
        socket.abort();
    }

    /** The next message, whatever it is. */
    public Message next() {
        return await(message -> true, "any message");
    }

    public Message awaitType(String type) {
        return await(message -> message.is("type", type) && message.get("seq") == null, type);
    }

    public Message awaitError(String code) {
        return await(message -> message.is("error_code", code), code);
    }

    public Message awaitChannel(String channel, String type) {
        return await(message -> message.isOf(channel) && message.is("type", type), channel + " " + type);
    }

    /** The next message that fits; those before it are dropped. */
    public Message await(Predicate<Message> fits, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        StringBuilder others = new StringBuilder();
        while (true) {
            Message message = poll(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            if (message == null) {
                throw new AssertionError("no " + what + " came, but: " + others);
            }
            if (fits.test(message)) {
                return message;
            }
            if (others.length() < 4_000) {
                others.append('\n')
                        .append(message.text(), 0, Math.min(300, message.text().length()));
            }
        }
    }

    /** Null when nothing comes in time. */
    public @Nullable Message poll(Duration timeout) {
        try {
            return messages.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public int awaitClose() {
        return closeCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public boolean isClosed() {
        return closeCode.isDone();
    }

    /**
     * Whether the connection is of no more use: closed, or without a heartbeat for some seconds. Not every end is told: the JDK's client can
     * overlook that the other side has hung up.
     */
    public boolean isGone() {
        return isClosed() || System.nanoTime() - heardNanos > SILENCE.toNanos();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            heardNanos = System.nanoTime();
            part.append(data);
            if (last) {
                messages.add(new Message(part.toString(), JsonPath.parse(part.toString())));
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable problem) {
            closeCode.complete(1006);
        }
    }
}
