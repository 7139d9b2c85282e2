package io.hft.engine.tool;

import io.hft.engine.eventlog.EventLogFormat;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.snapshotfile.SnapshotDirectory;
import io.hft.engine.storage.SegmentDirectory;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A shard's directory, as somebody has named it. */
record ShardPlace(Path directory, int shard) {
    private static final Pattern NAME = Pattern.compile("shard-([0-9]{1,4})");

    /** The shard that is meant, or all shards of an engine's directory. */
    static List<ShardPlace> all(final Path directory, final CommandSpec spec) {
        if (Files.isDirectory(directory.resolve("journal"))) {
            return List.of(of(directory));
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> paths = Files.list(directory)) {
                final List<ShardPlace> shards = paths.filter(path ->
                                NAME.matcher(path.getFileName().toString()).matches())
                        .sorted()
                        .map(ShardPlace::of)
                        .toList();
                if (!shards.isEmpty()) {
                    return shards;
                }
            } catch (final IOException e) {
                throw new StorageException(directory + ": cannot be read: " + e, e);
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                directory + " is neither a shard's directory (with a journal in it) nor an engine's (with shard-0, … in"
                        + " it)");
    }

    /** Exactly one shard. */
    static ShardPlace one(final Path directory, final CommandSpec spec) {
        final List<ShardPlace> shards = all(directory, spec);
        if (shards.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), directory + " holds " + shards.size() + " shards; name one of them");
        }
        return shards.getFirst();
    }

    private static ShardPlace of(final Path directory) {
        final Path real = directory.toAbsolutePath().normalize();
        final Matcher name = NAME.matcher(real.getFileName().toString());
        return new ShardPlace(directory, name.matches() ? Integer.parseInt(name.group(1)) : 0);
    }

    JournalReader journal() {
        return new JournalReader(directory.resolve("journal"), shard);
    }

    SegmentDirectory events() {
        return new SegmentDirectory(directory.resolve("events"), EventLogFormat.SEGMENTS, shard);
    }

    SnapshotDirectory snapshots() {
        return new SnapshotDirectory(directory.resolve("snapshots"), shard, SegmentFiles.DISK);
    }
}
