package io.hft.engine.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Directories that are still there after a loss of power. */
public final class Directories {
    private Directories() {}

    /** Creates the directory and those above it where they are missing, and forces the names of the new ones. */
    public static void create(final Path directory, final SegmentFiles files) throws IOException {
        final Deque<Path> missing = new ArrayDeque<>();
        for (Path next = directory.toAbsolutePath().normalize();
                next != null && !Files.isDirectory(next);
                next = next.getParent()) {
            missing.push(next);
        }
        Files.createDirectories(directory);
        for (final Path created : missing) {
            final Path parent = created.getParent();
            if (parent != null) {
                files.forceDirectory(parent);
            }
        }
    }
}
