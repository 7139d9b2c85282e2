package io.hft.engine.snapshotfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.engine.snapshot.SnapshotFormat;
import io.hft.engine.snapshotfile.SnapshotDirectory.Stored;
import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
    private static final SnapshotInfo INFO = new SnapshotInfo(3, 77, 1_234, 99, 0xCAFEL, 5);

    @TempDir
    Path temporary;

    private SnapshotDirectory directory;
    private SnapshotRoom room;

    @BeforeEach
    void setUp() {
        directory = new SnapshotDirectory(temporary.resolve("a/snapshots"), 3, SegmentFiles.DISK);
        room = new SnapshotRoom(SegmentFiles.DISK, temporary, 0);
    }

    @Test
    void givesBackTheChunksAndWhatTheyAreOf() throws IOException {
        final List<byte[]> chunks = List.of(chunk(1), chunk(8), chunk(13), chunk(SnapshotFormat.MAX_CHUNK_LENGTH));
        final Stored stored = write(INFO, chunks);
        assertThat(stored.path()).hasFileName("00000000000000000077.snapshot");
        try (SnapshotReader reader = directory.open(stored)) {
            assertThat(reader.info()).isEqualTo(INFO);
            assertThat(reader.size()).isEqualTo(Files.size(stored.path()));
            assertThat(read(reader)).usingRecursiveComparison().isEqualTo(chunks);
            assertThat(reader.poll((buffer, offset, length) -> {})).isFalse();
        }
    }

    @Test
    void refusesEveryWrongByteAndEveryCut() throws IOException {
        final Stored stored = write(INFO, List.of(chunk(20), chunk(5), chunk(100)));
        final byte[] whole = Files.readAllBytes(stored.path());
        for (int at = 0; at < whole.length; at++) {
            final byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            assertRefused(stored, flipped);
            assertRefused(stored, Arrays.copyOf(whole, at));
        }
        assertRefused(stored, Arrays.copyOf(whole, whole.length + 1));
        Files.write(stored.path(), whole);
        try (SnapshotReader reader = directory.open(stored)) {
            reader.requireWhole();
        }
    }

    private void assertRefused(final Stored stored, final byte[] bytes) throws IOException {
        Files.write(stored.path(), bytes);
        assertThatThrownBy(() -> {
                    try (SnapshotReader reader = directory.open(stored)) {
                        reader.requireWhole();
                    }
                })
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(stored.path() + " at offset ");
    }

    @Test
    void refusesAnotherShardsAndOneThatIsNamedForAnotherCommand() throws IOException {
        final Stored stored = write(INFO, List.of(chunk(20)));
        assertThatThrownBy(() -> SnapshotReader.open(stored.path(), 4, 77)).hasMessageContaining("belongs to shard 3");
        assertThatThrownBy(() -> SnapshotReader.open(stored.path(), 3, 78)).hasMessageContaining("up to 77");
    }

    @Test
    void endsWhileItIsWrittenWhenTheRoomForOthersIsReached() throws IOException {
        final FaultyFiles files = new FaultyFiles(".journal");
        final SnapshotRoom shrinking = new SnapshotRoom(files, temporary, 1_000);
        final byte[] bytes = chunk(SnapshotFormat.MAX_CHUNK_LENGTH);
        try (SnapshotWriter writer = directory.begin(INFO, shrinking)) {
            final UnsafeBuffer chunk = new UnsafeBuffer(bytes);
            writer.onChunk(chunk, 0, bytes.length);
            files.leave(1_000);
            assertThatThrownBy(() -> {
                        while (writer.size() < 64 << 20) {
                            writer.onChunk(chunk, 0, bytes.length);
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("only 1000 bytes are free");
        }
        assertThatThrownBy(() -> directory.begin(INFO, shrinking)).hasMessageContaining("only 1000 bytes are free");
    }

    @Test
    void hasNoNameBeforeItIsPublishedAndListsTheNewestFirst() throws IOException {
        write(INFO, List.of(chunk(20)));
        write(new SnapshotInfo(3, 1_000, 0, 0, 0, 0), List.of(chunk(20)));
        write(new SnapshotInfo(3, 500, 0, 0, 0, 0), List.of(chunk(20)));
        final SnapshotInfo unfinished = new SnapshotInfo(3, 2_000, 0, 0, 0, 0);
        directory.begin(unfinished, room).close();
        Files.writeString(directory.directory().resolve("notes.txt"), "an operator's");
        assertThat(directory.list()).extracting(Stored::commandSequence).containsExactly(1_000L, 500L, 77L);
        assertThatThrownBy(() -> directory.begin(unfinished, room)).isInstanceOf(IOException.class);
        assertThat(directory.removeUnfinished()).isEqualTo(1);
        assertThat(directory.removeUnfinished()).isZero();
        directory.delete(directory.list().getLast());
        assertThat(directory.list()).extracting(Stored::commandSequence).containsExactly(1_000L, 500L);
        assertThat(new SnapshotDirectory(temporary.resolve("none"), 0, SegmentFiles.DISK).list())
                .isEmpty();
    }

    private Stored write(final SnapshotInfo info, final List<byte[]> chunks) throws IOException {
        try (SnapshotWriter writer = directory.begin(info, room)) {
            for (final byte[] chunk : chunks) {
                // Somewhere within a buffer.
                final UnsafeBuffer buffer = new UnsafeBuffer(new byte[chunk.length + 7]);
                buffer.putBytes(3, chunk);
                writer.onChunk(buffer, 3, chunk.length);
            }
            writer.finish();
            writer.force();
        }
        return directory.publish(info);
    }

    private static List<byte[]> read(final SnapshotReader reader) {
        final List<byte[]> chunks = new ArrayList<>();
        while (reader.poll((buffer, offset, length) -> {
            final byte[] chunk = new byte[length];
            buffer.getBytes(offset, chunk);
            chunks.add(chunk);
        })) {
            assertThat(chunks).hasSizeLessThan(100);
        }
        return chunks;
    }

    private static byte[] chunk(final int length) {
        final byte[] chunk = new byte[length];
        for (int i = 0; i < length; i++) {
            chunk[i] = (byte) (length + i);
        }
        return chunk;
    }
}
