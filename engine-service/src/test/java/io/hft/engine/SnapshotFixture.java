package io.hft.engine;

import static io.hft.engine.EngineFixture.limit;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.snapshotfile.SnapshotDirectory;
import io.hft.engine.snapshotfile.SnapshotDirectory.Stored;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TakeSnapshotRequest;
import io.hft.engine.v1.TakeSnapshotResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What tests of snapshots share: small segments, some trading, and what an engine looks like from outside. */
final class SnapshotFixture {
    static final int SEGMENT_BYTES = 64 << 10;

    private SnapshotFixture() {}

    /** Snapshots only when asked for, small segments, everything retained. */
    static EngineConfig config(final Path directory) {
        return EngineFixture.config(directory)
                .withJournal(new EngineConfig.Journal(Durability.ASYNC, 5, SEGMENT_BYTES))
                .withEventLog(new EngineConfig.EventLog(SEGMENT_BYTES, 0))
                .withSnapshots(new EngineConfig.Snapshots(0, 0, 2));
    }

    static TakeSnapshotResponse snapshot(final EngineFixture engine) {
        return snapshot(engine, 0);
    }

    static TakeSnapshotResponse snapshot(final EngineFixture engine, final int shard) {
        return engine.client()
                .takeSnapshot(TakeSnapshotRequest.newBuilder().setShard(shard).build());
    }

    /** Orders on both sides that partly trade, and cancels of some of them. */
    static void trade(final EngineFixture engine, final long firstId, final int count) {
        final Random random = new Random(firstId);
        for (long id = firstId; id < firstId + count; id++) {
            if (random.nextInt(5) == 0) {
                engine.cancel(firstId + random.nextInt((int) (id - firstId + 1)));
            }
            final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            engine.client()
                    .submitOrder(limit(id, side, 49_990 + random.nextInt(20) + ".00", "0." + (1 + random.nextInt(9)))
                            // Nobody trades with himself.
                            .setAccountId(side == Side.BUY ? 7 : 8)
                            .build());
        }
    }

    /** What an engine says of itself: its commands, its hash, its book, and all events that it retains. */
    record Seen(
            long commands,
            long lastSequence,
            long stateHash,
            long openOrders,
            Object book,
            List<ExecutionReport> events) {
        static Seen of(final EngineFixture engine) {
            final ShardStats stats = engine.stats();
            return of(engine, stats.getFirstSequence());
        }

        static Seen of(final EngineFixture engine, final long firstEvent) {
            final ShardStats stats = engine.stats();
            return new Seen(
                    stats.getCommands(),
                    stats.getLastSequence(),
                    stats.getStateHash(),
                    stats.getOpenOrders(),
                    engine.book(),
                    engine.events(firstEvent, stats.getLastSequence()));
        }
    }

    static SnapshotDirectory snapshots(final EngineConfig config) {
        return Recovery.snapshots(config, 0, SegmentFiles.DISK);
    }

    static List<Stored> stored(final EngineConfig config) {
        return snapshots(config).list();
    }

    static List<Path> journal(final EngineConfig config) {
        return files(Recovery.journalDirectory(config, 0));
    }

    static List<Path> events(final EngineConfig config) {
        return files(Recovery.eventDirectory(config, 0));
    }

    private static List<Path> files(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void flip(final Path file, final long at) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x20;
        Files.write(file, bytes);
    }

    static void copy(final Path from, final Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(final Path path, final BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(path)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path path, final BasicFileAttributes attributes) throws IOException {
                Files.copy(path, to.resolve(from.relativize(path)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void deleteAll(final List<Path> files) throws IOException {
        for (final Path file : files) {
            Files.delete(file);
        }
    }
}
