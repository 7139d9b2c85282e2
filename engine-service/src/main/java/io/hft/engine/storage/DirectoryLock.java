package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process, or a second engine in this one, off a data directory. The operating system drops the lock with the
 * process, so that nothing is left to clean up after a crash.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String FILE_NAME = "engine.lock";

    private final FileChannel channel;

    private DirectoryLock(final FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates the directory where needed and locks it.
     *
     * @throws StorageException when somebody else holds it, or it cannot be written
     */
    public static DirectoryLock acquire(final Path directory) {
        final Path file = directory.resolve(FILE_NAME);
        try {
            Files.createDirectories(directory);
            final FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                final String owner =
                        Files.readString(file, StandardCharsets.US_ASCII).trim();
                channel.close();
                throw new StorageException(
                        "the data directory " + directory.toAbsolutePath().normalize() + " is in use by another engine"
                                + (owner.isEmpty() ? "" : " (process " + owner + ")"));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(channel);
        } catch (final IOException e) {
            throw new StorageException(
                    "the data directory " + directory.toAbsolutePath().normalize() + " cannot be used: " + e, e);
        }
    }

    private static @Nullable FileLock lock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new StorageException("the lock of the data directory cannot be released", e);
        }
    }
}
