package io.hft.engine.stats;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** HTTP for machines: {@code /metrics} as Prometheus text, {@code /health} with 200 or 503 and a line that says why. */
public final class ManagementServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService executor;

    private ManagementServer(final HttpServer server, final ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Listens at once.
     *
     * @param port 0 for any free port
     * @param complaint why the engine does not serve, empty when it does; asked by any thread
     * @throws IOException when it cannot listen there
     */
    public static ManagementServer listen(
            final String bind, final int port, final EngineMetrics metrics, final Supplier<String> complaint)
            throws IOException {
        final HttpServer server = HttpServer.create(new InetSocketAddress(bind, port), 0);
        final ExecutorService executor = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name("management-", 0).daemon(true).factory());
        server.setExecutor(executor);
        server.createContext("/metrics", new MetricsHandler(metrics.registry()));
        server.createContext("/health", exchange -> health(exchange, complaint));
        server.start();
        return new ManagementServer(server, executor);
    }

    private static void health(final HttpExchange exchange, final Supplier<String> complaint) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(NOT_ALLOWED, -1);
                return;
            }
            final String why = complaint.get();
            final byte[] text =
                    (why.isEmpty() ? "SERVING\n" : "NOT_SERVING: " + why + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(why.isEmpty() ? OK : UNAVAILABLE, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
