package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The real file system, until a test tells it to fail or to hold still. */
public final class FaultyFiles implements SegmentFiles {
    private final Predicate<Path> affected;
    private volatile boolean failWrites;
    private volatile boolean failForces;
    private volatile boolean failDeletes;
    private volatile boolean failCreates;
    private volatile boolean failDirectoryForces;
    private volatile long usableBytes = Long.MAX_VALUE;
    private volatile CountDownLatch forcesMayPass = new CountDownLatch(0);
    private final AtomicInteger forces = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();

    /** @param extension which files are affected, by the end of their names */
    public FaultyFiles(final String extension) {
        // A spare becomes a journal segment while it is open.
        affected = path -> path.toString().endsWith(extension)
                || extension.equals(".journal") && path.getFileName().toString().equals("spare");
    }

    public void failWrites() {
        failWrites = true;
    }

    public void failForces() {
        failForces = true;
    }

    public void failDeletes() {
        failDeletes = true;
    }

    /** As a library does that misses a part of itself, and not as a disk does. */
    public void failCreates() {
        failCreates = true;
    }

    /** Of directories with affected files in them. */
    public void failDirectoryForces() {
        failDirectoryForces = true;
    }

    /** As a disk says of itself that is nearly full. */
    public void leave(final long bytes) {
        usableBytes = bytes;
    }

    public void heal() {
        usableBytes = Long.MAX_VALUE;
        failWrites = false;
        failForces = false;
        failDeletes = false;
        failCreates = false;
        failDirectoryForces = false;
    }

    /** Every force waits until {@link #releaseForces}. */
    public void holdForces() {
        forcesMayPass = new CountDownLatch(1);
    }

    public void releaseForces() {
        forcesMayPass.countDown();
    }

    public int forces() {
        return forces.get();
    }

    public int writes() {
        return writes.get();
    }

    @Override
    public SegmentFile create(final Path path) throws IOException {
        if (failCreates && affected.test(path)) {
            throw new NoClassDefFoundError("some/part");
        }
        return wrap(path, DISK.create(path));
    }

    @Override
    public SegmentFile append(final Path path, final long size) throws IOException {
        return wrap(path, DISK.append(path, size));
    }

    @Override
    public SegmentFile open(final Path path, final long position) throws IOException {
        return wrap(path, DISK.open(path, position));
    }

    @Override
    public void forceDirectory(final Path directory) throws IOException {
        if (failDirectoryForces) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.anyMatch(affected)) {
                    throw new IOException("Input/output error");
                }
            }
        }
        DISK.forceDirectory(directory);
    }

    @Override
    public void forceFile(final Path path) throws IOException {
        if (affected.test(path) && failForces) {
            throw new IOException("Input/output error");
        }
        DISK.forceFile(path);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException {
        DISK.rename(from, to);
    }

    @Override
    public long usableBytes(final Path directory) throws IOException {
        return Math.min(usableBytes, DISK.usableBytes(directory));
    }

    @Override
    public void delete(final Path path) throws IOException {
        if (failDeletes && affected.test(path)) {
            throw new IOException("Operation not permitted");
        }
        DISK.delete(path);
    }

    private SegmentFile wrap(final Path path, final SegmentFile file) {
        return affected.test(path) ? new Faulty(file) : file;
    }

    private final class Faulty implements SegmentFile {
        private final SegmentFile file;

        Faulty(final SegmentFile file) {
            this.file = file;
        }

        @Override
        public void write(final ByteBuffer buffer) throws IOException {
            writes.incrementAndGet();
            if (failWrites) {
                throw new IOException("No space left on device");
            }
            file.write(buffer);
        }

        @Override
        public void force() throws IOException {
            forces.incrementAndGet();
            try {
                forcesMayPass.await();
            } catch (final InterruptedException e) {
                throw new IOException(e);
            }
            if (failForces) {
                throw new IOException("Input/output error");
            }
            file.force();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
