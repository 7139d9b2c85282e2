package io.hft.tui.client;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The live interface, {@code docs/api/websocket.md}: says who one is, subscribes, watches the heartbeat, and connects again when the connection
 * ends or is silent, after a pause that doubles with each try. Everything runs on a thread of its own, and so do the listener's methods.
 */
public final class LiveFeed implements AutoCloseable {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    private static final Duration SILENT_AFTER = Duration.ofMillis(3_500);
    private static final Duration GONE_AFTER = Duration.ofSeconds(12);
    private static final Duration PING_EVERY = Duration.ofSeconds(2);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** What happens. Called on the feed's own thread, one call at a time. */
    public interface Listener {
        /** Connected, and who one is there is known: subscribe. */
        void connected();

        /** A message of a channel. */
        void message(JsonNode message);

        /** The server refuses something. */
        void error(String errorCode, String explanation);

        /** Nothing has come for a while; what is shown may be old. {@link #heard} follows when something comes. */
        void silent();

        void heard();

        /** Not connected any more, or still not. */
        void disconnected(String why, Instant nextTry);

        void latency(Duration roundTrip);
    }

    private final JsonMapper json = new JsonMapper();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("live-feed").unstarted(task));
    private final BackendClient backend;
    private final Clock clock;
    private final Listener listener;
    private @Nullable WebSocket socket;
    private Duration pause = SHORTEST_PAUSE;
    private long generation;
    private long heardNanos;
    private long pingedNanos;
    private boolean silent;
    private boolean welcomed;
    private long nextId;

    public LiveFeed(BackendClient backend, Clock clock, Listener listener) {
        this.backend = backend;
        this.clock = clock;
        this.listener = listener;
    }

    public void start() {
        thread.execute(this::connect);
        thread.scheduleWithFixedDelay(this::watch, 500, 500, TimeUnit.MILLISECONDS);
    }

    /** Sends a message; without a connection nothing happens, since everything is asked for again on the next one. */
    public void send(Map<String, ?> message) {
        thread.execute(() -> write(message));
    }

    public void subscribe(String channel, @Nullable String symbol) {
        send(subscription("subscribe", channel, symbol));
    }

    public void unsubscribe(String channel, @Nullable String symbol) {
        send(subscription("unsubscribe", channel, symbol));
    }

    private static Map<String, Object> subscription(String op, String channel, @Nullable String symbol) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("op", op);
        message.put("channel", channel);
        if (symbol != null) {
            message.put("symbols", List.of(symbol));
        }
        return message;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private void connect() {
        long mine = ++generation;
        welcomed = false;
        URI url = URI.create(backend.url().toString().replaceFirst("^http", "ws") + "/ws/v1");
        try {
            socket = backend.http()
                    .newWebSocketBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .buildAsync(url, new Receiver(mine))
                    .get(CONNECT_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
            heardNanos = System.nanoTime();
            pingedNanos = heardNanos;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            lost(mine, reason(e.getCause()));
        } catch (java.util.concurrent.TimeoutException e) {
            lost(mine, "no answer");
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
            return "the live interface answered with status "
                    + refused.getResponse().statusCode();
        }
        String message = cause == null ? null : cause.getMessage();
        return message == null || message.isBlank() ? "no connection" : message;
    }

    private void lost(long which, String why) {
        if (which != generation || thread.isShutdown()) {
            return;
        }
        generation++;
        WebSocket old = socket;
        socket = null;
        silent = false;
        if (old != null) {
            old.abort();
        }
        // Not all at the same moment, when a backend comes back.
        long millis = pause.toMillis() * 3 / 4 + ThreadLocalRandom.current().nextLong(pause.toMillis() / 2);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        listener.disconnected(why, clock.instant().plusMillis(millis));
        thread.schedule(this::connect, millis, TimeUnit.MILLISECONDS);
    }

    private void watch() {
        if (socket == null || !welcomed) {
            if (socket != null && System.nanoTime() - heardNanos > GONE_AFTER.toNanos()) {
                lost(generation, "silence");
            }
            return;
        }
        long quiet = System.nanoTime() - heardNanos;
        if (quiet > GONE_AFTER.toNanos()) {
            lost(generation, "silence");
            return;
        }
        if (quiet > SILENT_AFTER.toNanos() && !silent) {
            silent = true;
            listener.silent();
        }
        if (System.nanoTime() - pingedNanos > PING_EVERY.toNanos()) {
            ping();
        }
    }

    private void ping() {
        pingedNanos = System.nanoTime();
        write(Map.of("op", "ping", "id", "ping-" + pingedNanos));
    }

    private void write(Map<String, ?> message) {
        WebSocket open = socket;
        if (open == null) {
            return;
        }
        Map<String, Object> numbered = new LinkedHashMap<>(message);
        numbered.putIfAbsent("id", ++nextId);
        long mine = generation;
        try {
            open.sendText(json.writeValueAsString(numbered), true)
                    .get(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            lost(mine, "the connection does not take what is sent");
        }
    }

    private void received(long which, String text) {
        if (which != generation) {
            return;
        }
        heardNanos = System.nanoTime();
        if (silent) {
            silent = false;
            listener.heard();
        }
        JsonNode message = json.readTree(text);
        switch (message.path("type").asString("")) {
            case "welcome" -> greet();
            case "authenticated" -> connectedNow();
            case "pong" -> pong(message.path("id").asString(""));
            case "error" -> refused(message);
            case "subscribed", "unsubscribed", "cancel_on_disconnect" -> {
                // Answers; what they announce follows.
            }
            default -> listener.message(message);
        }
    }

    private void greet() {
        Optional<String> token = backend.tokens().accessToken();
        if (token.isPresent()) {
            write(Map.of("op", "auth", "token", token.get(), "id", "auth"));
        } else {
            connectedNow();
        }
    }

    private void connectedNow() {
        if (!welcomed) {
            welcomed = true;
            pause = SHORTEST_PAUSE;
            write(subscription("subscribe", "heartbeat", null));
            listener.connected();
            ping();
        }
    }

    private void pong(String id) {
        if (id.equals("ping-" + pingedNanos)) {
            listener.latency(Duration.ofNanos(System.nanoTime() - pingedNanos));
        }
    }

    private void refused(JsonNode message) {
        String code = message.path("error_code").asString("");
        boolean credentials = code.equals("ERR_BAD_CREDENTIALS") || code.equals("ERR_CREDENTIALS_ENDED");
        if (credentials) {
            renew();
        } else {
            listener.error(code, message.path("message").asString(""));
        }
    }

    private void renew() {
        Optional<String> old = backend.tokens().accessToken();
        try {
            Optional<String> fresh = old.flatMap(backend.tokens()::renew);
            if (fresh.isPresent()) {
                // A login of its own: everything that it had is subscribed anew.
                welcomed = false;
                write(Map.of("op", "auth", "token", fresh.get(), "id", "auth"));
                return;
            }
            listener.error("ERR_BAD_CREDENTIALS", "this login has ended; log in again with: hft login");
            connectedNow();
        } catch (RuntimeException e) {
            lost(generation, "the login could not be renewed: " + e.getMessage());
        }
    }

    /** Puts messages together and hands them to the feed's thread. */
    private final class Receiver implements WebSocket.Listener {
        private final long which;
        private final List<CharSequence> parts = new ArrayList<>();

        Receiver(long which) {
            this.which = which;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.add(data.toString());
            if (last) {
                String text = String.join("", parts);
                parts.clear();
                run(() -> received(which, text));
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            run(() -> lost(which, "closed with " + code + (reason.isBlank() ? "" : " " + reason)));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            run(() -> lost(which, reason(failure)));
        }

        private void run(Runnable task) {
            try {
                thread.execute(task);
            } catch (RejectedExecutionException closed) {
                // Nobody listens any more.
            }
        }
    }
}
