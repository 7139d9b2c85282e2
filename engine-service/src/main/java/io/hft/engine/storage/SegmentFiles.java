package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where segment files come from. */
public interface SegmentFiles {
    /** The file system of this machine. */
    SegmentFiles DISK = new SegmentFiles() {
        @Override
        public SegmentFile create(final Path path) throws IOException {
            return new DiskFile(FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), 0);
        }

        @Override
        public SegmentFile append(final Path path, final long size) throws IOException {
            final FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
            channel.truncate(size);
            return new DiskFile(channel, size);
        }

        @Override
        public SegmentFile open(final Path path, final long position) throws IOException {
            return new DiskFile(FileChannel.open(path, StandardOpenOption.WRITE), position);
        }

        @Override
        public void forceDirectory(final Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }

        @Override
        public void forceFile(final Path path) throws IOException {
            // The system forces a file, not what one descriptor of it has written.
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(false);
            }
        }

        @Override
        public void rename(final Path from, final Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(final Path path) throws IOException {
            Files.delete(path);
        }
    };

    /** A new, empty file; an existing one is an error. */
    SegmentFile create(Path path) throws IOException;

    /** An existing file, cut to {@code size} bytes, to write on behind them. */
    SegmentFile append(Path path, long size) throws IOException;

    /** An existing file, to write on from a place within it; what is behind that stays until it is written over. */
    SegmentFile open(Path path, long position) throws IOException;

    /** Makes names created in the directory, and deletions there, survive a crash of the machine. */
    void forceDirectory(Path directory) throws IOException;

    /**
     * Returns when all that was written to the file so far, by whomever, is on the device. Needs none of the writer's locks, so the writer
     * goes on meanwhile.
     */
    void forceFile(Path path) throws IOException;

    /** Gives a file another name in one step; a file that has that name already is gone then. Forced by {@link #forceDirectory}. */
    void rename(Path from, Path to) throws IOException;

    /** Takes a file away. Whoever has it open may still read it. Forced by {@link #forceDirectory}. */
    void delete(Path path) throws IOException;

    /** What may still be written where the directory is. */
    default long usableBytes(final Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** A file of this machine. */
    final class DiskFile implements SegmentFile {
        private final FileChannel channel;
        private long size;

        DiskFile(final FileChannel channel, final long size) {
            this.channel = channel;
            this.size = size;
        }

        @Override
        public void write(final ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                size += channel.write(buffer, size);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
