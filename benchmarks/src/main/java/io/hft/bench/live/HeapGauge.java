package io.hft.bench.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The backend's heap as its metrics say, each second. */
final class HeapGauge {
    private static final long MEBIBYTE = 1 << 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;
    private final List<Long> mebibytes = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch stop = new CountDownLatch(1);

    HeapGauge(URI metrics) {
        this.metrics = metrics;
    }

    void start() {
        Thread.ofVirtual().start(() -> {
            try {
                do {
                    look();
                } while (!stop.await(1, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                System.err.println("no metrics: " + e);
            }
        });
    }

    private void look() throws IOException, InterruptedException {
        final double bytes = http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        mebibytes.add((long) (bytes / MEBIBYTE));
    }

    void stop() {
        stop.countDown();
    }

    String report() {
        return "backend's heap, MiB: " + mebibytes;
    }
}
