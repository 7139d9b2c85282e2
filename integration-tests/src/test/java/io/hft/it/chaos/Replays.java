package io.hft.it.chaos;

import io.hft.it.chaos.oracle.Evidence.Replayed;
import io.hft.it.support.Build;
import io.hft.it.support.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Replays copies of the engine's files in JVMs of their own. */
final class Replays {
    private static final long DEADLINE_SECONDS = 120;
    private static final int SHARD = 0;

    private final Path shard;
    private final JournalArchive archive;
    private final Path work;

    /** @param shard the engine's directory of the shard */
    Replays(Path shard, JournalArchive archive, Path work) {
        this.shard = shard;
        this.archive = archive;
        this.work = work;
    }

    /** Every way of replaying that there is. The engine must be at rest. */
    List<Replayed> all() {
        Path copy = work.resolve("replay");
        if (Files.exists(copy)) {
            Platform.deleteTree(copy);
        }
        archive.copyTo(copy.resolve("journal"));
        List<Replayed> replays = new ArrayList<>(List.of(fromZero(copy.resolve("journal"))));
        Path snapshots = shard.resolve("snapshots");
        Path now = copy.resolve("shard-" + SHARD);
        copy(shard.resolve("journal"), now.resolve("journal"));
        copy(shard.resolve("events"), now.resolve("events"));
        if (hasFiles(snapshots, ".snapshot")) {
            copy(snapshots, now.resolve("snapshots"));
            replays.add(fromSnapshot(now));
        }
        replays.add(byTheTool(now));
        return replays;
    }

    /** What the engine's own tools make of a copy of its directory: all of it verified, and the end of the journal replayed. */
    static Replayed byTheTool(Path shard) {
        String tool = Build.root().resolve("scripts/engine-tool.sh").toString();
        try {
            output(List.of("bash", tool, "verify", shard.toString()));
            String output = output(List.of("bash", tool, "replay", shard.toString()));
            return new Replayed(
                    "by the engine's tool",
                    Long.parseLong(find(output, "last event +(\\d+)")),
                    Long.parseUnsignedLong(find(output, "state hash +([0-9a-f]+)"), 16));
        } catch (IllegalStateException wrong) {
            return new Replayed("by the engine's tool, which says " + wrong.getMessage(), -1, 0);
        }
    }

    private static String find(String output, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in: " + output);
        }
        return matcher.group(1);
    }

    private static boolean hasFiles(Path directory, String suffix) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(suffix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A journal through the core, from its beginning. */
    static Replayed fromZero(Path journal) {
        return replayed("from zero", journal.toString(), Integer.toString(SHARD));
    }

    /** The newest snapshot, and the journal behind it. */
    static Replayed fromSnapshot(Path shard) {
        return replayed(
                "from the newest snapshot on",
                shard.resolve("journal").toString(),
                Integer.toString(SHARD),
                shard.resolve("snapshots").toString());
    }

    private static Replayed replayed(String how, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                JournalReplay.class.getName()));
        command.addAll(List.of(arguments));
        String[] printed = output(command)
                .lines()
                .reduce((first, second) -> second)
                .orElse("")
                .split(" ");
        return new Replayed(how, Long.parseLong(printed[0]), Long.parseUnsignedLong(printed[1], 16));
    }

    /** Runs a program to its end and returns what it printed. */
    private static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("the replay failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
