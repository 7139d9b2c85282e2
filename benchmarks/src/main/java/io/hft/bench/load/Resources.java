package io.hft.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the platform's parts and the whole machine take, each second. */
final class Resources implements AutoCloseable {
    private final List<PartGauge> parts = new ArrayList<>();
    private final List<Double> machinePercent = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("resources").unstarted(this::run);

    /** @param pids of the parts on this machine, by their names */
    Resources(Map<String, Long> pids) throws IOException {
        for (final Map.Entry<String, Long> part : pids.entrySet()) {
            parts.add(new PartGauge(part.getKey(), part.getValue()));
        }
    }

    void start() {
        thread.start();
    }

    private void run() {
        final OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        machine.getCpuLoad();
        parts.forEach(PartGauge::begin);
        try {
            while (!stop.await(1, TimeUnit.SECONDS)) {
                machinePercent.add(100 * machine.getCpuLoad());
                for (final PartGauge part : parts) {
                    part.look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            System.err.println("no more figures of the processes: " + e);
        }
    }

    void stop() throws InterruptedException {
        stop.countDown();
        thread.join();
    }

    /** Part by part; when stopped. */
    List<PartGauge.Series> parts() {
        return parts.stream().map(PartGauge::series).toList();
    }

    /** How busy all processors were together, of 100; when stopped. */
    List<Double> machinePercent() {
        return List.copyOf(machinePercent);
    }

    @Override
    public void close() throws IOException {
        stop.countDown();
        for (final PartGauge part : parts) {
            part.close();
        }
    }
}
