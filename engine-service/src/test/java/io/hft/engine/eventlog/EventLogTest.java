package io.hft.engine.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.SegmentFormat;
import io.hft.engine.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final int EVENT_LENGTH = 144;
    private static final int SEGMENT_LENGTH = 64 << 10;

    @TempDir
    Path directory;

    @Test
    void givesBackEventsFromAnySequence() throws IOException {
        try (EventLog log = open()) {
            append(log, 1, 3_000);
            assertThat(segments()).hasSizeGreaterThan(5);
            try (EventLogReader reader = log.reader()) {
                assertThat(read(reader, 1, 10_000)).containsExactlyElementsOf(sequences(1, 3_000));
                assertThat(read(reader, 3_000, 10)).containsExactly(3_000L);
                assertThat(read(reader, 3_001, 10)).isEmpty();
                final long seed = Long.getLong("seed", System.nanoTime());
                System.out.println("seed " + seed);
                final Random random = new Random(seed);
                for (int i = 0; i < 500; i++) {
                    final long from = 1 + random.nextInt(3_000);
                    final int limit = 1 + random.nextInt(700);
                    assertThat(read(reader, from, limit))
                            .as("from %d, %d events", from, limit)
                            .containsExactlyElementsOf(sequences(from, Math.min(3_000, from + limit - 1)));
                }
            }
        }
    }

    @Test
    void showsEventsOnlyWhenPublished() throws IOException {
        try (EventLog log = open();
                EventLogReader reader = log.reader()) {
            log.append(1, event(1), 0, EVENT_LENGTH);
            assertThat(read(reader, 1, 10)).isEmpty();
            log.publish();
            assertThat(read(reader, 1, 10)).containsExactly(1L);
        }
    }

    @Test
    void takesIdenticalEventsAgainWithoutWriting() throws IOException {
        try (EventLog log = open()) {
            append(log, 1, 2_000);
        }
        final byte[] before = bytes();
        try (EventLog log = open()) {
            assertThat(log.lastSequence()).isEqualTo(2_000);
            append(log, 1, 2_000);
        }
        assertThat(bytes()).isEqualTo(before);
        try (EventLog log = open()) {
            append(log, 1_500, 2_100);
            assertThat(log.lastSequence()).isEqualTo(2_100);
        }
    }

    @Test
    void refusesOtherBytesAtAKnownSequenceAndNamesThePlace() throws IOException {
        try (EventLog log = open()) {
            append(log, 1, 10);
        }
        try (EventLog log = open()) {
            append(log, 1, 6);
            assertThatThrownBy(() -> log.append(7, event(70), 0, EVENT_LENGTH))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(segments().getFirst() + " at offset "
                            + (SegmentFormat.HEADER_LENGTH + 6 * SegmentFormat.frameLength(EVENT_LENGTH)))
                    .hasMessageContaining("event 7 ");
        }
    }

    @Test
    void refusesAGap() throws IOException {
        try (EventLog log = open()) {
            append(log, 1, 3);
            assertThatThrownBy(() -> log.append(5, event(5), 0, EVENT_LENGTH))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void cutsATornTailAndIsRepairedByAppendingAgain() throws IOException {
        try (EventLog log = open()) {
            append(log, 1, 5);
        }
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        final int last = whole.length - SegmentFormat.frameLength(EVENT_LENGTH);
        for (int at = last; at < whole.length; at++) {
            final byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            repair(whole, file);
            Files.write(file, Arrays.copyOf(whole, at));
            repair(whole, file);
        }
    }

    private void repair(final byte[] whole, final Path file) throws IOException {
        try (EventLog log = open()) {
            assertThat(log.lastSequence()).isEqualTo(4);
            append(log, 1, 5);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void cutsAtAHoleAndIsRepairedByAppendingAgain() throws IOException {
        try (EventLog log = open()) {
            append(log, 1, 5);
        }
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            final byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            try (EventLog log = open()) {
                assertThat(log.lastSequence()).isLessThan(5);
                append(log, 1, 5);
            } catch (final StorageException e) {
                // A header that is whole but says something else is no trace of a crash.
                assertThat(at).isLessThan(SegmentFormat.HEADER_LENGTH);
                assertThat(e).hasMessageContaining(file + " at offset ");
                continue;
            }
            assertThat(Files.readAllBytes(file)).as("flipped at %d", at).isEqualTo(whole);
        }
    }

    @Test
    void isWholeAgainAfterPagesOfAnyOfItsSegmentsNeverArrived() throws IOException {
        try (EventLog log = open()) {
            append(log, 1, 2_000);
        }
        final byte[] whole = bytes();
        for (final Path segment : segments()) {
            final byte[] bytes = Files.readAllBytes(segment);
            final byte[] zeroes = bytes.clone();
            Arrays.fill(zeroes, zeroes.length / 2, zeroes.length / 2 + 4_096, (byte) 0);
            final byte[] headless = bytes.clone();
            Arrays.fill(headless, 0, 4_096, (byte) 0);
            for (final byte[] damaged :
                    List.of(zeroes, headless, Arrays.copyOf(bytes, bytes.length / 2), new byte[0])) {
                Files.write(segment, damaged);
                try (EventLog log = open()) {
                    assertThat(log.tornTail())
                            .contains(segment.getFileName().toString().substring(0, 5));
                    assertThat(log.lastSequence()).isLessThan(2_000);
                    append(log, 1, 2_000);
                }
                assertThat(bytes()).isEqualTo(whole);
            }
        }
    }

    @Test
    void takesTheReplayOfEventsThatItDoesNotRetain() throws IOException {
        try (EventLog log = open()) {
            append(log, 1, 2_000);
        }
        Files.delete(segments().getFirst());
        final long first;
        try (EventLog log = open()) {
            first = log.firstSequence();
            assertThat(first).isGreaterThan(1);
            append(log, 1, 2_010);
            try (EventLogReader reader = log.reader()) {
                assertThat(read(reader, first, 10_000)).containsExactlyElementsOf(sequences(first, 2_010));
            }
        }
        // The journal has lost even more than that.
        try (EventLog log = open()) {
            log.cutBehind(first - 10);
            assertThat(log.firstSequence()).isEqualTo(first - 9);
            append(log, first - 9, first + 5);
            try (EventLogReader reader = log.reader()) {
                assertThat(read(reader, first - 9, 10_000)).containsExactlyElementsOf(sequences(first - 9, first + 5));
            }
        }
        try (EventLog log = open()) {
            assertThat(log.lastSequence()).isEqualTo(first + 5);
        }
    }

    @Test
    void takesEventsBackAcrossSegments() throws IOException {
        for (final long last : new long[] {1_999, 1_000, 409, 408, 410, 256, 1, 0}) {
            try (EventLog log = open()) {
                append(log, log.lastSequence() + 1, 2_000);
                log.cutBehind(last);
                assertThat(log.lastSequence()).isEqualTo(last);
                append(log, last + 1, last + 700);
                try (EventLogReader reader = log.reader()) {
                    assertThat(read(reader, 1, 10_000)).containsExactlyElementsOf(sequences(1, last + 700));
                }
            }
            try (EventLog log = open()) {
                assertThat(log.lastSequence()).isEqualTo(last + 700);
                log.cutBehind(last);
            }
        }
    }

    @Test
    void letsReadersFollowTheWriter() throws Exception {
        try (EventLog log = open()) {
            final AtomicReference<Throwable> failure = new AtomicReference<>();
            final Thread reading = Thread.ofPlatform().start(() -> {
                try (EventLogReader reader = log.reader()) {
                    long next = 1;
                    while (next <= 50_000) {
                        final List<Long> read = read(reader, next, 300);
                        if (!read.equals(sequences(next, next + read.size() - 1))) {
                            throw new AssertionError("read " + read + " from " + next);
                        }
                        next += read.size();
                    }
                } catch (final Throwable e) {
                    failure.set(e);
                }
            });
            for (long sequence = 1; sequence <= 50_000; sequence++) {
                log.append(sequence, event(sequence), 0, EVENT_LENGTH);
                if (sequence % 7 == 0) {
                    log.publish();
                }
            }
            log.publish();
            reading.join(30_000);
            assertThat(reading.isAlive()).isFalse();
            assertThat(failure.get()).isNull();
        }
    }

    private EventLog open() {
        return EventLog.open(directory, 0, SegmentFiles.DISK, SEGMENT_LENGTH);
    }

    private static void append(final EventLog log, final long first, final long last) throws IOException {
        for (long sequence = first; sequence <= last; sequence++) {
            log.append(sequence, event(sequence), 0, EVENT_LENGTH);
        }
        log.publish();
    }

    /** Reads and checks every event's bytes. */
    private static List<Long> read(final EventLogReader reader, final long from, final int limit) {
        final List<Long> sequences = new ArrayList<>();
        final int count = reader.read(from, limit, (sequence, buffer, offset, length) -> {
            assertThat(new UnsafeBuffer(buffer, offset, length)).isEqualTo(event(sequence));
            sequences.add(sequence);
        });
        assertThat(count).isEqualTo(sequences.size());
        return sequences;
    }

    private static List<Long> sequences(final long first, final long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static UnsafeBuffer event(final long sequence) {
        final UnsafeBuffer event = new UnsafeBuffer(new byte[EVENT_LENGTH]);
        for (int i = 0; i < EVENT_LENGTH; i += 8) {
            event.putLong(i, sequence * 1_000_003 + i);
        }
        return event;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private byte[] bytes() throws IOException {
        final var all = new ByteArrayOutputStream();
        for (final Path segment : segments()) {
            all.write(Files.readAllBytes(segment));
        }
        return all.toByteArray();
    }
}
