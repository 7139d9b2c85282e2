package io.hft.bench.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The backend's memory each second: the heap as its metrics say, and the process's resident memory where there is a {@code /proc}. */
final class MemoryGauge {
    private static final int QUARTERS = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;
    private final Path status;
    private final List<Long> heapMebibytes = new ArrayList<>();
    private final List<Long> residentMebibytes = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("memory-gauge").unstarted(this::run);

    /** @param pid 0 when it is not known */
    MemoryGauge(URI metrics, long pid) {
        this.metrics = metrics;
        this.status = Path.of("/proc", Long.toString(pid), "status");
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                look();
            } while (!stop.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("no metrics: " + e);
        }
    }

    private void look() throws IOException, InterruptedException {
        final double bytes = http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        heapMebibytes.add((long) bytes >> 20);
        if (Files.isReadable(status)) {
            try (Stream<String> lines = Files.lines(status)) {
                lines.filter(line -> line.startsWith("VmRSS"))
                        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                        .forEach(residentMebibytes::add);
            }
        }
    }

    List<String> stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        final List<String> lines = new ArrayList<>();
        lines.add("heap of the backend, MiB: lowest in each quarter " + lowest(heapMebibytes) + ", each second "
                + heapMebibytes);
        if (!residentMebibytes.isEmpty()) {
            lines.add("resident memory of the backend, MiB: " + residentMebibytes.getFirst() + " at first, "
                    + residentMebibytes.getLast() + " at last, each second " + residentMebibytes);
        }
        return lines;
    }

    /** The heap goes up and down with its collections: what stays is what its lowest values show. */
    private static List<Long> lowest(List<Long> values) {
        final List<Long> lowest = new ArrayList<>();
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            values.subList(values.size() * quarter / QUARTERS, values.size() * (quarter + 1) / QUARTERS).stream()
                    .min(Long::compare)
                    .ifPresent(lowest::add);
        }
        return lowest;
    }
}
