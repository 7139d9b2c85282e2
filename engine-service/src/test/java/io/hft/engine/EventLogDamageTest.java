package io.hft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.eventlog.EventLog;
import io.hft.engine.eventlog.EventLogReader;
import io.hft.engine.recovery.RecoveredShard;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import io.hft.engine.storage.UnforcedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every byte of the event log flipped, every length that its files can be cut to: the start writes it again from the journal, to the byte, or whoever
 * reads the event gets the file and the offset. Never is there another event, or one less.
 */
@Timeout(300)
class EventLogDamageTest {
    private static final int SEGMENT_BYTES = 560;

    @TempDir
    Path directory;

    private final SegmentFiles files = UnforcedFiles.create();
    private EngineConfig config;
    private Map<Path, byte[]> whole;
    private List<byte[]> events;
    private int healed;
    private int named;

    @Test
    void isWrittenAgainAfterAnyDamageBehindTheNewestSnapshot() throws IOException {
        prepare(false);
        damageEverything();
        assertThat(named).isZero();
    }

    @Test
    void isWrittenAgainOrNamesThePlaceAfterAnyDamageBeforeASnapshot() throws IOException {
        prepare(true);
        damageEverything();
        assertThat(named).isPositive();
    }

    private void prepare(final boolean withSnapshot) throws IOException {
        config = EngineFixture.config(directory)
                .withMemory(new EngineConfig.Memory(100, 100, 10))
                .withJournal(new EngineConfig.Journal(Durability.ASYNC, 5, 1 << 20))
                .withEventLog(new EngineConfig.EventLog(SEGMENT_BYTES, 0))
                .withSnapshots(new EngineConfig.Snapshots(0, 0, 2));
        try (EngineFixture engine = EngineFixture.start(config)) {
            SnapshotFixture.trade(engine, 1, 1);
            if (withSnapshot) {
                SnapshotFixture.snapshot(engine);
            }
            SnapshotFixture.trade(engine, 100, 2);
        }
        whole = new LinkedHashMap<>();
        for (final Path file : SnapshotFixture.events(config)) {
            whole.put(file, Files.readAllBytes(file));
        }
        assertThat(whole).hasSizeGreaterThan(2);
        events = new ArrayList<>();
        final RecoveredShard shard = new Recovery(config, files).recover(0);
        try (EventLogReader reader = shard.eventLog().reader()) {
            for (long sequence = 1; sequence <= shard.eventLog().lastSequence(); sequence++) {
                events.add(read(reader, sequence));
            }
        }
        close(shard);
    }

    private void damageEverything() throws IOException {
        for (final Map.Entry<Path, byte[]> file : whole.entrySet()) {
            final byte[] bytes = file.getValue();
            for (int at = 0; at < bytes.length; at++) {
                final byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << at % 8);
                require(file.getKey(), flipped, "flipped at " + at);
                require(file.getKey(), Arrays.copyOf(bytes, at), "cut to " + at);
            }
        }
        System.out.println(healed + " times written again, " + named + " times named");
        assertThat(healed).isPositive();
    }

    private void require(final Path file, final byte[] damaged, final String how) throws IOException {
        Files.write(file, damaged);
        final RecoveredShard shard = new Recovery(config, files).recover(0);
        boolean unreadable = false;
        final EventLog log = shard.eventLog();
        assertThat(log.firstSequence()).isEqualTo(1);
        assertThat(log.lastSequence()).as("%s %s", file, how).isEqualTo(events.size());
        for (int sequence = 1; sequence <= events.size(); sequence++) {
            try (EventLogReader reader = log.reader()) {
                assertThat(read(reader, sequence))
                        .as("event %d, %s %s", sequence, file, how)
                        .isEqualTo(events.get(sequence - 1));
            } catch (final StorageException e) {
                assertThat(e).hasMessageContaining(file + " at offset ");
                unreadable = true;
            }
        }
        close(shard);
        if (unreadable) {
            named++;
            Files.write(file, whole.get(file));
        } else {
            healed++;
        }
        for (final Map.Entry<Path, byte[]> each : whole.entrySet()) {
            if (!Arrays.equals(Files.readAllBytes(each.getKey()), each.getValue())) {
                // What nobody reads may stay as it is: a header in front of good events.
                assertThat(each.getKey()).as(how).isEqualTo(file);
                assertThat(Arrays.mismatch(damaged, each.getValue())).as(how).isLessThan(64);
                Files.write(file, whole.get(file));
            }
        }
    }

    private static byte[] read(final EventLogReader reader, final long sequence) {
        final byte[][] found = new byte[1][];
        reader.read(sequence, 1, (at, buffer, offset, length) -> {
            found[0] = new byte[length];
            new UnsafeBuffer(buffer, offset, length).getBytes(0, found[0]);
        });
        return found[0];
    }

    private static void close(final RecoveredShard shard) throws IOException {
        shard.eventLog().close();
        shard.journal().close();
    }
}
