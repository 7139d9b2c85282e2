package io.hft.engine.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one log. Reading them all tells a torn tail, which a crash leaves and which is cut, from damage, which is
 * refused with its place.
 */
public final class SegmentDirectory {
    private static final FrameHandler IGNORE = (sequence, buffer, offset, length) -> {};

    private final Path directory;
    private final SegmentFormat format;
    private final int shard;

    public SegmentDirectory(final Path directory, final SegmentFormat format, final int shard) {
        this.directory = directory;
        this.format = format;
        this.shard = shard;
    }

    /**
     * One segment file that can be trusted up to {@code size}.
     *
     * @param allocated where the file ends; what stands between is zeros, to be written on
     * @param old written in an older version of the format, so that nothing is written on
     */
    public record Segment(Path path, long firstSequence, long size, long allocated, boolean old) {
        public Segment(final Path path, final long firstSequence, final long size) {
            this(path, firstSequence, size, size, false);
        }
    }

    /**
     * What the log holds.
     *
     * @param segments in order; their sizes are without a torn tail, which still is in the file
     * @param firstSequence of the first retained frame, 1 for an empty log
     * @param nextSequence the sequence to write next
     * @param tornTail what is to be cut and where, or null
     */
    public record Contents(
            List<Segment> segments,
            long firstSequence,
            long nextSequence,
            @Nullable String tornTail) {}

    public Path directory() {
        return directory;
    }

    SegmentFormat format() {
        return format;
    }

    int shard() {
        return shard;
    }

    /**
     * Reads every frame in order. Changes nothing on disk. Bytes that are wrong, or not there, are the torn tail when nothing behind them was
     * written after they were known to be on the device; else they are damage.
     *
     * @param onSegment called before the frames of a segment, with its (still unchecked) path and first sequence
     * @throws StorageException naming file and offset when anything but the tail is damaged
     */
    public Contents read(final Consumer<Segment> onSegment, final FrameHandler handler) {
        return read(0, onSegment, handler, false);
    }

    /**
     * As {@link #read}, beginning with the segment that holds a frame: those before it are listed in the contents, and neither read nor handed over.
     */
    public Contents readFrom(final long sequence, final Consumer<Segment> onSegment, final FrameHandler handler) {
        return read(sequence, onSegment, handler, false);
    }

    /**
     * As {@link #readFrom}, of a log that was never forced behind that frame and can be written again from elsewhere: what stands behind a
     * hole, where bytes never reached the device, belongs to the tail that is cut.
     */
    public Contents readUpToHole(final long sequence, final Consumer<Segment> onSegment, final FrameHandler handler) {
        return read(sequence, onSegment, handler, true);
    }

    private Contents read(
            final long sequence,
            final Consumer<Segment> onSegment,
            final FrameHandler handler,
            final boolean mayHaveHoles) {
        try {
            return readSegments(list(), sequence, onSegment, handler, mayHaveHoles);
        } catch (final IOException e) {
            throw new StorageException("the log in " + directory + " cannot be read: " + e, e);
        }
    }

    private Contents readSegments(
            final List<Segment> files,
            final long sequence,
            final Consumer<Segment> onSegment,
            final FrameHandler handler,
            final boolean mayHaveHoles)
            throws IOException {
        final SegmentScanner scanner = new SegmentScanner(format, shard);
        final int begin = segmentOf(files, sequence);
        final List<Segment> segments = new ArrayList<>(files.subList(0, begin));
        final long first = files.isEmpty() ? 1 : files.getFirst().firstSequence();
        long next = files.isEmpty() ? 1 : files.get(begin).firstSequence();
        for (int i = begin; i < files.size(); i++) {
            final Segment file = files.get(i);
            if (file.firstSequence() != next) {
                final String gap = file.path() + ": begins with sequence " + file.firstSequence() + " where " + next
                        + " belongs; a segment is missing or was cut";
                if (file.firstSequence() < next) {
                    throw new StorageException(gap);
                }
                if (!mayHaveHoles) {
                    requireLost(gap, next, mark(scanner, files.subList(i, files.size())));
                }
                return new Contents(segments, first, next, gap);
            }
            onSegment.accept(file);
            final SegmentScanner.Result result = scanner.scan(file.path(), next, handler);
            next = result.nextSequence();
            final boolean damaged = result.damage() != null;
            segments.add(new Segment(
                    file.path(),
                    file.firstSequence(),
                    result.validEnd(),
                    damaged ? result.validEnd() : result.end(),
                    result.version() != format.version()));
            if (damaged) {
                final String damage = file.path() + " at offset " + result.validEnd() + ": " + result.damage();
                if (!result.mayBeLost()) {
                    throw new StorageException(damage);
                }
                if (!mayHaveHoles) {
                    requireLost(
                            damage,
                            next,
                            Math.max(result.markBehind(), mark(scanner, files.subList(i + 1, files.size()))));
                }
                return new Contents(segments, first, next, damage);
            }
        }
        return new Contents(segments, first, next, null);
    }

    private static long mark(final SegmentScanner scanner, final List<Segment> files) throws IOException {
        long mark = SegmentScanner.NOTHING;
        for (final Segment file : files) {
            mark = Math.max(mark, scanner.mark(file.path(), file.firstSequence()));
        }
        return mark;
    }

    /** What is behind a damaged place decides: a loss of power takes only what nothing behind it vouches for. */
    private static void requireLost(final String damage, final long sequence, final long mark) {
        if (mark >= sequence) {
            throw new StorageException(damage
                    + (mark == Long.MAX_VALUE
                            ? ""
                            : "; what stands behind it was written when" + " sequence " + mark + " was on the device"));
        }
    }

    /**
     * Reads frames that are known to be in the files, also while the log is written: nobody's lock is needed.
     *
     * @throws StorageException naming the place where one is missing or damaged
     */
    public void readRange(final long from, final long to, final FrameHandler handler) {
        try {
            final List<Segment> files = list();
            if (files.isEmpty() || files.getFirst().firstSequence() > from) {
                throw new StorageException(directory + ": the record with sequence " + from + " is not there");
            }
            for (int i = segmentOf(files, from);
                    i < files.size() && files.get(i).firstSequence() <= to;
                    i++) {
                final Segment file = files.get(i);
                final long last =
                        i + 1 < files.size() ? Math.min(to, files.get(i + 1).firstSequence() - 1) : to;
                try (FrameReader reader = new FrameReader(file.path())) {
                    reader.requireHeader(format, shard, file.firstSequence());
                    for (long sequence = file.firstSequence(); sequence <= last; sequence++) {
                        reader.next(sequence, sequence < from ? IGNORE : handler);
                    }
                }
            }
        } catch (final IOException e) {
            throw new StorageException("the log in " + directory + " cannot be read: " + e, e);
        }
    }

    /** The last segment that begins at or before the sequence, or the first of all. */
    static int segmentOf(final List<Segment> files, final long sequence) {
        int index = 0;
        while (index + 1 < files.size() && files.get(index + 1).firstSequence() <= sequence) {
            index++;
        }
        return index;
    }

    /** The segments as their names say, in order; their sizes are those of the files. Also while the log is written. */
    public List<Segment> list() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        final List<Segment> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                if (!name.endsWith(format.extension())) {
                    continue;
                }
                final String digits =
                        name.substring(0, name.length() - format.extension().length());
                if (!digits.matches("[0-9]{20}")) {
                    throw new StorageException(file + ": is not named like a segment of this log");
                }
                segments.add(new Segment(file, Long.parseLong(digits), Files.size(file)));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::firstSequence));
        return segments;
    }
}
