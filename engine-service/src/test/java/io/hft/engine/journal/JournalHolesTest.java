package io.hft.engine.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a loss of power leaves of the last batch, what only damage can leave, room that was set aside, and journals of version 1. */
class JournalHolesTest {
    private static final int HEADER = 64;
    /** Every record of these tests: 16 of the frame, 8 of the mark, 8 of the time, 32 of the command. */
    private static final int RECORD = 64;

    private static final int RECORD_1 = 56;
    private static final int COMMAND = 32;
    private static final int SEGMENT = 64 << 10;

    @TempDir
    Path directory;

    @Test
    void cutsAHoleInABatchThatWasNeverForced() throws IOException {
        write(SEGMENT, false, 3, 5);
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        // Records 4 to 8 were written together, when 3 was on the device. Whichever of them is missing, none of them
        // was acknowledged.
        for (int lost = 4; lost <= 7; lost++) {
            Files.write(file, zeroed(whole, HEADER + (lost - 1) * RECORD, RECORD));
            assertThat(sequences()).containsExactlyElementsOf(upTo(lost - 1));
            assertThat(contents().tornTail())
                    .contains(file.toString())
                    .contains("offset " + (HEADER + (lost - 1) * RECORD));
        }
        write(SEGMENT, false, 2);
        assertThat(sequences()).containsExactlyElementsOf(upTo(8));
        assertThat(contents().tornTail()).isNull();
    }

