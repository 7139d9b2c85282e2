package io.hft.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.support.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system may write less than it was asked to: the rest follows, in its place, in the middle of a file too. */
class ShortWritesTest {
    @TempDir
    Path directory;

    @Test
    void writesEveryByteInItsPlaceWhereTheSystemTakesThemInPieces() throws IOException {
        final Random random = new Random(Seed.random("ShortWritesTest").nextLong());
        for (int round = 0; round < 50; round++) {
            final Path path = directory.resolve("file-" + round);
            final byte[] expected = new byte[20_000];
            random.nextBytes(expected);
            Files.write(path, expected);
            final int begin = random.nextInt(10_000);
            int at = begin;
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
                    SegmentFile file = new SegmentFiles.DiskFile(new ShortChannel(channel, random), begin)) {
                while (at < 15_000) {
                    final byte[] batch = new byte[1 + random.nextInt(3_000)];
                    random.nextBytes(batch);
                    final ByteBuffer buffer = ByteBuffer.wrap(batch);
                    file.write(buffer);
                    assertThat(buffer.hasRemaining()).isFalse();
                    System.arraycopy(batch, 0, expected, at, batch.length);
                    at += batch.length;
                    assertThat(file.size()).isEqualTo(at);
                }
                file.force();
            }
            assertThat(Files.readAllBytes(path)).isEqualTo(expected);
        }
    }
}
