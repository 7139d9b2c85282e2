package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hft.engine.snapshot.SnapshotFormat;
import io.hft.engine.snapshot.SnapshotFormatException;
import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is damaged is refused with a message that says where; what is forged makes no core that could not be. */
class SnapshotDamageTest {
    private final List<byte[]> whole = SnapshotExample.chunks();

    @Test
    void hasAllThatThereIsInTheExample() {
        // Else the tests below would flip bytes of little worth.
        assertThat(whole).as("one chunk for each section").hasSize(11);
        assertThat(Snapshots.same(whole, Snapshots.take(Snapshots.restore(whole))))
                .isTrue();
    }

    @Test
    void refusesEveryFlippedByte() {
        for (int chunk = 0; chunk < whole.size(); chunk++) {
            for (int at = 0; at < whole.get(chunk).length; at++) {
                for (final int flip : new int[] {1, 0x80, 0xFF}) {
                    final List<byte[]> damaged = copy();
                    damaged.get(chunk)[at] ^= (byte) flip;
                    assertRefused(damaged, chunk, "byte " + at + " of chunk " + chunk + " flipped by " + flip);
                }
            }
        }
    }

    @Test
    void refusesEveryTruncation() {
        for (int chunk = 0; chunk < whole.size(); chunk++) {
            assertRefused(copy().subList(0, chunk), chunk, "cut off before chunk " + chunk);
            for (int length = 0; length < whole.get(chunk).length; length++) {
                final List<byte[]> damaged = copy();
                damaged.set(chunk, Arrays.copyOf(whole.get(chunk), length));
                assertRefused(damaged, chunk, "chunk " + chunk + " cut off at " + length);
                assertRefused(damaged.subList(0, chunk + 1), chunk, "all cut off in chunk " + chunk);
            }
        }
    }

    @Test
    void refusesChunksThatAreSwappedDroppedDoubledOrTooMany() {
        for (int i = 0; i < whole.size(); i++) {
            final List<byte[]> dropped = copy();
            dropped.remove(i);
            assertRefused(dropped, i, "chunk " + i + " dropped");
            final List<byte[]> doubled = copy();
            doubled.add(i, whole.get(i).clone());
            // Behind the end mark nobody looks at what it is.
            assertRefused(doubled, Math.min(i + 1, whole.size() - 1), "chunk " + i + " doubled");
            for (int j = i + 1; j < whole.size(); j++) {
                final List<byte[]> swapped = copy();
                Collections.swap(swapped, i, j);
                assertRefused(swapped, i, "chunks " + i + " and " + j + " swapped");
            }
            final List<byte[]> longer = copy();
            longer.set(i, Arrays.copyOf(whole.get(i), whole.get(i).length + 8));
            assertRefused(longer, i, "chunk " + i + " with something behind it");
        }
    }

    @Test
    void refusesAChunkOfAnotherSnapshot() {
        final List<byte[]> other = SnapshotExample.laterChunks();
        for (int i = 0; i < whole.size(); i++) {
            final List<byte[]> mixed = copy();
            mixed.set(i, other.get(i));
            // A header of its own is whole; what does not belong to it comes next.
            assertRefused(mixed, i == 0 ? 1 : i, "chunk " + i + " of a later snapshot");
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Snapshots.restore(List.of()))
                .isInstanceOf(SnapshotFormatException.class)
                .hasMessage("snapshot chunk 0 (header): is missing: the snapshot ends before its end mark");
        assertThatThrownBy(() -> Snapshots.restore(List.of(new byte[0]))).hasMessageContaining("has 0 bytes");
        assertThatThrownBy(() -> Snapshots.restore(List.of(new byte[SnapshotFormat.MAX_CHUNK_LENGTH + 1])))
                .hasMessageContaining("has 65537 bytes");
        assertThatThrownBy(() -> Snapshots.restore(List.of(new byte[100])))
                .hasMessageContaining("is not one of a snapshot: its schema id is 0");
        final List<byte[]> newer = copy();
        newer.get(0)[2] = 2;
        assertThatThrownBy(() -> Snapshots.restore(newer))
                .hasMessage("snapshot chunk 0 (header): has version 2, known is 1");
        final List<byte[]> rules = copy();
        rules.get(0)[24] = 9;
        assertThatThrownBy(() -> Snapshots.restore(sealed(rules)))
                .hasMessage("snapshot chunk 0 (header): no rules version can be 9");
        assertThatThrownBy(() -> MatchingEngine.readFrom(handler -> true, 1))
                .hasMessageContaining("was announced and not given");
        final IllegalStateException own = new IllegalStateException("the disk is gone");
        assertThat(catchThrowable(() -> MatchingEngine.readFrom(
                        handler -> {
                            throw own;
                        },
                        1)))
                .isSameAs(own);
    }

