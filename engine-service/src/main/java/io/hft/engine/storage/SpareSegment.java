package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of zeros, on the device, that becomes the next segment. Made by a thread of its own while the segment before is filled, so that the
 * thread that writes neither waits for it nor for the file system's own log: a force of bytes that have their place already writes these
 * bytes only. Without it, when the disk is too full say, segments grow as they are written. One thread calls the methods.
 */
final class SpareSegment {
    private static final Logger LOG = LoggerFactory.getLogger(SpareSegment.class);
    /** Written and forced in steps, so that forces of the segment in use are not held up behind all of it. */
    private static final int STEP = 1 << 20;

    private final Path unfinished;
    private final Path spare;
    private final SegmentFiles files;
    private final long length;

    private @Nullable Thread maker;
    private volatile boolean closed;

    SpareSegment(final SegmentDirectory directory, final SegmentFiles files, final long length) {
        spare = directory.directory().resolve("spare");
        unfinished = directory.directory().resolve("spare.tmp");
        this.files = files;
        this.length = length;
    }

    /** Makes the file now. */
    void make() {
        try {
            if (Files.exists(spare) && Files.size(spare) == length) {
                return;
            }
            deleteOld();
            try (SegmentFile file = files.create(unfinished)) {
                final ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(STEP, length));
                for (long written = 0; written < length && !closed; written += zeros.limit()) {
                    zeros.clear().limit((int) Math.min(zeros.capacity(), length - written));
                    file.write(zeros);
                    file.force();
                }
            }
            if (!closed) {
                files.rename(unfinished, spare);
            }
        } catch (final IOException e) {
            LOG.warn("no room is set aside for the next segment, {} cannot be made: {}", spare, e.toString());
        }
    }

    private void deleteOld() throws IOException {
        for (final Path old : new Path[] {spare, unfinished}) {
            if (Files.exists(old)) {
                files.delete(old);
            }
        }
    }

    /** Makes the file in the background. */
    void makeSoon() {
        if (maker != null && maker.isAlive()) {
            return;
        }
        maker = Thread.ofPlatform().name("journal-spare").daemon(true).start(this::make);
    }

    /**
     * Turns the file, if there is one, into a segment with that header; all but its name's place in the directory is on the device then.
     *
     * @return null when there is none, or not yet
     */
    @Nullable
    SegmentFile take(final Path path, final ByteBuffer header) throws IOException {
        final Thread current = maker;
        if (current != null && current.isAlive() || !Files.exists(spare)) {
            return null;
        }
        final SegmentFile file = files.open(spare, 0);
        try {
            file.write(header);
            file.force();
            files.rename(spare, path);
        } catch (final IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        return file;
    }

    /** Returns when no thread of it is at work any more. A whole spare stays, for the next start. */
    void close() {
        closed = true;
        awaitMaker();
    }

    private void awaitMaker() {
        final Thread current = maker;
        if (current == null) {
            return;
        }
        boolean interrupted = false;
        while (current.isAlive()) {
            try {
                current.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
