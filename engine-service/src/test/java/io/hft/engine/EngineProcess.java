package io.hft.engine;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The engine as a process of its own, as a user starts it. */
final class EngineProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("engine ready on 127\\.0\\.0\\.1:(\\d+) \\(management on port (\\d+)");

    private final Process process;
    private final Path output;

    private EngineProcess(final Process process, final Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a process; its output goes to a file beside the data. */
    static EngineProcess start(
            final Path directory, final Map<String, String> environment, final List<String> arguments)
            throws IOException {
        return start(List.of(), directory, environment, arguments);
    }

    /** @param wrapper a command that ends with replacing itself by the one that follows */
    static EngineProcess start(
            final List<String> wrapper,
            final Path directory,
            final Map<String, String> environment,
            final List<String> arguments)
            throws IOException {
        final Path output = Files.createTempFile(directory, "engine", ".out");
        final List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-Dlogback.configurationFile=engine-logback.xml",
                "io.hft.engine.EngineMain"));
        command.addAll(arguments);
        final ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("HFT_") || name.startsWith("GRPC_") || name.equals("LOG_LEVEL"));
        builder.environment().put("HFT_ENGINE_PORT", "0");
        builder.environment().put("HFT_ENGINE_MANAGEMENT_PORT", "0");
        builder.environment().put("HFT_DATA_DIR", directory.toString());
        builder.environment().putAll(environment);
        return new EngineProcess(builder.start(), output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (final IOException e) {
            return "";
        }
    }

    /** Waits for the ready line and connects. */
    ManagedChannel connect() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> READY.matcher(output()).find() || !process.isAlive());
        final Matcher ready = READY.matcher(output());
        if (!ready.find()) {
            throw new AssertionError("the engine did not get ready: " + output());
        }
        return NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(ready.group(1)))
                .usePlaintext()
                .build();
    }

    /** Once it is ready. */
    int managementPort() {
        final Matcher ready = READY.matcher(output());
        if (!ready.find()) {
            throw new AssertionError("the engine is not ready: " + output());
        }
        return Integer.parseInt(ready.group(2));
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the engine does not end: " + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
