package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real file system until a test's step, and none from then on, as for a process that is killed there: what is on disk stays as it is. A
 * write that it dies in has done half of its work.
 */
public final class DyingFiles implements SegmentFiles {
    private static final int NEVER = Integer.MAX_VALUE;

    private final AtomicInteger left = new AtomicInteger(NEVER);

    /** So many steps from now on are still done. */
    public void dieAfter(final int steps) {
        left.set(steps);
    }

    private void step() throws IOException {
        if (left.get() != NEVER && left.getAndUpdate(steps -> Math.max(steps - 1, -1)) <= 0) {
            throw new IOException("the process is dead");
        }
    }

    @Override
    public SegmentFile create(final Path path) throws IOException {
        step();
        return new Dying(DISK.create(path));
    }

    @Override
    public SegmentFile append(final Path path, final long size) throws IOException {
        step();
        return new Dying(DISK.append(path, size));
    }

    @Override
    public SegmentFile open(final Path path, final long position) throws IOException {
        step();
        return new Dying(DISK.open(path, position));
    }

    @Override
    public void forceDirectory(final Path directory) throws IOException {
        step();
        DISK.forceDirectory(directory);
    }

    @Override
    public void forceFile(final Path path) throws IOException {
        step();
        DISK.forceFile(path);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException {
        step();
        DISK.rename(from, to);
    }

    @Override
    public void delete(final Path path) throws IOException {
        step();
        DISK.delete(path);
    }

    private final class Dying implements SegmentFile {
        private final SegmentFile file;

        Dying(final SegmentFile file) {
            this.file = file;
        }

        @Override
        public void write(final ByteBuffer buffer) throws IOException {
            if (left.get() == 0) {
                left.set(-1);
                file.write(buffer.slice(buffer.position(), buffer.remaining() / 2));
            }
            step();
            file.write(buffer);
        }

        @Override
        public void force() throws IOException {
            step();
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
