package io.hft.it.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps every journal segment that there ever was, by a second name for the same file, so that a replay from zero stays possible when the engine
 * has removed its oldest segments. Looks often enough to see each before it goes: the two newest snapshots keep theirs.
 */
final class JournalArchive implements AutoCloseable {
    private final Path journal;
    private final Path archive;
    private final Thread thread;
    private volatile boolean closed;

    JournalArchive(Path journal, Path archive) {
        this.journal = journal;
        this.archive = archive;
        try {
            Files.createDirectories(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofVirtual().name("journal-archive").start(this::watch);
    }

    private void watch() {
        try {
            while (!closed) {
                look();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        for (Path segment : segments(journal)) {
            Path kept = archive.resolve(segment.getFileName());
            try {
                if (Files.exists(kept) && !Files.isSameFile(kept, segment)) {
                    // Begun again after a crash.
                    Files.delete(kept);
                }
                Files.createLink(kept, segment);
            } catch (FileAlreadyExistsException known) {
                // As it should be.
            } catch (NoSuchFileException gone) {
                // Between the list and the look; the next list tells.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Copies the whole journal, from its very first segment, into a directory. */
    void copyTo(Path directory) {
        look();
        try {
            Files.createDirectories(directory);
            for (Path segment : segments(archive)) {
                Files.copy(segment, directory.resolve(segment.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> segments(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
