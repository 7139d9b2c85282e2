package io.hft.engine.storage;

import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentDirectory.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends frames to the last segment of a log and begins a new one when that is full. Frames are gathered in a buffer and reach
 * the file together on {@link #flush}. One thread writes; {@link #force} may be called by another.
 */
public final class SegmentWriter implements AutoCloseable {
    private static final int BUFFER_LENGTH = 1 << 20;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final ByteBuffer crcView = bytes.duplicate();
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final SegmentFormat.Frames frames = new SegmentFormat.Frames();
    private final SegmentDirectory directory;
    private final SegmentFiles files;
    private final int segmentLength;
    private final boolean forceOnRoll;
    private final Consumer<Segment> onNewSegment;
    private final Object forceLock = new Object();

    private SegmentFile file;
    private int buffered;
    private int claimedPayload;
    private long nextSequence;

    private SegmentWriter(
            final SegmentDirectory directory,
            final SegmentFiles files,
            final SegmentFile file,
            final long nextSequence,
            final int segmentLength,
            final boolean forceOnRoll,
            final Consumer<Segment> onNewSegment) {
        this.directory = directory;
        this.files = files;
        this.file = file;
        this.nextSequence = nextSequence;
        this.segmentLength = segmentLength;
        this.forceOnRoll = forceOnRoll;
        this.onNewSegment = onNewSegment;
    }

    /**
     * Opens a log for writing behind its contents: a torn tail is cut now, and the cut is on the device before this returns.
     *
     * @param forceOnRoll force what is found now, and a full segment before the next one begins
     * @param onNewSegment told of each segment that begins
     */
    public static SegmentWriter open(
            final SegmentDirectory directory,
            final SegmentFiles files,
            final Contents contents,
            final int segmentLength,
            final boolean forceOnRoll,
            final Consumer<Segment> onNewSegment)
            throws IOException {
        Directories.create(directory.directory(), files);
        final List<Segment> segments = contents.segments();
        deleteBehind(directory, files, contents);
        final SegmentFile file;
        if (segments.isEmpty() || segments.getLast().size() < SegmentFormat.HEADER_LENGTH) {
            if (!segments.isEmpty()) {
                files.delete(segments.getLast().path());
            }
            file = begin(directory, files, contents.nextSequence(), onNewSegment);
        } else {
            file = files.append(segments.getLast().path(), segments.getLast().size());
            // What is read back may have been written by a process that was killed before it could force it, and counts
            // from now on as being there.
            if (forceOnRoll || contents.tornTail() != null) {
                file.force();
            }
        }
        return new SegmentWriter(
                directory, files, file, contents.nextSequence(), segmentLength, forceOnRoll, onNewSegment);
    }

    private static void deleteBehind(
            final SegmentDirectory directory, final SegmentFiles files, final Contents contents) throws IOException {
        final List<Path> behind;
        try (var paths = Files.list(directory.directory())) {
            behind = paths.filter(path -> path.getFileName()
                            .toString()
                            .endsWith(directory.format().extension()))
                    .filter(path -> contents.segments().stream()
                            .noneMatch(segment -> segment.path().equals(path)))
                    // Last first: a crash in between must not leave a gap.
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (final Path path : behind) {
            files.delete(path);
        }
        final boolean any = !behind.isEmpty();
        if (any) {
            // What is cut must not come back behind what is written from now on.
            files.forceDirectory(directory.directory());
        }
    }

    private static SegmentFile begin(
            final SegmentDirectory directory,
            final SegmentFiles files,
            final long firstSequence,
            final Consumer<Segment> onNewSegment)
            throws IOException {
        final Path path = directory.format().path(directory.directory(), firstSequence);
        final SegmentFile file = files.create(path);
        file.write(directory.format().header(directory.shard(), firstSequence));
        files.forceDirectory(directory.directory());
        onNewSegment.accept(new Segment(path, firstSequence, file.size()));
        return file;
    }

    /** The sequence that the next frame gets. */
    public long nextSequence() {
        return nextSequence;
    }

    /** Where payloads are written, at the offset that {@link #claim} gave. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /** Whether {@link #claim} would have to write out first. */
    public boolean isFull(final int payloadLength) {
        return buffered + SegmentFormat.frameLength(payloadLength) > BUFFER_LENGTH;
    }

    /** Room for one payload; the caller fills it and calls {@link #commit}. May write gathered frames and begin a new segment. */
    public int claim(final int payloadLength) throws IOException {
        final int frameLength = SegmentFormat.frameLength(payloadLength);
        if (isFull(payloadLength)) {
            flush();
        }
        final long length = file.size() + buffered;
        if (length + frameLength > segmentLength && length > SegmentFormat.HEADER_LENGTH) {
            roll();
        }
        claimedPayload = payloadLength;
        return buffered + SegmentFormat.FRAME_HEADER_LENGTH;
    }

    /** Completes the claimed frame and returns its place in the segment. */
    public long commit() {
        final long position = file.size() + buffered;
        frames.finish(buffer, crcView, buffered, claimedPayload, nextSequence);
        buffered += SegmentFormat.frameLength(claimedPayload);
        nextSequence++;
        return position;
    }

    /** Writes all completed frames to the file. */
    public void flush() throws IOException {
        if (buffered > 0) {
            bytes.clear().limit(buffered);
            file.write(bytes);
            buffered = 0;
        }
    }

    /** Returns when all that was flushed before is on the device. */
    public void force() throws IOException {
        synchronized (forceLock) {
            file.force();
        }
    }

    private void roll() throws IOException {
        flush();
        // The lock keeps a force of another thread off the file while it is closed.
        synchronized (forceLock) {
            if (forceOnRoll) {
                file.force();
            }
            file.close();
            file = begin(directory, files, nextSequence, onNewSegment);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (forceLock) {
            file.close();
        }
    }
}
