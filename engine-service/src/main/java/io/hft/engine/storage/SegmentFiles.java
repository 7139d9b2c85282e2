package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
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
        public void forceDirectory(final Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    };

    /** A new, empty file; an existing one is an error. */
    SegmentFile create(Path path) throws IOException;

    /** An existing file, cut to {@code size} bytes, to write on behind them. */
    SegmentFile append(Path path, long size) throws IOException;

    /** Makes names created in the directory survive a crash of the machine. */
    void forceDirectory(Path directory) throws IOException;

    /** A file of this machine. */
    final class DiskFile implements SegmentFile {
        private final FileChannel channel;
        private long size;

        private DiskFile(final FileChannel channel, final long size) {
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
