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
import org.jspecify.annotations.Nullable;

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
    private final SegmentFormat format;
    private final SegmentFiles files;
    private final Options options;
    private final Consumer<Segment> onNewSegment;
    private final @Nullable SpareSegment spare;
    private final Object forceLock = new Object();

    private SegmentFile file;
    private int buffered;
    private int claimedPayload;
    private long nextSequence;
    /** The last frame in the file. Written by the writing thread. */
    private volatile long flushed;
    /** The last frame known to be on the device. Written under the lock. */
    private volatile long forced;

    /**
     * How a log is written.
     *
     * @param segmentLength a segment that would become longer is full
     * @param forceOnRoll force what is found at the start, and a full segment before the next one begins
     * @param setAside give each segment its bytes on the device before it is written
     */
    public record Options(int segmentLength, boolean forceOnRoll, boolean setAside) {}

    private SegmentWriter(
            final SegmentDirectory directory,
            final SegmentFiles files,
            final Contents contents,
            final Options options,
            final Consumer<Segment> onNewSegment)
            throws IOException {
        this.directory = directory;
        this.format = directory.format();
        this.files = files;
        this.options = options;
        this.onNewSegment = onNewSegment;
        this.nextSequence = contents.nextSequence();
        this.flushed = nextSequence - 1;
        spare = options.setAside() ? new SpareSegment(directory, files, options.segmentLength()) : null;
        file = openLast(contents);
        if (spare != null) {
            spare.makeSoon();
        }
    }

    /** As {@link #open(SegmentDirectory, SegmentFiles, Contents, Options, Consumer)}, with segments that grow as they are written. */
    public static SegmentWriter open(
            final SegmentDirectory directory,
            final SegmentFiles files,
            final Contents contents,
            final int segmentLength,
            final boolean forceOnRoll,
            final Consumer<Segment> onNewSegment)
            throws IOException {
        return open(directory, files, contents, new Options(segmentLength, forceOnRoll, false), onNewSegment);
    }

    /**
     * Opens a log for writing behind its contents: a torn tail is cut now, and the cut is on the device before this returns.
     *
     * @param onNewSegment told of each segment that begins
     */
    public static SegmentWriter open(
            final SegmentDirectory directory,
            final SegmentFiles files,
            final Contents contents,
            final Options options,
            final Consumer<Segment> onNewSegment)
            throws IOException {
        Directories.create(directory.directory(), files);
        deleteBehind(directory, files, contents);
        return new SegmentWriter(directory, files, contents, options, onNewSegment);
    }

    private SegmentFile openLast(final Contents contents) throws IOException {
        final List<Segment> segments = contents.segments();
        if (format.marked()) {
            // What is read back may have been written by a process that was killed before it could force it, or that
            // never did. It counts
            // from now on as being there, and what is written now says so.
            for (final Segment segment : segments) {
                files.forceFile(segment.path());
            }
            forced = flushed;
        }
        final Segment last = segments.isEmpty() ? null : segments.getLast();
        if (last == null) {
            if (spare != null) {
                spare.make();
            }
            return begin(contents.nextSequence());
        }
        if (last.size() < SegmentFormat.HEADER_LENGTH || last.old() && last.firstSequence() == nextSequence) {
            files.delete(last.path());
            return begin(contents.nextSequence());
        }
        if (last.old()) {
            if (last.size() < last.allocated() || contents.tornTail() != null) {
                cut(last);
            }
            return begin(contents.nextSequence());
        }
        if (options.setAside() && last.size() < last.allocated() && contents.tornTail() == null) {
            return files.open(last.path(), last.size());
        }
        final SegmentFile found = files.append(last.path(), last.size());
        if (format.marked() || options.forceOnRoll() || contents.tornTail() != null) {
            found.force();
        }
        return found;
    }

    private void cut(final Segment segment) throws IOException {
        try (SegmentFile found = files.append(segment.path(), segment.size())) {
            found.force();
        }
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
        // What is cut must not come back behind what is written from now on; and a file that a process has made which
        // was killed before it
        // could force its name must not go again with what is written to it from now on.
        files.forceDirectory(directory.directory());
    }

    private SegmentFile begin(final long firstSequence) throws IOException {
        final Path path = format.path(directory.directory(), firstSequence);
        final ByteBuffer header = format.header(directory.shard(), firstSequence, forced);
        SegmentFile begun = spare == null ? null : spare.take(path, header);
        if (begun == null) {
            begun = files.create(path);
            begun.write(header.clear());
            if (format.marked()) {
                // Before any frame: a header that is wrong in front of good frames is damage.
                begun.force();
            }
        }
        files.forceDirectory(directory.directory());
        onNewSegment.accept(new Segment(path, firstSequence, begun.size()));
        return begun;
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
        return buffered + frameLength(payloadLength) > BUFFER_LENGTH;
    }

    /** Room for one payload; the caller fills it and calls {@link #commit}. May write gathered frames and begin a new segment. */
    public int claim(final int payloadLength) throws IOException {
        final int frameLength = frameLength(payloadLength);
        if (isFull(payloadLength)) {
            flush();
        }
        final long length = file.size() + buffered;
        if (length + frameLength > options.segmentLength() && length > SegmentFormat.HEADER_LENGTH) {
            roll();
        }
        claimedPayload = payloadLength;
        return buffered + format.payloadOffset();
    }

    /** Completes the claimed frame and returns its place in the segment. */
    public long commit() {
        final long position = file.size() + buffered;
        frames.finish(buffer, crcView, buffered, claimedPayload, nextSequence, format.marked(), forced);
        buffered += frameLength(claimedPayload);
        nextSequence++;
        return position;
    }

    private int frameLength(final int payloadLength) {
        return SegmentFormat.frameLength(format.payloadOffset() - SegmentFormat.FRAME_HEADER_LENGTH + payloadLength);
    }

    /** Writes all completed frames to the file. */
    public void flush() throws IOException {
        if (buffered > 0) {
            bytes.clear().limit(buffered);
            file.write(bytes);
            buffered = 0;
            flushed = nextSequence - 1;
        }
    }

    /** Returns when all that was flushed before is on the device. */
    public void force() throws IOException {
        synchronized (forceLock) {
            forceFile();
        }
    }

    private void forceFile() throws IOException {
        // Read before: what another thread flushes meanwhile may not be in this force.
        final long upTo = flushed;
        file.force();
        if (options.forceOnRoll()) {
            forced = upTo;
        }
    }

    private void roll() throws IOException {
        flush();
        // The lock keeps a force of another thread off the file while it is closed.
        synchronized (forceLock) {
            if (options.forceOnRoll()) {
                forceFile();
            }
            file.close();
            file = begin(nextSequence);
        }
        if (spare != null) {
            spare.makeSoon();
        }
    }

    @Override
    public void close() throws IOException {
        if (spare != null) {
            spare.close();
        }
        synchronized (forceLock) {
            file.close();
        }
    }
}
