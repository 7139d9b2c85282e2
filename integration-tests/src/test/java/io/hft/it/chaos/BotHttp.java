package io.hft.it.chaos;

import io.hft.it.chaos.oracle.Request;
import io.hft.it.support.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Sends a client's requests and does not wait for ever. Safe for use from many threads. */
final class BotHttp {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI url;
    private final Duration patience;

    BotHttp(URI url, Duration patience) {
        this.url = url;
        this.patience = patience;
    }

    /** Sends it once; empty when there was no answer. */
    Optional<Reply> send(Request request, String token) throws InterruptedException {
        return send(request.method(), request.path(), request.body(), request.isKeyed() ? request.key() : "", token);
    }

    Optional<Reply> get(String path, String token) throws InterruptedException {
        return send("GET", path, "", "", token);
    }

    /** @param key none where it is empty; likewise the body */
    Optional<Reply> send(String method, String path, String body, String key, String token)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve(path)).timeout(patience).header("Authorization", "Bearer " + token);
        if (!key.isEmpty()) {
            request.header("X-Idempotency-Key", key);
        }
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Reply(response.statusCode(), response.headers(), response.body()));
        } catch (IOException noAnswer) {
            return Optional.empty();
        }
    }
}
