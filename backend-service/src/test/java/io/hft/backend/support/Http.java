package io.hft.backend.support;

import com.jayway.jsonpath.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Talks to a backend over real HTTP. */
public final class Http {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final Listener listener;

    public Http(int port) {
        this(port, (method, path, answer) -> {});
    }

    /** @param listener hears of every answer */
    public Http(int port, Listener listener) {
        this.port = port;
        this.listener = listener;
    }

    /** Hears of every answer, on the thread that asked. */
    public interface Listener {
        void answered(String method, String path, Answer answer);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, false, headers);
    }

    public Answer postJson(String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/json"));
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), false, all.toArray(String[]::new));
    }

    /** @param chunked sends the body without announcing its length */
    public Answer send(String method, String path, byte @Nullable [] body, boolean chunked, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else if (chunked) {
            request.method(method, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        } else {
            request.method(method, BodyPublishers.ofByteArray(body));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            Answer answer = new Answer(client.send(request.build(), BodyHandlers.ofString()));
            listener.answered(method, path, answer);
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** A JSON path of the body. */
        public <T> T json(String path) {
            return JsonPath.read(response.body(), path);
        }
    }
}
