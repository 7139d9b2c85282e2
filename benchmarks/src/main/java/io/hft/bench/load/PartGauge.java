package io.hft.bench.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What one JVM takes: its processor time, its heap, and its resident memory where there is a {@code /proc}. */
final class PartGauge implements AutoCloseable {
    private final String name;
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final OperatingSystemMXBean system;
    private final Path status;
    private final List<Look> looks = new ArrayList<>();
    private long lastCpuNanos;
    private long lastNanos;

    /**
     * At a moment.
     *
     * @param cpuPercent of one core, since the look before
     * @param residentMebibytes 0 where it cannot be known
     */
    record Look(double cpuPercent, double heapMebibytes, double residentMebibytes) {}

    /** A part, look by look. */
    record Series(String name, List<Look> looks) {}

    PartGauge(String name, long pid) throws IOException {
        this.name = name;
        this.status = Path.of("/proc", Long.toString(pid), "status");
        final VirtualMachine machine;
        try {
            machine = VirtualMachine.attach(Long.toString(pid));
        } catch (AttachNotSupportedException e) {
            throw new IOException(name + ", process " + pid, e);
        }
        try {
            this.connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
        final MBeanServerConnection beans = connector.getMBeanServerConnection();
        this.memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        this.system = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class);
    }

    /** From now on it counts. */
    void begin() {
        lastCpuNanos = system.getProcessCpuTime();
        lastNanos = System.nanoTime();
    }

    void look() throws IOException {
        final long cpuNanos = system.getProcessCpuTime();
        final long now = System.nanoTime();
        looks.add(new Look(
                100.0 * (cpuNanos - lastCpuNanos) / (now - lastNanos),
                memory.getHeapMemoryUsage().getUsed() / (double) (1 << 20),
                residentMebibytes()));
        lastCpuNanos = cpuNanos;
        lastNanos = now;
    }

    private double residentMebibytes() throws IOException {
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .sum();
        }
    }

    Series series() {
        return new Series(name, List.copyOf(looks));
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