    /** Whoever can make checksums can make snapshots; yet no core comes of one that would not write the same bytes again. */
    @Test
    void takesNoForgedSnapshotForWhatItIsNot() {
        final SplittableRandom random = Seed.random("SnapshotDamageTest");
        int taken = 0;
        for (int chunk = 0; chunk < whole.size(); chunk++) {
            for (int at = SnapshotFormat.CHUNK_HEADER_LENGTH - 16; at < whole.get(chunk).length; at++) {
                for (final int flip : new int[] {1, 2, 0x80, 0xFF, random.nextInt(1, 256)}) {
                    final List<byte[]> forged = copy();
                    forged.get(chunk)[at] ^= (byte) flip;
                    taken += isTaken(sealed(forged), "byte " + at + " of chunk " + chunk + " flipped by " + flip)
                            ? 1
                            : 0;
                }
            }
        }
        for (int i = 0; i < Seed.commands(20_000); i++) {
            final List<byte[]> forged = copy();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                forge(forged.get(random.nextInt(forged.size())), random);
            }
            taken += isTaken(sealed(forged), "forgery " + i) ? 1 : 0;
        }
        // Ids, prices and the like may be others.
        assertThat(taken).as("forged snapshots that are fine").isGreaterThan(1_000);
    }

    private static void forge(byte[] chunk, SplittableRandom random) {
        final UnsafeBuffer buffer = new UnsafeBuffer(chunk);
        final int words = (chunk.length - SnapshotFormat.CHUNK_HEADER_LENGTH) / 8;
        final int at = SnapshotFormat.CHUNK_HEADER_LENGTH + 8 * random.nextInt(words);
        final int other = SnapshotFormat.CHUNK_HEADER_LENGTH + 8 * random.nextInt(words);
        switch (random.nextInt(4)) {
            case 0 -> buffer.putLong(at, buffer.getLong(other));
            case 1 -> buffer.putLong(at, buffer.getLong(at) + random.nextInt(-2, 3));
            case 2 -> buffer.putLong(at, random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE);
            default -> buffer.putInt(at, random.nextInt(6));
        }
    }

    private static boolean isTaken(List<byte[]> chunks, String what) {
        final MatchingEngine engine;
        try {
            engine = Snapshots.restore(chunks);
        } catch (SnapshotFormatException refused) {
            return false;
        } catch (Throwable other) {
            throw new AssertionError(what + " is refused with " + other, other);
        }
        assertThat(Snapshots.same(chunks, Snapshots.take(engine)))
                .as("bytes after %s", what)
                .isTrue();
        return true;
    }

    private static void assertRefused(List<byte[]> chunks, int chunk, String what) {
        final Throwable refusal = catchThrowable(() -> Snapshots.restore(chunks));
        assertThat(refusal).as(what).isInstanceOf(SnapshotFormatException.class);
        assertThat(((SnapshotFormatException) refusal).chunk())
                .as("the chunk that is named after: %s", what)
                .isEqualTo(chunk);
        assertThat(refusal.getMessage()).startsWith("snapshot chunk " + chunk + " (");
    }

    private List<byte[]> copy() {
        final List<byte[]> copy = new ArrayList<>();
        whole.forEach(chunk -> copy.add(chunk.clone()));
        return copy;
    }

    /** Gives every chunk the checksum that belongs to it. */
    private static List<byte[]> sealed(List<byte[]> chunks) {
        final CRC32C checksum = new CRC32C();
        for (final byte[] chunk : chunks) {
            checksum.update(chunk, 0, 20);
            checksum.update(chunk, 24, chunk.length - 24);
            new UnsafeBuffer(chunk).putInt(20, (int) checksum.getValue());
        }
        return chunks;
    }
}
