package io.hft.it.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Redis as the containers' one, that remembers nothing when it has died. */
public final class RedisProcess implements AutoCloseable {
    private final int port = FreePorts.next();
    private final ServerProcess process;

    RedisProcess(Path program, Path work, Path log) {
        process = new ServerProcess(
                "redis",
                List.of(
                        program.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        work.toString()),
                log);
    }

    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it and waits until it listens. */
    public void start() {
        process.start(Map.of());
        process.awaitWhileAlive(this::isListening, "listens", Duration.ofSeconds(20));
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** kill -9. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.kill();
        }
    }
}
