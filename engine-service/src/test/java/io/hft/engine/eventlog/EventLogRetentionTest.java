package io.hft.engine.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogRetentionTest {
    private static final int EVENT_LENGTH = 144;
    private static final int SEGMENT_LENGTH = 64 << 10;
    /** Events of {@value #EVENT_LENGTH} bytes in a segment. */
    private static final long PER_SEGMENT = (SEGMENT_LENGTH - 64) / 160;

    @TempDir
    Path directory;

    @Test
    void givesUpWholeSegmentsBeforeAnEvent() throws IOException {
        try (EventLog log = open(0)) {
            append(log, 1, 2_000);
            log.prune(PER_SEGMENT);
            assertThat(log.firstSequence()).isEqualTo(1);
            log.prune(PER_SEGMENT + 1);
            assertThat(log.firstSequence()).isEqualTo(PER_SEGMENT + 1);
            log.prune(2_000);
            assertThat(log.firstSequence()).isEqualTo(4 * PER_SEGMENT + 1);
            assertThat(segments()).hasSize(1);
            assertThatThrownBy(() -> log.prune(2_001)).isInstanceOf(IllegalArgumentException.class);
            append(log, 2_001, 3_000);
            assertReads(log, log.firstSequence(), 3_000);
        }
        try (EventLog log = open(0)) {
            assertThat(log.firstSequence()).isEqualTo(4 * PER_SEGMENT + 1);
            assertReads(log, log.firstSequence(), 3_000);
        }
    }

    @Test
    void leavesNoGapWhenAFileCannotBeDeletedForAWhile() throws IOException {
        final FaultyFiles files = new FaultyFiles("00001.events");
        try (EventLog log = EventLog.open(directory, 0, files, SEGMENT_LENGTH)) {
            append(log, 1, 3_000);
            files.failDeletes();
            assertThatThrownBy(() -> log.prune(PER_SEGMENT + 1)).hasMessageContaining("Operation not permitted");
            assertThatThrownBy(() -> log.prune(1_500)).hasMessageContaining("Operation not permitted");
            assertReads(log, log.firstSequence(), 3_000);
        }
        try (EventLog log = EventLog.open(directory, 0, files, SEGMENT_LENGTH)) {
            assertThat(log.lastSequence()).isEqualTo(3_000);
            assertReads(log, 1, 3_000);
        }
        final FaultyFiles directories = new FaultyFiles(".events");
        try (EventLog log = EventLog.open(directory, 0, directories, SEGMENT_LENGTH)) {
            directories.failDirectoryForces();
            assertThatThrownBy(() -> log.prune(1_500)).hasMessageContaining("Input/output error");
            directories.heal();
            log.prune(1_500);
            assertReads(log, log.firstSequence(), 3_000);
        }
        try (EventLog log = open(0)) {
            assertThat(log.firstSequence()).isEqualTo(3 * PER_SEGMENT + 1);
            assertReads(log, log.firstSequence(), 3_000);
        }
    }

    @Test
    void tellsAReaderThatComesTooLate() throws IOException {
        try (EventLog log = open(0);
                EventLogReader reader = log.reader();
                EventLogReader inside = log.reader()) {
            append(log, 1, 2_000);
            assertThat(read(inside, 1, 100)).hasSize(100);
            log.prune(1_000);
            for (final EventLogReader late : List.of(reader, inside)) {
                assertThatThrownBy(() -> read(late, 101, 100))
                        .isInstanceOfSatisfying(EventsGoneException.class, e -> assertThat(e.firstSequence())
                                .isEqualTo(2 * PER_SEGMENT + 1))
                        .hasMessageContaining("event 101 is no longer retained");
            }
            assertThat(read(inside, 2 * PER_SEGMENT + 1, 10_000)).hasSize((int) (2_000 - 2 * PER_SEGMENT));
        }
    }

    @Test
    void neitherDisturbsReadersNorTheWriterWhileItPrunes() throws Exception {
        try (EventLog log = open(0)) {
            final AtomicReference<Throwable> failure = new AtomicReference<>();
            final AtomicLong tooLate = new AtomicLong();
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try (EventLogReader reader = log.reader()) {
                        long next = 1;
                        while (next <= 60_000) {
                            try {
                                next += read(reader, next, 50).size();
                            } catch (final EventsGoneException e) {
                                tooLate.incrementAndGet();
                                next = e.firstSequence();
                            }
                        }
                    } catch (final Throwable e) {
                        failure.set(e);
                    }
                }));
            }
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    while (log.lastSequence() < 60_000) {
                        if (log.lastSequence() > PER_SEGMENT) {
                            log.forceUpTo(log.lastSequence());
                            log.prune(log.lastSequence());
                        }
                    }
                } catch (final Throwable e) {
                    failure.set(e);
                }
            }));
            for (long sequence = 1; sequence <= 60_000; sequence++) {
                log.append(sequence, event(sequence), 0, EVENT_LENGTH);
                if (sequence % 11 == 0) {
                    log.publish();
                }
            }
            log.publish();
            for (final Thread thread : threads) {
                thread.join(30_000);
                assertThat(thread.isAlive()).isFalse();
            }
            assertThat(failure.get()).isNull();
            System.out.println("readers came too late " + tooLate + " times");
            assertThat(log.firstSequence()).isGreaterThan(1);
        }
    }

    @Test
    void readsAtItsStartOnlyWhatIsNotKnownToBeOnTheDevice() throws IOException {
        try (EventLog log = open(0)) {
            append(log, 1, 2_000);
        }
        final byte[] damaged = Files.readAllBytes(segments().get(1));
        damaged[damaged.length / 2] ^= 1;
        Files.write(segments().get(1), damaged);
        try (EventLog log = open(3 * PER_SEGMENT)) {
            assertThat(log.firstSequence()).isEqualTo(1);
            assertThat(log.lastSequence()).isEqualTo(2_000);
            assertReads(log, 1, PER_SEGMENT);
            assertReads(log, 2 * PER_SEGMENT + 1, 2_000);
            try (EventLogReader reader = log.reader()) {
                assertThatThrownBy(() -> read(reader, PER_SEGMENT + 1, 10))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining(segments().get(1) + " at offset ");
            }
            // Identical ones are looked up in segments that were not read, too.
            append(log, 3, 300);
            append(log, 1_990, 2_100);
        }
        // What is read is cut at the damage.
        try (EventLog log = open(0)) {
            assertThat(log.lastSequence()).isBetween(PER_SEGMENT, 2 * PER_SEGMENT);
        }
    }

    @Test
    void takesEventsBackIntoASegmentThatItHasNotRead() throws IOException {
        try (EventLog log = open(0)) {
            append(log, 1, 2_000);
        }
        try (EventLog log = open(2_000)) {
            log.cutBehind(500);
            append(log, 501, 1_500);
            assertReads(log, 1, 1_500);
        }
    }

    @Test
    void beginsAnewBehindASequence() throws IOException {
        try (EventLog log = open(0)) {
            append(log, 1, 2_000);
            log.restart(5_000);
            assertThat(log.firstSequence()).isEqualTo(5_000);
            assertThat(log.lastSequence()).isEqualTo(4_999);
            assertThat(segments()).hasSize(1);
            append(log, 5_000, 6_000);
            assertReads(log, 5_000, 6_000);
        }
        try (EventLog log = open(4_999)) {
            assertReads(log, 5_000, 6_000);
        }
    }

    private EventLog open(final long forced) {
        return EventLog.open(directory, 0, SegmentFiles.DISK, SEGMENT_LENGTH, forced);
    }

    private static void append(final EventLog log, final long first, final long last) throws IOException {
        for (long sequence = first; sequence <= last; sequence++) {
            log.append(sequence, event(sequence), 0, EVENT_LENGTH);
        }
        log.publish();
    }

    private static void assertReads(final EventLog log, final long first, final long last) {
        try (EventLogReader reader = log.reader()) {
            assertThat(read(reader, first, (int) (last - first + 1)))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(first, last).boxed().toList());
        }
    }

    /** Reads and checks every event's bytes. */
    private static List<Long> read(final EventLogReader reader, final long from, final int limit) {
        final List<Long> sequences = new ArrayList<>();
        reader.read(from, limit, (sequence, buffer, offset, length) -> {
            if (!new UnsafeBuffer(buffer, offset, length).equals(event(sequence))) {
                throw new AssertionError("event " + sequence + " has other bytes");
            }
            sequences.add(sequence);
        });
        return sequences;
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
}
