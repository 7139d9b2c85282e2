package io.hft.bench.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of the benchmarks in a JVM of its own, without the caller's {@code HFT_*} settings. */
public final class ForkedJvm implements AutoCloseable {
    private static final String MAIN_CLASS = "io.hft.bench.BenchmarksMain";
    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-XX:+AlwaysPreTouch");
    /** The collector for throughput: books are measured by that, and the peers make garbage. */
    private static final String COLLECTOR = "-XX:+UseParallelGC";

    private final String what;
    private final Process process;

    private ForkedJvm(String what, Process process) {
        this.what = what;
        this.process = process;
    }

    /** The flags of a JVM with that heap. */
    public static List<String> flags(int heapMegabytes) {
        return flags(COLLECTOR, heapMegabytes);
    }

    private static List<String> flags(String collector, int heapMegabytes) {
        final List<String> flags = new ArrayList<>(FLAGS);
        flags.add(collector);
        flags.add("-Xms" + heapMegabytes + "m");
        flags.add("-Xmx" + heapMegabytes + "m");
        return flags;
    }

    /** Runs a command to its end; its output goes where ours goes. */
    public static void run(int heapMegabytes, String... arguments) throws InterruptedException {
        runWith(COLLECTOR, heapMegabytes, arguments);
    }

    /** As {@link #run}, with another collector. */
    public static void runWith(String collector, int heapMegabytes, String... arguments) throws InterruptedException {
        try (ForkedJvm jvm = start(flags(collector, heapMegabytes), ProcessBuilder.Redirect.INHERIT, arguments)) {
            final int exit = jvm.process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException("exit code " + exit + " of " + jvm.what);
            }
        }
    }

    /** Starts a server command; it ends when its input ends. */
    public static ForkedJvm serve(int heapMegabytes, String... arguments) {
        return start(flags(heapMegabytes), ProcessBuilder.Redirect.PIPE, arguments);
    }

    /** The next line of a server's output that begins with the word, without it. */
    public String awaitLine(String word) throws IOException {
        final BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        while (true) {
            final String line = lines.readLine();
            if (line == null) {
                throw new IOException("ended without a line that begins with '" + word + "': " + what);
            }
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
            System.out.println(line);
        }
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static ForkedJvm start(List<String> flags, ProcessBuilder.Redirect output, String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(MAIN_CLASS);
        command.addAll(List.of(arguments));
        final ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("HFT_"));
        try {
            return new ForkedJvm(String.join(" ", arguments), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
