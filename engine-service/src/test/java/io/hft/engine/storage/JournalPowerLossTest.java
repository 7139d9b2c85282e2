package io.hft.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.journal.JournalReader;
import io.hft.engine.journal.JournalWriter;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.support.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power is lost at a random operation of a journal, again and again: what was forced is there, nothing is there twice or changed. */
class JournalPowerLossTest {
    private static final int SEGMENT = 8 << 10;

    @TempDir
    Path directory;

    private long acknowledged;
    private long appended;

    @Test
    void keepsEveryForcedCommandWhateverALossOfPowerTakes() throws IOException {
        final Random random = new Random(Seed.random("JournalPowerLossTest").nextLong());
        for (int world = 0; world < 60; world++) {
            final LossyFiles files = new LossyFiles(random);
            final Path journal = directory.resolve("world-" + world);
            acknowledged = 0;
            appended = 0;
            for (int crash = 0; crash < 12; crash++) {
                switch (random.nextInt(6)) {
                    case 0 -> files.fullAfter(random.nextInt(20_000));
                    case 1 -> files.failDirectoryForces();
                    default -> files.dieAfter(random.nextInt(60));
                }
                run(journal, files, random);
                if (random.nextInt(3) == 0) {
                    files.processStarts();
                } else {
                    files.powerReturns();
                }
                final long found = contents(journal).nextSequence() - 1;
                assertThat(found)
                        .as("world %d, crash %d", world, crash)
                        .isBetween(acknowledged, Math.max(acknowledged, appended));
                // What a start finds may have been answered by then; it must stay from here on only when the start has
                // forced it.
                appended = found;
            }
        }
    }

    @Test
    void doesNotCountAsForcedWhatAForceHasRefused() throws IOException {
        final LossyFiles files = new LossyFiles(new Random(1));
        acknowledged = 0;
        appended = 0;
        files.fullAfter(40_000);
        run(directory, files, new Random(2));
        final long before = acknowledged;
        assertThat(before).isPositive();
        files.powerReturns();
        files.failForces();
        run(directory, files, new Random(3));
        assertThat(acknowledged).isEqualTo(before);
        files.powerReturns();
        assertThat(contents(directory).nextSequence() - 1).isGreaterThanOrEqualTo(before);
    }

    /** A kill between two operations, and a loss of power after the next start has written on. */
    @Test
    void keepsWhatWasForcedAfterAKillAtAnyOperationBefore() throws IOException {
        final Random random = new Random(Seed.random("JournalPowerLossTest").nextLong());
        for (int killedAfter = 0; killedAfter < 25; killedAfter++) {
            for (int repeat = 0; repeat < 8; repeat++) {
                final Path journal = directory.resolve("killed-after-" + killedAfter + "-" + repeat);
                final LossyFiles files = new LossyFiles(random);
                acknowledged = 0;
                appended = 0;
                files.dieAfter(killedAfter);
                run(journal, files, random);
                files.processStarts();
                files.dieAfter(15 + random.nextInt(10));
                run(journal, files, random);
                files.powerReturns();
                assertThat(contents(journal).nextSequence() - 1)
                        .as("killed after %d operations", killedAfter)
                        .isGreaterThanOrEqualTo(acknowledged);
            }
        }
    }

    /** As the pipeline with durability sync does: write a batch, force it, answer; nothing more after the first failure. */
    private void run(final Path journal, final LossyFiles files, final Random random) {
        try {
            try (JournalWriter writer =
                    JournalWriter.open(journal, 0, files, contents(journal), SEGMENT, true, random.nextBoolean())) {
                acknowledged = Math.max(acknowledged, writer.nextSequence() - 1);
                for (int batch = 0; batch < 200; batch++) {
                    final int count = 1 + random.nextInt(30);
                    for (int i = 0; i < count; i++) {
                        final long sequence = writer.nextSequence();
                        final byte[] command = command(sequence);
                        appended = Math.max(appended, sequence);
                        writer.append(sequence, new UnsafeBuffer(command), 0, command.length);
                    }
                    writer.flush();
                    writer.force();
                    acknowledged = writer.nextSequence() - 1;
                }
            }
        } catch (final IOException e) {
            // The power is gone, or the disk is full: this process is over.
        }
    }

    private static Contents contents(final Path journal) {
        return new JournalReader(journal, 0).read((sequence, time, buffer, offset, length) -> {
            final byte[] command = new byte[length];
            buffer.getBytes(offset, command);
            assertThat(time).isEqualTo(sequence);
            assertThat(command).isEqualTo(command(sequence));
        });
    }

    private static byte[] command(final long sequence) {
        final byte[] command = new byte[(int) (40 + sequence % 90)];
        Arrays.fill(command, (byte) sequence);
        return command;
    }
}
