package io.hft.backend.config.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The {@code postmaster.pid} that a running server keeps in its data directory, and a killed one leaves there: process id in the first line,
 * data directory in the second, start time, port, …
 */
record PostmasterFile(Path file, long processId) {
    static Optional<PostmasterFile> in(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new PostmasterFile(
                    file, lines.isEmpty() ? -1 : Long.parseLong(lines.getFirst().strip())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of(new PostmasterFile(file, -1));
        }
    }

    /** Whether that process is a live PostgreSQL on this data directory, and not somebody who got its number later. */
    boolean isAlive(Path dataDirectory) {
        if (processId <= 0) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(processId).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        ProcessHandle.Info info = process.get().info();
        boolean postgres = info.command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        boolean here = info.arguments()
                .map(arguments -> Arrays.asList(arguments).contains(dataDirectory.toString()))
                .orElse(true);
        return postgres && here;
    }

    /** Removes what a killed server left behind: the number may belong to somebody else by now, which would keep PostgreSQL from starting. */
    void deleteStale() throws IOException {
        Files.deleteIfExists(file);
    }
}
