package io.hft.engine.snapshot;

import java.util.zip.CRC32C;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Packs records into chunks, as many as fit, and hands full chunks to the sink. The end mark makes them a snapshot. */
public final class SnapshotEncoder {
    private final ChunkSink sink;
    private final byte[] bytes = new byte[SnapshotFormat.MAX_CHUNK_LENGTH];
    private final UnsafeBuffer chunk = new UnsafeBuffer(bytes);
    private final CRC32C checksum = new CRC32C();
    private SnapshotSection section = SnapshotSection.HEADER;
    private int length = SnapshotFormat.RECORDS_OFFSET;
    private int records;
    private int chunks;

    public SnapshotEncoder(ChunkSink sink) {
        this.sink = sink;
    }

    /** Where records are written. */
    public MutableDirectBuffer buffer() {
        return chunk;
    }

    /** The records that follow belong to that section. */
    public void begin(SnapshotSection next) {
        assert chunks == 0 || next.compareTo(section) > 0 : next + " after " + section;
        flush();
        section = next;
    }

    /** Where the next record is to be written; its bytes are zero. */
    public int record(int recordLength) {
        if (length + recordLength > bytes.length) {
            flush();
        }
        final int at = length;
        chunk.setMemory(at, recordLength, (byte) 0);
        length += recordLength;
        records++;
        return at;
    }

    /** Ends the snapshot. */
    public void end(long eventSequence, long stateHash) {
        begin(SnapshotSection.END);
        EndRecord.encode(chunk, record(EndRecord.LENGTH), chunks + 1, eventSequence, stateHash);
        flush();
    }

    private void flush() {
        if (records == 0) {
            return;
        }
        SnapshotFormat.encodeChunkHeader(chunk, section, length, chunks, records);
        SnapshotFormat.setChecksum(chunk, SnapshotFormat.addToChecksum(checksum, bytes, length));
        sink.onChunk(chunk, 0, length);
        chunks++;
        records = 0;
        length = SnapshotFormat.RECORDS_OFFSET;
    }
}
