package io.hft.engine.matching;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of {@code docs/formats/snapshot.md}, written down once more: snapshots on disk are read by later engines. */
class SnapshotLayoutTest {
    private static final String DIGEST = "2d51b332ae5ca51ff36da88b7d5a4701abd1ecb82fcdf5474a748025838eb447";
    private static final long STATE_HASH = 287_893_805_746_142_538L;
    private static final long DEADLINE = SnapshotExample.DEADLINE;

    private final List<byte[]> chunks = SnapshotExample.chunks();

    @Test
    void neverChangesWithinAVersion() throws NoSuchAlgorithmException {
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        chunks.forEach(digest::update);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(DIGEST);
    }

    @Test
    void beginsEveryChunkWithItsHeader() {
        final int[] sections = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16};
        final int[] records = {1, 2, 3, 8, 4, 2, 8, 4, 5, 1, 1};
        final CRC32C checksum = new CRC32C();
        for (int i = 0; i < sections.length; i++) {
            final byte[] chunk = chunks.get(i);
            final UnsafeBuffer buffer = new UnsafeBuffer(chunk);
            checksum.update(chunk, 0, 20);
            checksum.update(chunk, 24, chunk.length - 24);
            assertThat(new String(chunk, 0, 2, StandardCharsets.US_ASCII)).isEqualTo("SH");
            assertThat(chunk[2]).as("version").isEqualTo((byte) 1);
            assertThat(chunk[3]).as("section").isEqualTo((byte) sections[i]);
            assertThat(buffer.getInt(4, LITTLE_ENDIAN)).as("length").isEqualTo(chunk.length);
            assertThat(buffer.getInt(8, LITTLE_ENDIAN)).as("number").isEqualTo(i);
            assertThat(buffer.getInt(12, LITTLE_ENDIAN)).as("records").isEqualTo(records[i]);
            assertThat(buffer.getInt(16, LITTLE_ENDIAN)).as("nothing").isZero();
            assertThat(buffer.getInt(20, LITTLE_ENDIAN)).as("checksum").isEqualTo((int) checksum.getValue());
        }
        assertThat(chunks).hasSize(sections.length);
    }

    @Test
    void saysInTheHeaderWhatTheCoreIsAsAWhole() {
        assertThat(words(0))
                .containsExactly(
                        // Rules version 3, no kill switch; event sequence, hash, trade id, time.
                        3,
                        32,
                        STATE_HASH,
                        4,
                        SnapshotExample.TIME + 24_000,
                        halves(100, 10),
                        4,
                        SnapshotExample.DAY_END,
                        // Records of the sections.
                        2,
                        3,
                        8,
                        4,
                        2,
                        8,
                        4,
                        5,
                        1);
        assertThat(words(10)).containsExactly(11, 32, STATE_HASH);
    }

    @Test
    void hasInstrumentsAsTheirCommandsHaveThem() {
        assertThat(words(1, 0, 6)).containsExactly(halves(3, 250), 1, 1, halves(2, 8), 1_000_000, 1_000);
        assertThat(text(24 + 48)).startsWith("BTC-USD\0\0");
        assertThat(text(24 + 72)).startsWith("BTC\0\0");
        assertThat(text(24 + 84)).startsWith("USD\0\0");
        assertThat(words(1, 12, 2)).as("last trade and state").containsExactly(996, 1);
        assertThat(words(1, 14, 6)).containsExactly(halves(7, 0), 1, 1, halves(2, 8), 1_000_000, 2_000);
        assertThat(words(1, 26, 2)).as("last trade and state").containsExactly(0, 2);
    }

    @Test
    void hasRiskInTheOrderOfScopesAndAccounts() {
        assertThat(words(2, 0, 6)).containsExactly(0, 0, 0, 0, 0, halves(0, 50));
        assertThat(words(2, 6, 6)).containsExactly(100, 0, 0, 0, 0, halves(0, 40));
        assertThat(words(2, 12, 6)).containsExactly(101, 3, 1_000_000, 0, 0, 0);
        assertThat(words(3))
                .containsExactly(
                        100, 2, 0, 101, 1, 0, 102, 2, 0, 103, 4, 0, 104, 1, 0, 105, 1, 0, 106, 2, 0, 107, 0, 1);
        assertThat(words(4)).containsExactly(102, 3, 32, 0, 104, 3, -6, -1, 105, 3, 6, 0, 106, 3, -32, -1);
        assertThat(words(5)).as("sources").containsExactly(-6, 1, 5, 15);
    }

    @Test
    void hasOpenOrdersAsTheyStand() {
        final long rests = halves(0, 3);
        final long restsWithTerms = halves(0, 3 | 1 << 24);
        final long waitsWithTerms = halves(0, 3 | 1 << 16 | 1 << 24);
        assertThat(words(6))
                .containsExactly(
                        // An iceberg, a stop-limit that has triggered, one without and one with a deadline.
                        3,
                        102,
                        996,
                        90,
                        58,
                        restsWithTerms | 0x05_05_01,
                        0,
                        30,
                        28,
                        DEADLINE,
                        5,
                        100,
                        995,
                        8,
                        8,
                        restsWithTerms | 0x04_04_01,
                        1_005,
                        0,
                        0,
                        DEADLINE,
                        1,
                        100,
                        990,
                        10,
                        10,
                        rests | 0x01_02_01,
                        2,
                        101,
                        990,
                        20,
                        20,
                        restsWithTerms | 0x04_02_01,
                        0,
                        0,
                        0,
                        DEADLINE,
                        14,
                        103,
                        1_011,
                        5,
                        5,
                        rests | 0x01_02_02,
                        // Stops: buys rising, sells falling.
                        9,
                        102,
                        0,
                        3,
                        3,
                        waitsWithTerms | 0x01_03_01,
                        1_015,
                        0,
                        0,
                        0,
                        11,
                        103,
                        0,
                        4,
                        4,
                        waitsWithTerms | 0x01_03_02,
                        980,
                        0,
                        0,
                        0,
                        10,
                        103,
                        974,
                        4,
                        4,
                        waitsWithTerms | 0x05_04_02,
                        975,
                        0,
                        0,
                        DEADLINE - 1);
        assertThat(words(7)).as("by deadline, then by entry").containsExactly(10, 2, 3, 5);
    }

    @Test
    void hasFinishedOrdersOldestFirst() {
        final long filled = halves(0, 3);
        assertThat(words(8))
                .containsExactly(
                        6,
                        104,
                        1_005,
                        6,
                        6,
                        halves(3, 0x01_02_02),
                        filled,
                        7,
                        105,
                        1_005,
                        6,
                        6,
                        halves(3, 0x01_02_01),
                        filled,
                        8,
                        106,
                        996,
                        3,
                        3,
                        halves(3, 0x01_02_02),
                        filled,
                        13,
                        106,
                        996,
                        29,
                        29,
                        halves(3, 0x02_02_02),
                        filled,
                        4,
                        103,
                        1_010,
                        5,
                        0,
                        halves(3, 0x01_02_02),
                        halves(0, 4));
        assertThat(words(9)).as("refused").containsExactly(12, 100, 990, -1, 0, halves(3, 0x01_02_01), halves(6, 5));
    }

    private static long halves(int low, int high) {
        return (long) high << 32 | low;
    }

    private long[] words(int chunk) {
        return words(chunk, 0, (chunks.get(chunk).length - 24) / 8);
    }

    private long[] words(int chunk, int from, int count) {
        final UnsafeBuffer buffer = new UnsafeBuffer(chunks.get(chunk));
        final long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = buffer.getLong(24 + 8 * (from + i), LITTLE_ENDIAN);
        }
        return words;
    }

    private String text(int at) {
        return new String(chunks.get(1), at, 12, StandardCharsets.US_ASCII);
    }
}