    @Test
    void refusesAHoleThatALaterBatchVouchesFor() throws IOException {
        write(SEGMENT, false, 3, 5, 1);
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        for (int lost = 1; lost <= 8; lost++) {
            Files.write(file, zeroed(whole, HEADER + (lost - 1) * RECORD, RECORD));
            assertThatThrownBy(this::sequences)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file + " at offset " + (HEADER + (lost - 1) * RECORD))
                    .hasMessageContaining("sequence 8 was on the device");
        }
    }

    @Test
    void refusesALostEndOfASegmentThatTheNextOneVouchesFor() throws IOException {
        // Ten records to a segment; the second segment holds none yet.
        write(HEADER + 10 * RECORD, false, 5, 5);
        final Contents contents = contents();
        try (JournalWriter writer = open(contents, HEADER + 10 * RECORD, false)) {
            append(writer, 11);
            writer.flush();
        }
        assertThat(segments()).hasSize(2);
        final Path second = segments().getLast();
        Files.write(second, Arrays.copyOf(Files.readAllBytes(second), HEADER));
        assertThat(sequences()).containsExactlyElementsOf(upTo(10));
        final Path first = segments().getFirst();
        Files.write(first, zeroed(Files.readAllBytes(first), HEADER + 9 * RECORD, RECORD));
        assertThatThrownBy(this::sequences)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(second + ": begins with sequence 11 where 10 belongs");
    }

    @Test
    void refusesEveryWrongByteOfAHeaderInFrontOfRecords() throws IOException {
        write(SEGMENT, false, 1);
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < HEADER; at++) {
            final byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);
            assertThatThrownBy(this::sequences)
                    .as("flipped at %d", at)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file + " at offset 0");
        }
    }

    @Test
    void vouchesForWhatAStartHasFound() throws IOException {
        // Without durability nothing is ever forced, but a start forces what it goes on behind.
        try (JournalWriter writer = open(contents(), SEGMENT, false, false)) {
            for (long sequence = 1; sequence <= 4; sequence++) {
                append(writer, sequence);
                writer.flush();
            }
        }
        final Path file = segments().getFirst();
        final byte[] unforced = zeroed(Files.readAllBytes(file), HEADER + RECORD, RECORD);
        try (JournalWriter writer = open(contents(), SEGMENT, false, false)) {
            append(writer, 5);
            writer.flush();
        }
        final byte[] forced = zeroed(Files.readAllBytes(file), HEADER + RECORD, RECORD);
        Files.write(file, unforced);
        assertThat(sequences()).containsExactly(1L);
        Files.write(file, forced);
        assertThatThrownBy(this::sequences).hasMessageContaining("sequence 4 was on the device");
    }

    @Test
    void writesIntoRoomThatWasSetAside() throws IOException {
        write(SEGMENT, true, 2, 3);
        final Path file = segments().getFirst();
        assertThat(Files.size(file)).isEqualTo(SEGMENT);
        assertThat(contents().tornTail()).isNull();
        write(SEGMENT, true, 1);
        assertThat(segments()).hasSize(1);
        assertThat(Files.size(file)).isEqualTo(SEGMENT);
        assertThat(sequences()).containsExactlyElementsOf(upTo(6));
    }

    @Test
    void goesThroughSegmentsThatWereSetAsideOrNot() throws IOException {
        final int segment = HEADER + 10 * RECORD + 8;
        write(segment, true, 25, 1, 30, 1, 1);
        write(segment, false, 20);
        write(segment, true, 30, 2);
        assertThat(sequences()).containsExactlyElementsOf(upTo(110));
    }

    @Test
    void cutsATornTailInRoomThatWasSetAsideAndGoesOnWithoutIt() throws IOException {
        write(SEGMENT, true, 3, 1);
        final Path file = segments().getFirst();
        final byte[] whole = Files.readAllBytes(file);
        for (int at = HEADER + 3 * RECORD; at < HEADER + 4 * RECORD; at++) {
            final byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);
            assertThat(sequences()).as("flipped at %d", at).containsExactlyElementsOf(upTo(3));
            write(SEGMENT, true, 2);
            assertThat(sequences()).containsExactlyElementsOf(upTo(5));
        }
        for (int length = HEADER + 3 * RECORD + 1; length < HEADER + 4 * RECORD; length++) {
            Files.write(file, zeroed(whole, length, whole.length - length));
            // What is missing of the record may be zeros anyway.
            assertThat(sequences()).as("zeros from %d", length).startsWith(1L, 2L, 3L);
        }
    }

    @Test
    void readsJournalsOfVersionOneAndGoesOnInASegmentOfItsOwn() throws IOException {
        final Path old = directory.resolve(String.format("%020d.journal", 1));
        Files.write(old, version1(5));
        assertThat(sequences()).containsExactlyElementsOf(upTo(5));
        write(SEGMENT, true, 2, 1);
        assertThat(Files.readAllBytes(old)).isEqualTo(version1(5));
        assertThat(segments()).hasSize(2);
        assertThat(sequences()).containsExactlyElementsOf(upTo(8));
    }

    @Test
    void cutsTheLastRecordOfVersionOneAndRefusesDamageBeforeIt() throws IOException {
        final Path old = directory.resolve(String.format("%020d.journal", 1));
        final byte[] whole = version1(5);
        for (int at = 0; at < whole.length; at++) {
            final byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(old, flipped);
            if (at >= HEADER + 4 * RECORD_1) {
                assertThat(sequences()).as("flipped at %d", at).containsExactlyElementsOf(upTo(4));
            } else {
                assertThatThrownBy(this::sequences)
                        .as("flipped at %d", at)
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining(old + " at offset ");
            }
        }
        Files.write(old, Arrays.copyOf(whole, whole.length - 3));
        write(SEGMENT, true, 2);
        assertThat(sequences()).containsExactlyElementsOf(upTo(6));
        assertThat(segments()).hasSize(2);
    }

    /** Appends batches, each forced. */
    private void write(final int segmentLength, final boolean setAside, final int... batches) throws IOException {
        try (JournalWriter writer = open(contents(), segmentLength, setAside)) {
            for (final int batch : batches) {
                for (int i = 0; i < batch; i++) {
                    append(writer, writer.nextSequence());
                }
                writer.flush();
                writer.force();
            }
        }
    }

    private JournalWriter open(final Contents contents, final int segmentLength, final boolean setAside)
            throws IOException {
        return open(contents, segmentLength, true, setAside);
    }

    private JournalWriter open(
            final Contents contents, final int segmentLength, final boolean forceOnRoll, final boolean setAside)
            throws IOException {
        return JournalWriter.open(directory, 0, SegmentFiles.DISK, contents, segmentLength, forceOnRoll, setAside);
    }

    private static void append(final JournalWriter writer, final long sequence) throws IOException {
        writer.append(sequence, new UnsafeBuffer(command(sequence)), 0, COMMAND);
    }

    /** No byte of it is zero, so that no part of it looks like room set aside. */
    private static byte[] command(final long sequence) {
        final byte[] command = new byte[COMMAND];
        Arrays.fill(command, (byte) (sequence % 100 + 1));
        return command;
    }

    private Contents contents() {
        return new JournalReader(directory, 0).read((sequence, time, buffer, offset, length) -> {
            final byte[] command = new byte[length];
            buffer.getBytes(offset, command);
            assertThat(time).isEqualTo(sequence);
            assertThat(command).isEqualTo(command(sequence));
        });
    }

    private List<Long> sequences() {
        final var all = new java.util.ArrayList<Long>();
        new JournalReader(directory, 0).read((sequence, time, buffer, offset, length) -> all.add(sequence));
        return all;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Long> upTo(final long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static byte[] zeroed(final byte[] whole, final int from, final int length) {
        final byte[] changed = whole.clone();
        Arrays.fill(changed, from, from + length, (byte) 0);
        return changed;
    }

    /** Byte by byte as docs/formats/journal.md says of version 1. */
    private static byte[] version1(final int records) {
        final ByteBuffer bytes =
                ByteBuffer.allocate(HEADER + records * RECORD_1).order(LITTLE_ENDIAN);
        bytes.put("HFTJRNL ".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putInt(1)
                .putInt(0)
                .putLong(1);
        bytes.putInt(60, crc(bytes, 0, 60));
        for (int i = 0; i < records; i++) {
            final int at = HEADER + i * RECORD_1;
            bytes.putInt(at, 8 + COMMAND).putLong(at + 8, i + 1).putLong(at + 16, i + 1);
            bytes.put(at + 24, command(i + 1));
            final CRC32C crc = new CRC32C();
            crc.update(bytes.duplicate().clear().position(at + 8).limit(at + RECORD_1));
            crc.update(bytes.duplicate().clear().position(at).limit(at + 4));
            bytes.putInt(at + 4, (int) crc.getValue());
        }
        return bytes.array();
    }

    private static int crc(final ByteBuffer bytes, final int from, final int to) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().position(from).limit(to));
        return (int) crc.getValue();
    }
}
