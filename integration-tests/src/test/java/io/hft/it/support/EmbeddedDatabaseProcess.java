package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The PostgreSQL server of a data directory: no child of ours, and it outlives a backend that was killed. */
public final class EmbeddedDatabaseProcess {
    private EmbeddedDatabaseProcess() {}

    /** The running servers whose data is below the directory. */
    public static List<ProcessHandle> runningBelow(Path directory) {
        try (Stream<Path> files = Files.find(directory, 4, (file, attributes) -> file.getFileName()
                .toString()
                .equals("postmaster.pid"))) {
            return files.map(EmbeddedDatabaseProcess::process)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> process(Path pidFile) {
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            return ProcessHandle.of(pid)
                    .filter(handle -> handle.info().command().orElse("").contains("postgres"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    public static void endAllBelow(Path directory) {
        for (ProcessHandle server : runningBelow(directory)) {
            server.destroy();
            try {
                server.onExit().get(20, TimeUnit.SECONDS);
            } catch (TimeoutException stubborn) {
                server.destroyForcibly();
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
