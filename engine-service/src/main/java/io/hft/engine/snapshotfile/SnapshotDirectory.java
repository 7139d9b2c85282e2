package io.hft.engine.snapshotfile;

import io.hft.engine.storage.Directories;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A shard's snapshots: files named by the last command that each covers, in 20 digits. */
public final class SnapshotDirectory {
    private static final Pattern NAME = Pattern.compile("[0-9]{20}" + Pattern.quote(SnapshotFileFormat.EXTENSION));
    private static final String UNFINISHED = SnapshotFileFormat.EXTENSION + ".tmp";

    private final Path directory;
    private final int shard;
    private final SegmentFiles files;

    public SnapshotDirectory(final Path directory, final int shard, final SegmentFiles files) {
        this.directory = directory;
        this.shard = shard;
        this.files = files;
    }

    /** A file with a snapshot's name; whether it is one, and whole, shows when it is read. */
    public record Stored(Path path, long commandSequence) {}

    public Path directory() {
        return directory;
    }

    /** Newest first. */
    public List<Stored> list() {
        return names().filter(path -> NAME.matcher(name(path)).matches())
                .map(path -> new Stored(path, Long.parseLong(name(path).substring(0, 20))))
                .sorted(Comparator.comparingLong(Stored::commandSequence).reversed())
                .toList();
    }

    public SnapshotReader open(final Stored stored) {
        return SnapshotReader.open(stored.path(), shard, stored.commandSequence());
    }

    /** What a crash left of a snapshot that was being written is taken away. Returns how many there were. */
    public int removeUnfinished() throws IOException {
        final List<Path> unfinished =
                names().filter(path -> name(path).endsWith(UNFINISHED)).toList();
        for (final Path path : unfinished) {
            files.delete(path);
        }
        if (!unfinished.isEmpty()) {
            files.forceDirectory(directory);
        }
        return unfinished.size();
    }

    /** Begins a snapshot aside, as long as there is room; the directory is made where it is missing. */
    public SnapshotWriter begin(final SnapshotInfo info, final SnapshotRoom room) throws IOException {
        Directories.create(directory, files);
        return SnapshotWriter.create(unfinished(info), files, info, room);
    }

    /** Opens a snapshot that does not have its name yet. */
    public SnapshotReader openUnfinished(final SnapshotInfo info) {
        return SnapshotReader.open(unfinished(info), shard, info.commandSequence());
    }

    /** Gives a snapshot its name, which survives a crash of the machine only after {@link #forceNames}. */
    public Stored publish(final SnapshotInfo info) throws IOException {
        final Path path =
                directory.resolve(String.format("%020d%s", info.commandSequence(), SnapshotFileFormat.EXTENSION));
        files.rename(unfinished(info), path);
        return new Stored(path, info.commandSequence());
    }

    public void forceNames() throws IOException {
        files.forceDirectory(directory);
    }

    public void delete(final Stored stored) throws IOException {
        files.delete(stored.path());
        files.forceDirectory(directory);
    }

    private Path unfinished(final SnapshotInfo info) {
        return directory.resolve(String.format("%020d%s", info.commandSequence(), UNFINISHED));
    }

    private Stream<Path> names() {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.toList().stream();
        } catch (final IOException e) {
            throw new StorageException("the snapshots in " + directory + " cannot be listed: " + e, e);
        }
    }

    private static String name(final Path path) {
        return path.getFileName().toString();
    }
}
