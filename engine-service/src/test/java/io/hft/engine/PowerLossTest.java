package io.hft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.grpc.StatusRuntimeException;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.recovery.Bases;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.snapshotfile.SnapshotDirectory;
import io.hft.engine.snapshotfile.SnapshotReader;
import io.hft.engine.storage.LossyFiles;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import io.hft.engine.support.Seed;
import io.hft.engine.tool.VerifiedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole engines with durability {@code sync} on a file system that loses what it may, while clients trade and snapshots are taken: after each loss
 * every acknowledged order is there, the event log goes on where it was, and the state is what a replay of the retained files gives.
 */
@Timeout(600)
class PowerLossTest {
    private static final int WORLDS = Integer.getInteger("hft.power.worlds", 6);
    private static final int LOSSES = 7;
    private static final int SEGMENT = 16 << 10;

    @TempDir
    Path directory;

    private final Random random = new Random(Seed.random("PowerLossTest").nextLong());
    private int starts;
    private int failedStarts;
    private int snapshots;

    @Test
    void keepsEveryAcknowledgedOrderWhateverALossOfPowerTakes() throws Exception {
        int orders = 0;
        for (int world = 0; world < WORLDS; world++) {
            final LossyFiles files = new LossyFiles(random);
            final AcknowledgedOrders acknowledged = new AcknowledgedOrders();
            final EngineConfig config = config(directory.resolve("world-" + world));
            for (int loss = 0; loss < LOSSES; loss++) {
                tradeUntilSomethingFails(config, files, acknowledged);
                if (random.nextInt(4) == 0) {
                    files.processStarts();
                } else {
                    files.powerReturns();
                }
                requireWhole(config, files, acknowledged, "world " + world + ", loss " + loss);
            }
            orders += acknowledged.count();
        }
        System.out.printf(
                "%d orders, %d snapshots, %d starts, %d more that failed%n", orders, snapshots, starts, failedStarts);
        assertThat(snapshots).isGreaterThan(WORLDS);
        assertThat(orders).isGreaterThan(100 * WORLDS);
    }

    private EngineConfig config(final Path data) {
        return EngineFixture.config(data)
                .withMemory(new EngineConfig.Memory(10_000, 100_000, 100))
                .withJournal(new EngineConfig.Journal(Durability.SYNC, 10, SEGMENT))
                .withEventLog(new EngineConfig.EventLog(SEGMENT, random.nextBoolean() ? 0 : 100))
                .withSnapshots(new EngineConfig.Snapshots(0, 0, 1 + random.nextInt(2)));
    }

    private void tradeUntilSomethingFails(
            final EngineConfig config, final LossyFiles files, final AcknowledgedOrders acknowledged) throws Exception {
        final boolean whileItStarts = random.nextInt(4) == 0;
        if (whileItStarts) {
            files.dieAfter(random.nextInt(30));
        }
        final EngineFixture engine;
        try {
            engine = EngineFixture.start(config, files);
        } catch (final StorageException e) {
            if (!files.hasFailed()) {
                throw e;
            }
            failedStarts++;
            return;
        }
        starts++;
        try (engine) {
            switch (random.nextInt(8)) {
                case 0 -> files.fullAfter(random.nextInt(100_000));
                case 1 -> files.failForces();
                case 2 -> files.failDirectoryForces();
                default -> files.dieAfter(random.nextInt(1_500));
            }
            final List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                clients.add(Thread.ofPlatform().start(() -> acknowledged.submitUntilItFails(engine.channel())));
            }
            boolean failed = false;
            while (clients.stream().anyMatch(Thread::isAlive)) {
                try {
                    SnapshotFixture.snapshot(engine);
                    snapshots++;
                } catch (final StatusRuntimeException e) {
                    if (!files.hasFailed()) {
                        fail("a snapshot failed by itself", e);
                    }
                    if (!failed) {
                        // The shard itself may not have met what is wrong.
                        files.dieAfter(50);
                    }
                    failed = true;
                }
            }
            for (final Thread client : clients) {
                client.join();
            }
        }
    }

    private void requireWhole(
            final EngineConfig config,
            final LossyFiles files,
            final AcknowledgedOrders acknowledged,
            final String where)
            throws IOException {
        final Path journal = Recovery.journalDirectory(config, 0);
        if (Files.isDirectory(journal)) {
            VerifiedData.requireGood(journal.getParent(), where);
        }
        final long before = new JournalReader(journal, 0)
                .read((sequence, nanos, buffer, offset, length) -> {})
                .nextSequence();
        final List<Long> hashes = replayed(config);
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            if (engine.stats().getCommands() == before - 1) {
                assertThat(hashes).as(where).containsOnly(engine.stats().getStateHash());
            } else {
                // The first start was over before it had journaled the settings; this one has.
                assertThat(before).as(where).isLessThanOrEqualTo(EngineFixture.FIRST_EVENTS);
                assertThat(acknowledged.count()).isZero();
            }
            assertThat(replayed(config)).as(where).containsOnly(engine.stats().getStateHash());
            acknowledged.requireAll(engine.channel());
            assertThat(files.hasFailed()).isFalse();
        }
    }

    /** The state that the files give from each whole snapshot on, and from the beginning where the journal still has it. */
    private static List<Long> replayed(final EngineConfig config) {
        final JournalReader journal = new JournalReader(Recovery.journalDirectory(config, 0), 0);
        final List<Long> hashes = new ArrayList<>();
        final SnapshotDirectory snapshots = Recovery.snapshots(config, 0, SegmentFiles.DISK);
        for (final SnapshotDirectory.Stored stored : snapshots.list()) {
            try (SnapshotReader reader = snapshots.open(stored)) {
                hashes.add(replayed(journal, Bases.load(reader).core(), stored.commandSequence()));
            }
        }
        if (journal.segments().isEmpty() || journal.segments().getFirst().firstSequence() == 1) {
            final EngineConfig.Memory memory = config.memory();
            hashes.add(replayed(
                    journal, new MatchingEngine(memory.maxOpenOrders(), memory.recentOrderIds(), hashes.size()), 0));
        }
        return hashes;
    }

    private static long replayed(final JournalReader journal, final MatchingEngine core, final long after) {
        journal.read(
                after,
                (sequence, nanos, buffer, offset, length) ->
                        core.apply(buffer, offset, length, nanos, (event, bytes, at, size) -> {}));
        return core.stateHash();
    }
}
