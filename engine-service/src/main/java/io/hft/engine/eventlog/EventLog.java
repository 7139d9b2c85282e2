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
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one shard. Appending gathers; {@link #publish} writes the batch and then lets readers see it. The log is not forced
 * while the engine runs: what a crash of the machine takes is written again by the journal's replay.
 */
public final class EventLog implements AutoCloseable {
    private final SegmentDirectory directory;
    private final SegmentFiles files;
    private final int segmentLength;
    private final CopyOnWriteArrayList<SegmentIndex> segments = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile long firstSequence;
    private final @Nullable String tornTail;

    private SegmentWriter writer;
    private long lastAppended;
    private @Nullable EventLogReader comparer;

    /** The last event that readers may see. Written by the appending thread after the event's bytes are in the file. */
    private volatile long lastSequence;

    private EventLog(
            final SegmentDirectory directory,
            final SegmentFiles files,
            final int segmentLength,
            final List<SegmentIndex> found,
            final Contents contents)
            throws IOException {
        this.directory = directory;
        this.files = files;
        this.segmentLength = segmentLength;
        this.firstSequence = contents.firstSequence();
        this.tornTail = contents.tornTail();
        final int usable = contents.segments().size();
        segments.addAll(found.subList(0, Math.min(found.size(), usable)));
        if (usable > 0 && contents.segments().getLast().size() == 0) {
            segments.removeLast();
        }
        this.writer = openWriter(contents);
        this.lastAppended = contents.nextSequence() - 1;
        this.lastSequence = lastAppended;
    }

    /**
     * Opens the log of a shard, reads it through and cuts a torn tail. The log is not forced while it is written, so a loss of power may leave
     * holes in it: it is cut at the first one, and the replay of the journal writes the rest again.
     *
     * @throws StorageException naming file and offset when it holds anything that no crash leaves
     */
    public static EventLog open(final Path path, final int shard, final SegmentFiles files, final int segmentLength) {
        final var directory = new SegmentDirectory(path, EventLogFormat.SEGMENTS, shard);
        final List<SegmentIndex> found = new ArrayList<>();
        final long[] position = new long[1];
        final Contents contents = directory.readUpToHole(
                segment -> {
                    found.add(new SegmentIndex(segment.path(), segment.firstSequence()));
                    position[0] = SegmentFormat.HEADER_LENGTH;
                },
                (sequence, buffer, offset, length) -> {
                    found.getLast().add(sequence, position[0]);
                    position[0] += SegmentFormat.frameLength(length);
                });
        try {
            return new EventLog(directory, files, segmentLength, found, contents);
        } catch (final IOException e) {
            throw new StorageException("the event log in " + path + " cannot be written: " + e, e);
        }
    }

    private SegmentWriter openWriter(final Contents contents) throws IOException {
        return SegmentWriter.open(
                directory,
                files,
                contents,
                segmentLength,
                false,
                segment -> segments.add(new SegmentIndex(segment.path(), segment.firstSequence())));
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
        segments.get(segments.size() - 1).add(sequence, position);
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
        while (!segments.isEmpty() && segments.getLast().firstSequence > last + 1) {
            segments.removeLast();
        }
        firstSequence = Math.min(firstSequence, last + 1);
        final List<Segment> kept = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            final SegmentIndex segment = segments.get(i);
            final long size;
            if (i < segments.size() - 1) {
                size = Files.size(segment.path);
            } else if (segment.firstSequence > last) {
                size = SegmentFormat.HEADER_LENGTH;
            } else {
                size = endOf(last);
            }
            kept.add(new Segment(segment.path, segment.firstSequence, size));
        }
        writer = openWriter(new Contents(kept, firstSequence, last + 1, "cut behind " + last));
        lastAppended = last;
        lastSequence = last;
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

    SegmentIndex segmentOf(final long sequence) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            final SegmentIndex segment = segments.get(i);
            if (segment.firstSequence <= sequence) {
                return segment;
            }
        }
        throw new IllegalArgumentException("event " + sequence + " is not retained");
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
