package io.hft.tui.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The REST interface. Safe for use from many threads.
 *
 * <p>What changes something carries an idempotency key or is harmless twice. So an answer that got lost, a 503 and a request that is still
 * being worked on are asked again, the same request under the same key, until there is an answer or {@link #patience} is over.
 */
public final class BackendClient {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final JsonMapper json = new JsonMapper();
    private final URI url;
    private final Tokens tokens;
    private final Duration patience;
    private final AtomicLong lostAnswers = new AtomicLong();

    public BackendClient(URI url, Tokens tokens, Duration patience) {
        this.url = url;
        this.tokens = tokens;
        this.patience = patience;
    }

    public URI url() {
        return url;
    }

    public Tokens tokens() {
        return tokens;
    }

    /** How many requests so far had to be asked again without knowing whether they had taken effect. */
    public long lostAnswers() {
        return lostAnswers.get();
    }

    /** The same backend, without credentials. */
    public BackendClient asNobody() {
        return new BackendClient(url, Tokens.NONE, patience);
    }

    HttpClient http() {
        return http;
    }

    /**
     * @throws BackendProblem when the backend says no; here and below
     * @throws BackendUnreachable when there is no answer and nothing has happened; here and below
     */
    public JsonNode get(String path) {
        return send("GET", path, null, null, false);
    }

    /**
     * @param key the idempotency key; null for what takes none
     * @throws OutcomeUnknown when the request may have taken effect and no answer came in time; below, too
     */
    public JsonNode post(String path, Object body, @Nullable String key) {
        return send("POST", path, json.writeValueAsString(body), key, key != null);
    }

    /** Changes something to a state that the body names as a whole, so that a repeat changes nothing. */
    public JsonNode patch(String path, Object body) {
        return send("PATCH", path, json.writeValueAsString(body), null, true);
    }

    public JsonNode delete(String path) {
        return send("DELETE", path, null, null, true);
    }

    private JsonNode send(String method, String path, @Nullable String body, @Nullable String key, boolean repeatable) {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration wait = SHORTEST_WAIT;
        boolean mayHaveArrived = false;
        boolean renewed = false;
        Optional<String> token = tokens.accessToken();
        while (true) {
            String why;
            Duration asked = wait;
            try {
                HttpResponse<String> response =
                        http.send(request(method, path, body, key, token), HttpResponse.BodyHandlers.ofString());
                int status = response.statusCode();
                if (status < 300) {
                    return parsed(response.body());
                }
                JsonNode problem = parsed(response.body());
                if (status == 401 && token.isPresent() && !renewed) {
                    token = tokens.renew(token.get());
                    renewed = true;
                    if (token.isPresent()) {
                        continue;
                    }
                }
                boolean again = status == TOO_MANY_REQUESTS && !path.startsWith("/api/v1/auth/")
                        || repeatable && (status == 503 || isInProgress(status, problem));
                if (!again) {
                    throw BackendProblem.of(status, problem);
                }
                if (status != TOO_MANY_REQUESTS) {
                    mayHaveArrived = true;
                    lostAnswers.incrementAndGet();
                }
                why = problem.path("detail").asString("status " + status);
                asked = retryAfter(response).orElse(wait);
                if (System.nanoTime() + asked.toNanos() > deadline && !mayHaveArrived) {
                    throw BackendProblem.of(status, problem);
                }
            } catch (ConnectException | HttpConnectTimeoutException e) {
                if (!mayHaveArrived) {
                    throw new BackendUnreachable(url, e);
                }
                why = "no connection";
            } catch (IOException e) {
                if (!repeatable) {
                    throw new BackendUnreachable(url, e);
                }
                mayHaveArrived = true;
                lostAnswers.incrementAndGet();
                why = "no answer";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw mayHaveArrived ? new OutcomeUnknown(key, "interrupted") : new BackendUnreachable(url, e);
            }
            if (System.nanoTime() > deadline) {
                throw new OutcomeUnknown(key, why);
            }
            pause(asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked, key);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    private HttpRequest request(
            String method, String path, @Nullable String body, @Nullable String key, Optional<String> token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(REQUEST_TIMEOUT)
                .header("Accept", "application/json, application/problem+json");
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (body == null) {
            return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private JsonNode parsed(String body) throws IOException {
        try {
            return body.isBlank() ? json.createObjectNode() : json.readTree(body);
        } catch (JacksonException e) {
            throw new IOException("the answer is no JSON; is this the right address?", e);
        }
    }

    private static boolean isInProgress(int status, JsonNode problem) {
        return status == 409 && problem.path("error_code").asString("").equals("ERR_IN_PROGRESS");
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static void pause(Duration time, @Nullable String key) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknown(key, "interrupted");
        }
    }
}
