package io.hft.backend.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Data directories for tests, removed when the test JVM ends. */
public final class TestDirectories {
    private TestDirectories() {}

    /** A new, empty directory with a short path, as PostgreSQL's socket needs one. */
    public static Path create(String purpose) {
        try {
            Path directory = Files.createTempDirectory("hft-" + purpose);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what is there; what cannot be removed is left to the operating system, which clears its temporary folder. */
    static void remove(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            System.err.println("left behind: " + directory + " (" + e + ")");
        }
    }
}
