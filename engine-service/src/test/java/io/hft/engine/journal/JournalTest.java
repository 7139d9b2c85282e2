package io.hft.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.SegmentFormat;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int SHARD = 3;
    private static final int SEGMENT_LENGTH = 1 << 20;

    @TempDir
    Path directory;

    /** A command as read back. */
    private record Entry(long sequence, long timestampNanos, List<Byte> command) {}

    @Test
    void givesBackWhatWasAppended() throws IOException {
        append(SEGMENT_LENGTH, 1, 100);
        assertThat(read()).isEqualTo(expected(100));
        append(SEGMENT_LENGTH, 101, 150);
        assertThat(read()).isEqualTo(expected(150));
        assertThat(segments()).hasSize(1);
    }

    @Test
    void isEmptyWhereNothingIs() {
        assertThat(read()).isEmpty();
        assertThat(contents().nextSequence()).isEqualTo(1);
    }

    @Test
    void beginsNewSegmentsAndReadsThemInOrder() throws IOException {
        append(600, 1, 100);
        assertThat(segments()).hasSizeGreaterThan(5);
        assertThat(read()).isEqualTo(expected(100));
        append(600, 101, 120);
        assertThat(read()).isEqualTo(expected(120));
    }

    @Test
    void cutsTheLastRecordWhereverTheFileEndsWithinIt() throws IOException {
        append(SEGMENT_LENGTH, 1, 5);
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        final int last = whole.length - frameLength(5);
        for (int length = last + 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(contents().tornTail())
                    .as("cut at %d", length)
                    .contains(file.toString())
                    .contains("offset " + last);
            assertThat(read()).as("cut at %d", length).isEqualTo(expected(4));
            // Writing on cuts it for good.
            append(SEGMENT_LENGTH, 5, 6);
            assertThat(read()).as("written on after a cut at %d", length).isEqualTo(expected(6));
        }
    }

    @Test
    void cutsTheLastRecordWhicheverOfItsBytesIsWrong() throws IOException {
        append(SEGMENT_LENGTH, 1, 5);
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        for (int at = whole.length - frameLength(5); at < whole.length; at++) {
            flip(file, whole, at);
            assertThat(read()).as("flipped at %d", at).isEqualTo(expected(4));
        }
    }

    @Test
    void cutsZerosBehindTheLastRecord() throws IOException {
        append(SEGMENT_LENGTH, 1, 5);
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 5_000));
        append(SEGMENT_LENGTH, 6, 6);
        assertThat(read()).isEqualTo(expected(6));
    }

    @Test
    void refusesEveryWrongByteBeforeTheLastRecordAndNamesThePlace() throws IOException {
        append(SEGMENT_LENGTH, 1, 5);
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        final int last = whole.length - frameLength(5);
        for (int at = 0; at < last; at++) {
            flip(file, whole, at);
            assertThatThrownBy(this::read)
                    .as("flipped at %d", at)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file + " at offset " + placeOf(at));
        }
    }

    @Test
    void refusesEveryWrongByteInAnEarlierSegment() throws IOException {
        append(600, 1, 30);
        final Path file = segments().get(1);
        final byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            flip(file, whole, at);
            assertThatThrownBy(this::read)
                    .as("flipped at %d", at)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file + " at offset ");
        }
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::read).as("cut at %d", length).isInstanceOf(StorageException.class);
        }
        Files.delete(file);
        assertThatThrownBy(this::read)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("a segment is missing");
    }

    @Test
    void recoversFromACrashWhileASegmentWasBegun() throws IOException {
        append(600, 1, 30);
        final Contents contents = contents();
        final Path begun = directory.resolve(String.format("%020d.journal", contents.nextSequence()));
        for (final int length : new int[] {0, 1, 63}) {
            Files.write(begun, new byte[length]);
            assertThat(read()).isEqualTo(expected(30));
        }
        Files.write(begun, new byte[64]);
        append(600, 31, 40);
        assertThat(read()).isEqualTo(expected(40));
    }

    @Test
    void refusesAnotherShardsJournal() throws IOException {
        append(SEGMENT_LENGTH, 1, 5);
        assertThatThrownBy(() -> new JournalReader(directory, SHARD + 1).read((s, t, b, o, l) -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("belongs to shard 3, not 4");
    }

    private void append(final int segmentLength, final long first, final long last) throws IOException {
        try (JournalWriter writer =
                JournalWriter.open(directory, SHARD, SegmentFiles.DISK, contents(), segmentLength, true, false)) {
            assertThat(writer.nextSequence()).isEqualTo(first);
            for (long sequence = first; sequence <= last; sequence++) {
                final byte[] command = command(sequence);
                writer.append(time(sequence), new UnsafeBuffer(command), 0, command.length);
                writer.flush();
                writer.force();
            }
        }
    }

    private Contents contents() {
        return new JournalReader(directory, SHARD).read((s, t, b, o, l) -> {});
    }

    private List<Entry> read() {
        final List<Entry> entries = new ArrayList<>();
        new JournalReader(directory, SHARD).read((sequence, timestampNanos, buffer, offset, length) -> {
            final byte[] command = new byte[length];
            buffer.getBytes(offset, command);
            entries.add(new Entry(sequence, timestampNanos, boxed(command)));
        });
        return entries;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static List<Entry> expected(final long count) {
        final List<Entry> entries = new ArrayList<>();
        for (long sequence = 1; sequence <= count; sequence++) {
            entries.add(new Entry(sequence, time(sequence), boxed(command(sequence))));
        }
        return entries;
    }

    private static List<Byte> boxed(final byte[] bytes) {
        final List<Byte> boxed = new ArrayList<>();
        for (final byte b : bytes) {
            boxed.add(b);
        }
        return boxed;
    }

    /** Lengths from 25 to 63, so that every padding occurs. */
    private static byte[] command(final long sequence) {
        final byte[] command = new byte[(int) (25 + sequence * 7 % 39)];
        for (int i = 0; i < command.length; i++) {
            command[i] = (byte) (sequence * 31 + i);
        }
        return command;
    }

    private static long time(final long sequence) {
        return 1_000_000_007L * sequence;
    }

    private static int frameLength(final long sequence) {
        return SegmentFormat.frameLength(16 + command(sequence).length);
    }

    private static long placeOf(final int at) {
        if (at < SegmentFormat.HEADER_LENGTH) {
            return 0;
        }
        int start = SegmentFormat.HEADER_LENGTH;
        for (long sequence = 1; ; sequence++) {
            if (at < start + frameLength(sequence)) {
                return start;
            }
            start += frameLength(sequence);
        }
    }

    private static void flip(final Path file, final byte[] whole, final int at) throws IOException {
        final byte[] flipped = whole.clone();
        flipped[at] ^= (byte) 0x5A;
        Files.write(file, flipped);
    }
}
