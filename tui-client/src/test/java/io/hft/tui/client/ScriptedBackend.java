package io.hft.tui.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A real HTTP server that answers as it is told, one answer a request; the last one for ever. */
public final class ScriptedBackend implements AutoCloseable {
    /** What came. */
    public record Request(
            String method,
            String path,
            @Nullable String key,
            @Nullable String token,
            String body) {}

    private record Answer(int status, String body, String... headers) {}

    private static final Answer LOST = new Answer(0, "");
    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Map<String, Answer> atPaths = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public ScriptedBackend() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public synchronized ScriptedBackend answers(int status, String body, String... headers) {
        answers.add(new Answer(status, body, headers));
        return this;
    }

    /** Whatever else is told: what this path answers, always. */
    public ScriptedBackend answersAt(String path, String body) {
        atPaths.put(path, new Answer(200, body.replace('\'', '"')));
        return this;
    }

    /** Takes a request and breaks the connection: nobody knows what became of it. */
    public synchronized ScriptedBackend losesTheAnswer() {
        answers.add(LOST);
        return this;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Request> requests() {
        return Collections.unmodifiableList(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body));
        Answer always = atPaths.get(exchange.getRequestURI().getPath());
        Answer answer = always == null ? next() : always;
        if (answer == LOST) {
            throw new IOException("lost on purpose");
        }
        for (int i = 0; i < answer.headers().length; i += 2) {
            exchange.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
        }
        // Where this stands behind a live interface, the next request on the connection may be for that.
        exchange.getResponseHeaders().set("Connection", "close");
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Answer next() {
        Answer answer = answers.size() > 1 ? answers.removeFirst() : answers.peekFirst();
        return answer == null ? new Answer(200, "{}") : answer;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
