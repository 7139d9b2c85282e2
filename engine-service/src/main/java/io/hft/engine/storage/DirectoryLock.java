package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a second process, or a second engine in this one, off a data directory. The operating system drops the lock with the
 * process, so that nothing is left to clean up after a crash.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String FILE_NAME = "engine.lock";

    /** Directories that engines of this process hold: to open and close the file again would free their lock. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DirectoryLock(final Path directory, final FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Creates the directory where needed and locks it.
     *
     * @throws StorageException when somebody else holds it, or it cannot be written
     */
    public static DirectoryLock acquire(final Path directory) {
        try {
            Directories.create(directory, SegmentFiles.DISK);
            final Path real = directory.toRealPath();
            final String self = Long.toString(ProcessHandle.current().pid());
            if (!HELD_HERE.add(real)) {
                throw inUse(directory, self);
            }
            boolean locked = false;
            try {
                final FileChannel channel = lock(directory, real.resolve(FILE_NAME));
                locked = true;
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.US_ASCII)));
                return new DirectoryLock(real, channel);
            } finally {
                if (!locked) {
                    HELD_HERE.remove(real);
                }
            }
        } catch (final IOException e) {
            throw new StorageException(
                    "the data directory " + directory.toAbsolutePath().normalize() + " cannot be used: " + e, e);
        }
    }

    private static FileChannel lock(final Path directory, final Path file) throws IOException {
        final FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (final OverlappingFileLockException e) {
            // Another class loader's engine in this process.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw inUse(
                    directory, Files.readString(file, StandardCharsets.US_ASCII).trim());
        }
        return channel;
    }

    private static StorageException inUse(final Path directory, final String owner) {
        return new StorageException(
                "the data directory " + directory.toAbsolutePath().normalize() + " is in use by another engine"
                        + (owner.isEmpty() ? "" : " (process " + owner + ")"));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new StorageException("the lock of the data directory cannot be released", e);
        } finally {
            if (closed.compareAndSet(false, true)) {
                HELD_HERE.remove(directory);
            }
        }
    }
}
