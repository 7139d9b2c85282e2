package io.hft.engine.snapshotfile;

import io.hft.engine.storage.SegmentFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a snapshot leaves free for the files that orders depend on. A journal or an event log that cannot be written stops its shard for good; a
 * snapshot that is not made can wait.
 *
 * @param directory where those files are
 * @param reserveBytes stay free
 */
public record SnapshotRoom(SegmentFiles files, Path directory, long reserveBytes) {
    /** @throws IOException when there is not more left than what is to stay free */
    public void require() throws IOException {
        final long usable = files.usableBytes(directory);
        if (usable <= reserveBytes) {
            throw new IOException("only " + usable + " bytes are free in " + directory + ", and a snapshot leaves "
                    + reserveBytes + " to journal and event log: make room");
        }
    }
}
