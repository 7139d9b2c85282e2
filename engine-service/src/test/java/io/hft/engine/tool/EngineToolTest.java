package io.hft.engine.tool;

import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.EngineFixture;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TakeSnapshotRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineToolTest {
    private static final int SEGMENT_BYTES = 64 << 10;

    @TempDir
    Path directory;

    private EngineConfig config;
    private ShardStats atSnapshot;
    private ShardStats atEnd;
    private String out;
    private String err;

    @BeforeEach
    void trade() {
        config = EngineFixture.config(directory)
                .withJournal(new EngineConfig.Journal(Durability.SYNC, 10, SEGMENT_BYTES))
                .withEventLog(new EngineConfig.EventLog(SEGMENT_BYTES, 0))
                .withSnapshots(new EngineConfig.Snapshots(0, 0, 2));
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 150);
            engine.client().takeSnapshot(TakeSnapshotRequest.getDefaultInstance());
            atSnapshot = engine.stats();
            trade(engine, 151, 150);
            atEnd = engine.stats();
        }
    }

    @Test
    void saysThatGoodDataAreGood() {
        assertThat(run("verify", shard().toString())).as(out + err).isZero();
        assertThat(out)
                .contains("  good")
                .contains("snapshot of command " + atSnapshot.getCommands() + ":")
                .contains("state hash " + Text.hash(atEnd.getStateHash()))
                .contains(atEnd.getLastSequence() + " events are those of the event log, 0 more");
        assertThat(run("verify", directory.toString())).isZero();
    }

    @Test
    void changesNothing() throws IOException {
        final Map<Path, Object> before = everything();
        run("verify", directory.toString());
        run("inspect", shard().toString());
        run("inspect", shard().toString(), "--events");
        run("replay", shard().toString(), "--from-zero", "--book");
        run("replay", shard().toString(), "--to", "40");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void worksWhileAnEngineRunsOnTheDirectory() {
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1_001, 20);
            assertThat(run("verify", directory.toString())).as(out + err).isZero();
            assertThat(run("replay", shard().toString())).isZero();
            assertThat(out).contains(Text.hash(engine.stats().getStateHash()));
        }
    }

    @Test
    void findsNothingWrongInWhatARunningEngineWritesAndPrunes() throws InterruptedException {
        final EngineConfig busy = config.withJournal(new EngineConfig.Journal(Durability.NONE, 10, 16 << 10))
                .withEventLog(new EngineConfig.EventLog(16 << 10, 100))
                .withSnapshots(new EngineConfig.Snapshots(100, 0, 1));
        try (EngineFixture engine = EngineFixture.start(busy)) {
            final AtomicBoolean done = new AtomicBoolean();
            final List<Thread> clients = IntStream.range(1, 4)
                    .mapToObj(client -> Thread.ofPlatform().start(() -> {
                        for (long id = 1_000_000L * client; !done.get(); id += 10) {
                            trade(engine, id, 10);
                        }
                    }))
                    .toList();
            try {
                for (int i = 0; i < 60; i++) {
                    assertThat(run("inspect", shard().toString())).as(err).isZero();
                    requireInOrder();
                    assertThat(run("inspect", shard().toString(), "--events"))
                            .as(err)
                            .isZero();
                    requireInOrder();
                    assertThat(run("replay", shard().toString())).as(err).isZero();
                }
            } finally {
                done.set(true);
                for (final Thread client : clients) {
                    client.join();
                }
            }
        }
    }

    // Every sequence follows the one before, or the tool says what the engine took away meanwhile; it says nothing
    // else.
    private void requireInOrder() {
        final List<String> taken = new ArrayList<>();
        long next = 0;
        for (final String line : out.lines().toList()) {
            final long sequence = Long.parseLong(line.substring(0, line.indexOf(' ')));
            if (next != 0 && sequence != next) {
                assertThat(sequence).isGreaterThan(next);
                taken.add(next + " to " + (sequence - 1) + " were taken away meanwhile");
            }
            next = sequence + 1;
        }
        assertThat(err.lines().toList()).isEqualTo(taken);
    }

    @Test
    void replaysFromTheSnapshotOrFromZeroToTheSameState() {
        assertThat(run("replay", shard().toString(), "--book")).as(err).isZero();
        assertThat(out)
                .contains("the snapshot of command " + atSnapshot.getCommands())
                .contains("command       " + atEnd.getCommands())
                .contains("last event    " + atEnd.getLastSequence())
                .contains(Text.hash(atEnd.getStateHash()))
                .contains("BTC-USD")
                .contains(" BUY ");
        assertThat(run("replay", shard().toString(), "--from-zero")).isZero();
        assertThat(out).contains("the beginning").contains(Text.hash(atEnd.getStateHash()));
        assertThat(run("replay", shard().toString(), "--to", Long.toString(atSnapshot.getCommands()), "--from-zero"))
                .isZero();
        assertThat(out).contains(Text.hash(atSnapshot.getStateHash()));
        assertThat(run("replay", shard().toString(), "--to", "10")).isZero();
        assertThat(out).contains("the beginning").contains("command       10");
    }

    @Test
    void printsCommandsAndEvents() {
        assertThat(run("inspect", shard().toString(), "--from", "5", "--to", "7"))
                .as(err)
                .isZero();
        assertThat(out.lines().toList()).hasSize(3).allMatch(line -> line.matches("[567] 20.*bytes\\)"));
        assertThat(out).contains("NEW_ORDER order=1 account=7 instrument=1 ");
        assertThat(run("inspect", shard().toString(), "--events")).isZero();
        assertThat(out.lines().count()).isEqualTo(atEnd.getLastSequence());
        assertThat(out).contains("1 20").contains(" CONFIGURED ").contains(" TRADE order=");
    }

    @Test
    void namesDamageOfEachKind() throws IOException {
        for (final String kind : new String[] {".journal", ".events", ".snapshot"}) {
            final Path file = first(kind);
            final byte[] whole = Files.readAllBytes(file);
            final byte[] flipped = whole.clone();
            flipped[300] ^= 0x10;
            Files.write(file, flipped);
            final int code = run("verify", shard().toString());
            if (kind.equals(".events")) {
                // Not the truth: it is cut there at the next start, and written again.
                assertThat(out).contains("events   the end is cut").contains(file.toString());
            } else {
                assertThat(code).as(kind).isEqualTo(1);
                assertThat(out)
                        .contains("DAMAGED  ")
                        .contains(file + " at offset ")
                        .contains("NOT good");
            }
            Files.write(file, whole);
        }
        assertThat(run("verify", shard().toString())).isZero();
    }

    @Test
    void replaysUpToDamageInTheJournal() throws IOException {
        final Path file = first(".journal");
        final byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 10_000, 10_100, (byte) 0);
        Files.write(file, bytes);
        assertThat(run("replay", shard().toString(), "--from-zero")).isEqualTo(1);
        assertThat(err).contains("DAMAGED: ").contains(file + " at offset ");
        assertThat(run("replay", shard().toString(), "--to", "20")).as(err).isZero();
        assertThat(out).contains("command       20");
    }

    @Test
    void refusesWrongUsage() {
        assertThat(run("verify")).isEqualTo(2);
        assertThat(run("verify", directory.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(err).contains("neither a shard's directory");
        assertThat(run("replay", shard().toString(), "--to", "999999")).isEqualTo(2);
        assertThat(err).contains("the journal ends with command " + atEnd.getCommands());
        assertThat(run("inspect", shard().toString(), "--bogus")).isEqualTo(2);
    }

    private static void trade(final EngineFixture engine, final long firstId, final int count) {
        for (long id = firstId; id < firstId + count; id++) {
            final boolean buy = id % 2 == 1;
            engine.client()
                    .submitOrder(
                            limit(id, buy ? Side.BUY : Side.SELL, 49_995 + id * 7 % 10 + ".00", "0." + (id % 9 + 1))
                                    // Nobody trades with himself.
                                    .setAccountId(buy ? 7 : 8)
                                    .build());
        }
    }

    private int run(final String... arguments) {
        final var outText = new StringWriter();
        final var errText = new StringWriter();
        final int code = EngineTool.run(new PrintWriter(outText), new PrintWriter(errText), arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    private Path shard() {
        return directory.resolve("shard-0");
    }

    private Path first(final String extension) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Map<Path, Object> everything() throws IOException {
        final Map<Path, Object> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.toList()) {
                all.put(
                        file,
                        Files.getLastModifiedTime(file) + " "
                                + (Files.isDirectory(file) ? "" : Arrays.hashCode(Files.readAllBytes(file))));
            }
        }
        return all;
    }
}
