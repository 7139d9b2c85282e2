package io.hft.engine.eventlog;

import io.hft.engine.storage.SegmentDirectory;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentDirectory.Segment;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.SegmentFormat;
import io.hft.engine.storage.SegmentWriter;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one shard. Appending gathers; {@link #publish} writes the batch and then lets readers see it. Nobody forces the log for an
 * event's sake: what a crash of the machine takes is written again by the journal's replay. A snapshot forces it up to its own event.
 */
public final class EventLog implements AutoCloseable {
    private final SegmentDirectory directory;
    private final SegmentFiles files;
    private final int segmentLength;
    /** By their first sequences. Without locks, so that whoever prunes never holds up the appending thread. */
    private final ConcurrentSkipListMap<Long, SegmentIndex> segments = new ConcurrentSkipListMap<>();

    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile long firstSequence;
    private final @Nullable String tornTail;

    private SegmentWriter writer;
    /** The last of the segments, of the appending thread. */
    private SegmentIndex current;

    private long lastAppended;
    /** The last event known to be on the device, of the thread that calls {@link #forceUpTo}. */
    private long forced;

    private @Nullable EventLogReader comparer;

    /** The last event that readers may see. Written by the appending thread after the event's bytes are in the file. */
    private volatile long lastSequence;

    private EventLog(
            final SegmentDirectory directory,
            final SegmentFiles files,
            final int segmentLength,
            final List<SegmentIndex> found,
            final Contents contents,
            final long forced)
            throws IOException {
        this.directory = directory;
        this.files = files;
        this.segmentLength = segmentLength;
        this.firstSequence = contents.firstSequence();
        this.tornTail = contents.tornTail();
        this.forced = forced;
        final int usable = contents.segments().size();
        found.subList(0, Math.min(found.size(), usable))
                .forEach(segment -> segments.put(segment.firstSequence, segment));
        if (usable > 0 && contents.segments().getLast().size() == 0) {
            segments.pollLastEntry();
        }
        this.writer = openWriter(contents);
        this.current = segments.lastEntry().getValue();
        this.lastAppended = contents.nextSequence() - 1;
        this.lastSequence = lastAppended;
    }

    /** As {@link #open(Path, int, SegmentFiles, int, long)}, where nothing is known to be on the device. */
    public static EventLog open(final Path path, final int shard, final SegmentFiles files, final int segmentLength) {
        return open(path, shard, files, segmentLength, 0);
    }

    /**
     * Opens the log of a shard, reads it through and cuts a torn tail. The log is not forced while it is written, so a loss of power may leave
     * holes in it: it is cut at the first one, and the replay of the journal writes the rest again.
     *
     * @param forced the events up to this one are known to be on the device; segments before it are not read now
     * @throws StorageException naming file and offset when it holds anything that no crash leaves
     */
    public static EventLog open(
            final Path path, final int shard, final SegmentFiles files, final int segmentLength, final long forced) {
        final var directory = new SegmentDirectory(path, EventLogFormat.SEGMENTS, shard);
        final List<SegmentIndex> found = new ArrayList<>();
        final long[] position = new long[1];
        final Contents contents = directory.readUpToHole(
                forced,
                segment -> {
                    found.add(new SegmentIndex(segment.path(), segment.firstSequence()));
                    position[0] = SegmentFormat.HEADER_LENGTH;
                },
                (sequence, buffer, offset, length) -> {
                    found.getLast().add(sequence, position[0]);
                    position[0] += SegmentFormat.frameLength(length);
                });
        try {
            return new EventLog(directory, files, segmentLength, withUnread(contents, found), contents, forced);
        } catch (final IOException e) {
            throw new StorageException("the event log in " + path + " cannot be written: " + e, e);
        }
    }

    /** Those that were read now, behind those before them. */
    private static List<SegmentIndex> withUnread(final Contents contents, final List<SegmentIndex> read) {
        final List<SegmentIndex> all = new ArrayList<>();
        final long firstRead = read.isEmpty() ? Long.MAX_VALUE : read.getFirst().firstSequence;
        for (int i = 0; i < contents.segments().size(); i++) {
            final Segment segment = contents.segments().get(i);
            if (segment.firstSequence() < firstRead) {
                all.add(SegmentIndex.unread(
                        segment.path(),
                        segment.firstSequence(),
                        i + 1 < contents.segments().size()
                                ? contents.segments().get(i + 1).firstSequence()
                                : firstRead));
            }
        }
        all.addAll(read);
        return all;
    }

    private SegmentWriter openWriter(final Contents contents) throws IOException {
        return SegmentWriter.open(directory, files, contents, segmentLength, false, segment -> {
            current = new SegmentIndex(segment.path(), segment.firstSequence());
            segments.put(segment.firstSequence(), current);
        });
    }

    /** What was cut when the log was opened, or null. */
    public @Nullable String tornTail() {
        return tornTail;
    }

    /** The first event that is retained. */
    public long firstSequence() {
        return firstSequence;
    }

    /** The last event that readers may see; 0 before the first. */
    public long lastSequence() {
        return lastSequence;
    }

    /** The last event appended, published or not. */
    public long lastAppendedSequence() {
        return lastAppended;
    }

    /**
     * Appends an event, or does nothing when the same bytes already stand at its sequence, or when its sequence lies before the first
     * that is retained.
     *
     * @throws StorageException when other bytes stand there, with the place
     * @throws IllegalArgumentException when the sequence would leave a gap
     */
    public void append(final long sequence, final DirectBuffer event, final int offset, final int length)
            throws IOException {
        if (sequence < firstSequence) {
            // Not retained: nothing to compare with.
            return;
        }
        if (sequence <= lastAppended) {
            requireSame(sequence, event, offset, length);
            return;
        }
        if (sequence != lastAppended + 1) {
            throw new IllegalArgumentException("event " + sequence + " would follow " + lastAppended);
        }
        final int at = writer.claim(length);
        writer.buffer().putBytes(at, event, offset, length);
        final long position = writer.commit();
        current.add(sequence, position);
        lastAppended = sequence;
    }

    /** Writes what was gathered and lets readers see it. */
    public void publish() throws IOException {
        if (lastAppended != lastSequence) {
            writer.flush();
            lastSequence = lastAppended;
            for (final Runnable listener : listeners) {
                listener.run();
            }
        }
    }

    /** Puts the log on the device. */
    public void force() throws IOException {
        writer.force();
    }

    /**
     * Takes away the events behind a sequence; only before readers exist.
     *
     * @param last the last event to keep
     */
    public void cutBehind(final long last) throws IOException {
        writer.close();
        closeComparer();
        while (!segments.isEmpty() && segments.lastKey() > last + 1) {
            segments.pollLastEntry();
        }
        firstSequence = Math.min(firstSequence, last + 1);
        final List<Segment> kept = new ArrayList<>();
        for (final SegmentIndex segment : segments.values()) {
            final long size;
            if (segments.higherKey(segment.firstSequence) != null) {
                size = Files.size(segment.path);
            } else if (segment.firstSequence > last) {
                size = SegmentFormat.HEADER_LENGTH;
            } else {
                size = endOf(last);
            }
            kept.add(new Segment(segment.path, segment.firstSequence, size));
        }
        writer = openWriter(new Contents(kept, firstSequence, last + 1, "cut behind " + last));
        current = segments.lastEntry().getValue();
        lastAppended = last;
        lastSequence = last;
        forced = Math.min(forced, last);
    }

    /**
     * Takes all events away and goes on with a later sequence; only before readers exist.
     *
     * @param first the sequence of the event to come
     */
    public void restart(final long first) throws IOException {
        writer.close();
        closeComparer();
        segments.clear();
        firstSequence = first;
        writer = openWriter(new Contents(List.of(), first, first, null));
        lastAppended = first - 1;
        lastSequence = lastAppended;
        forced = lastAppended;
    }

    /**
     * Returns when the events up to a published one are on the device. May be called while another thread appends, which it does not hold up; by
     * one thread at a time.
     */
    public void forceUpTo(final long sequence) throws IOException {
        if (sequence > forced) {
            final Long from = segments.floorKey(forced + 1);
            for (final SegmentIndex segment : (from == null ? segments : segments.tailMap(from))
                    .headMap(sequence, true)
                    .values()) {
                files.forceFile(segment.path);
            }
            forced = sequence;
        }
    }

    /**
     * Gives up whole segments of events before a published one; may keep more. Readers that still want them get an {@link
     * EventsGoneException}. May be called while others append and read, by one thread at a time.
     *
     * @param keepFrom the first event that must stay
     */
    public void prune(final long keepFrom) throws IOException {
        if (keepFrom > lastSequence) {
            throw new IllegalArgumentException("event " + keepFrom + " is not published");
        }
        Map.Entry<Long, SegmentIndex> oldest = segments.firstEntry();
        Map.Entry<Long, SegmentIndex> next;
        while ((next = segments.higherEntry(oldest.getKey())) != null && next.getKey() <= keepFrom) {
            // Said before it is done: whoever does not find the file any more finds out here why.
            firstSequence = next.getKey();
            // One by one, so that a loss of power never takes a later one before an earlier one; and from this one on
            // again after a
            // failure, so that no file ever stays before a gap.
            if (Files.exists(oldest.getValue().path)) {
                files.delete(oldest.getValue().path);
            }
            files.forceDirectory(directory.directory());
            segments.remove(oldest.getKey());
            oldest = next;
        }
    }

    private long endOf(final long sequence) throws IOException {
        try (EventLogReader reader = reader()) {
            reader.read(sequence, 1, (found, buffer, offset, length) -> {});
            return reader.position();
        }
    }

    /** Called by the appending thread whenever readers may see more; must not block. */
    public void addListener(final Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(final Runnable listener) {
        listeners.remove(listener);
    }

    /** A new reader; to be closed by its user. */
    public EventLogReader reader() {
        return new EventLogReader(this);
    }

    /** @throws EventsGoneException when the event is not retained any more */
    SegmentIndex segmentOf(final long sequence) {
        final Map.Entry<Long, SegmentIndex> segment = segments.floorEntry(sequence);
        if (segment == null) {
            throw new EventsGoneException(sequence, firstSequence);
        }
        return segment.getValue();
    }

    private void requireSame(final long sequence, final DirectBuffer event, final int offset, final int length) {
        if (comparer == null) {
            comparer = reader();
        }
        final EventLogReader reader = comparer;
        final boolean[] same = new boolean[1];
        reader.read(
                sequence,
                1,
                (found, buffer, at, foundLength) -> same[0] = foundLength == length
                        && new UnsafeBuffer(buffer, at, length).equals(new UnsafeBuffer(event, offset, length)));
        if (!same[0]) {
            throw new StorageException(reader.place() + ": event " + sequence
                    + " differs from what the journal gives; the event log or the journal was changed");
        }
        if (sequence == lastAppended) {
            closeComparer();
        }
    }

    private void closeComparer() {
        if (comparer != null) {
            comparer.close();
            comparer = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeComparer();
        writer.close();
    }
}
