package io.hft.backend.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A Redis of a test's own, from the redis-server of this machine. Where there is none, the test is skipped and says so. */
public final class TestRedis implements AutoCloseable {
    private final Path program;
    private final int port;
    private Process process;

    private TestRedis(Path program, int port) {
        this.program = program;
        this.port = port;
        this.process = launch();
    }

    public static TestRedis start() {
        List<Path> programs = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .toList();
        if (programs.isEmpty()) {
            String word = "SKIPPED: no redis-server is installed here";
            System.out.println("TestRedis: " + word);
            Assumptions.abort(word);
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            return new TestRedis(programs.getFirst(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** After {@link #kill}: the same port, and nothing remembered. */
    public void startAgain() {
        process = launch();
    }

    private Process launch() {
        try {
            Process started = new ProcessBuilder(
                            program.toString(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Awaitility.await("Redis serves").atMost(Duration.ofSeconds(20)).until(this::isListening);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
