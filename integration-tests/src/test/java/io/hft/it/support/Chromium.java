package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Chromium without a window, with one page, driven through its DevTools protocol. Mouse and keyboard are the browser's own, not calls of a
 * page's functions.
 */
public final class Chromium implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final WebSocket page;
    private final AtomicInteger commands = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Set<String> requested = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

    private Chromium(Process process, Path profile) throws IOException {
        this.process = process;
        this.page = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(debuggerOfTheFirstPage(profile), new Listener())
                .join();
        for (String domain : List.of("Page", "Runtime", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** The first that is in the path. */
    public static Optional<Path> installed() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param profile where none is yet: the browser keeps everything there */
    public static Chromium start(Path program, Path profile) {
        Process process = null;
        try {
            Files.createDirectories(profile);
            process = new ProcessBuilder(
                            program.toString(),
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run",
                            "--no-default-browser-check",
                            "--hide-scrollbars",
                            "--lang=en",
                            "--window-size=1280,1400",
                            "--user-data-dir=" + profile,
                            "--remote-debugging-port=0",
                            "about:blank")
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("chromium.log").toFile())
                    .start();
            process.getOutputStream().close();
            return new Chromium(process, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            throw e;
        }
    }

    /** It writes its port to a file as soon as it listens. */
    private URI debuggerOfTheFirstPage(Path profile) throws IOException {
        Path file = profile.resolve("DevToolsActivePort");
        Awaitility.await("Chromium listens")
                .atMost(PATIENCE)
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                "Chromium ended:\n" + Files.readString(profile.resolve("chromium.log")));
                    }
                })
                .until(() -> Files.exists(file) && Files.readString(file).contains("\n"));
        String port = Files.readAllLines(file).getFirst();
        Reply targets = Api.of(URI.create("http://127.0.0.1:" + port)).get("/json/list");
        for (JsonNode target : targets.json()) {
            if (target.path("type").asString().equals("page")) {
                return URI.create(target.path("webSocketDebuggerUrl").asString());
            }
        }
        throw new IllegalStateException("Chromium has no page: " + targets);
    }

    public void open(URI address) {
        send("Page.navigate", Map.of("url", address.toString()));
    }

    /** The value of an expression in the page, waited for if it is a promise. */
    public JsonNode evaluate(String expression) {
        JsonNode result =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.at("/result/value");
    }

    /** Until the expression is true. */
    public void await(String what, String expression) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> evaluate("Boolean(" + expression + ")").asBoolean());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "the page never " + what + ", but shows:\n"
                            + evaluate("document.body.innerText").asString(),
                    e);
        }
    }

    /** Clicks into the middle of what the expression gives, as soon as it is there and stands still. */
    public void click(String element) {
        await("has " + element, element);
        // Looked for each time anew: a page may draw it once more while it settles.
        JsonNode middle = evaluate("""
                new Promise(done => {
                  let before = '';
                  const look = () => {
                    const e = %s;
                    const r = e?.getBoundingClientRect();
                    const now = r && r.width > 0 ? [r.x, r.y, r.width, r.height].join() : '';
                    if (now && now === before) {
                      done({x: r.x + r.width / 2, y: r.y + r.height / 2});
                      return;
                    }
                    e?.scrollIntoView({block: 'center', behavior: 'instant'});
                    before = now;
                    setTimeout(look, 50);
                  };
                  look();
                })""".formatted(element));
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            middle.path("x").asDouble(),
                            "y",
                            middle.path("y").asDouble(),
                            "button",
                            type.equals("mouseMoved") ? "none" : "left",
                            "clickCount",
                            type.equals("mouseMoved") ? 0 : 1));
        }
    }

    /** Types over all that an input has. */
    public void fill(String input, String text) {
        click(input);
        evaluate(input + ".select()");
        send("Input.insertText", Map.of("text", text));
        await("takes " + text, input + ".value === " + quoted(text));
    }

    /** A text as the page's language writes it. */
    public static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    /** Keeps what the window shows. */
    public void screenshot(Path file) {
        String picture = send("Page.captureScreenshot", Map.of("format", "png"))
                .path("data")
                .asString();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whom the page has asked for anything. */
    public Set<String> hosts() {
        return requested.stream()
                .filter(address -> address.startsWith("http") || address.startsWith("ws"))
                .map(address -> URI.create(address.split("[?#]")[0]).getAuthority())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the page's scripts threw and did not catch. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        int id = commands.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        // The next one may not be sent before.
        page.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        try {
            JsonNode message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new AssertionError(method + ": " + message.path("error"));
            }
            return message.path("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " has no answer", e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                JsonNode message = JSON.readTree(parts.toString());
                parts.setLength(0);
                receive(message);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void receive(JsonNode message) {
            CompletableFuture<JsonNode> answer =
                    waiting.remove(message.path("id").asInt(0));
            if (answer != null) {
                answer.complete(message);
                return;
            }
            switch (message.path("method").asString("")) {
                case "Network.requestWillBeSent" ->
                    requested.add(message.at("/params/request/url").asString());
                case "Runtime.exceptionThrown" ->
                    errors.add(message.at("/params/exceptionDetails").toString());
                default -> {}
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            waiting.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }

    @Override
    public void close() {
        page.abort();
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Awaitility.await("Chromium is gone").atMost(PATIENCE).until(() -> all.stream()
                .noneMatch(ProcessHandle::isAlive));
    }
}
