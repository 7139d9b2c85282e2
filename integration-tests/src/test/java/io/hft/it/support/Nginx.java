package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An nginx with the configuration that containers get, in front of backends at ports of this machine. */
final class Nginx implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);

    private final int port = FreePorts.next();
    private final ServerProcess process;

    /** @param work where it keeps what it writes */
    Nginx(Path program, Path work, Path log, List<Integer> backends) {
        try {
            Files.createDirectories(work);
            Path configuration = Files.writeString(work.resolve("nginx.conf"), configuration(work, backends));
            process = new ServerProcess(
                    "nginx",
                    List.of(
                            program.toString(),
                            "-p",
                            work.toString(),
                            "-e",
                            "stderr",
                            "-c",
                            configuration.toString(),
                            "-g",
                            "daemon off;"),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.start(Map.of());
        process.awaitWhileAlive(() -> Api.of(url()).isServing(), "answers", START_DEADLINE);
    }

    /** The first that is in the path, or where Debian has it. */
    static Optional<Path> installed() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What differs from the containers' is where things are; if something cannot be found there, it has changed. */
    private String configuration(Path work, List<Integer> backends) throws IOException {
        String servers = backends.stream()
                .map(backend -> "server 127.0.0.1:" + backend + " max_fails=0;")
                .collect(Collectors.joining(" "));
        String text = Files.readString(Build.root().resolve("deploy/nginx/nginx.conf"));
        for (String[] change : new String[][] {
            {"/tmp/", work + "/"},
            {"listen 8080;", "listen 127.0.0.1:" + port + ";"},
            {"resolver 127.0.0.11 valid=2s ipv6=off;", "upstream hft-balanced { " + servers + " }"},
            {"http://$backends:8000", "http://$backends"},
        }) {
            if (!text.contains(change[0])) {
                throw new IllegalStateException("deploy/nginx/nginx.conf has no '" + change[0] + "' any more");
            }
            text = text.replace(change[0], change[1]);
        }
        return "root".equals(System.getProperty("user.name")) ? "user root;\n" + text : text;
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop();
        }
    }
}
