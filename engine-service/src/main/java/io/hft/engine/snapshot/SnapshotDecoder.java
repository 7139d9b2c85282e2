package io.hft.engine.snapshot;

import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes the records out of chunks again, section by section, in the order that they were written in. Every chunk is checked before a record of it
 * is given out; nothing that a source gives makes it throw anything but {@link SnapshotFormatException} or what the source itself throws.
 */
public final class SnapshotDecoder {
    private final ChunkSource source;
    private final byte[] bytes = new byte[SnapshotFormat.MAX_CHUNK_LENGTH];
    private final UnsafeBuffer chunk = new UnsafeBuffer(bytes);
    private final CRC32C checksum = new CRC32C();
    private SnapshotSection section = SnapshotSection.HEADER;
    // The present chunk: -1 before the first one.
    private int number = -1;
    private int length;
    private int at;
    private int recordsLeft;

    public SnapshotDecoder(ChunkSource source) {
        this.source = source;
    }

    /** Where records are read; the next call of {@link #record} may change it. */
    public DirectBuffer buffer() {
        return chunk;
    }

    /** The records that follow are of that section. */
    public void begin(SnapshotSection next) {
        requireChunkRead();
        section = next;
    }

    /** Where the next record begins; so many bytes of it are there. */
    public int record(int recordLength) {
        if (at == length && recordsLeft == 0) {
            nextChunk();
        }
        if (recordsLeft == 0) {
            throw refuse("there is more behind its last record");
        }
        recordsLeft--;
        return more(recordLength);
    }

    /** Where the rest of the present record begins, when it is one that has more; so many bytes of it are there. */
    public int more(int restLength) {
        if (restLength > length - at) {
            throw refuse("its last record is cut short");
        }
        final int begin = at;
        at += restLength;
        return begin;
    }

    /** Bytes that say nothing are zero. */
    public void requireZeros(int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (bytes[i] != 0) {
                throw refuse("has something at " + i + " where nothing is kept");
            }
        }
    }

    /** Reads the end mark, and makes sure that nothing comes behind it. */
    public void end(long eventSequence, long stateHash) {
        begin(SnapshotSection.END);
        final int mark = record(EndRecord.LENGTH);
        if (EndRecord.chunks(chunk, mark) != number + 1L) {
            throw refuse("says that there are " + EndRecord.chunks(chunk, mark) + " chunks, there are " + (number + 1));
        }
        if (EndRecord.eventSequence(chunk, mark) != eventSequence || EndRecord.stateHash(chunk, mark) != stateHash) {
            throw refuse("says another event sequence or state hash than the header");
        }
        requireChunkRead();
        if (source.poll((buffer, offset, chunkLength) -> {})) {
            throw refuse("there is another chunk behind it");
        }
    }

    /** The present chunk says what cannot be. */
    public SnapshotFormatException refuse(String problem) {
        return new SnapshotFormatException(Math.max(number, 0), section.title(), problem);
    }

    private void requireChunkRead() {
        if (recordsLeft != 0 || at != length) {
            throw refuse("has more records than its section may have");
        }
    }

    private void nextChunk() {
        number++;
        length = 0;
        at = 0;
        if (!source.poll(this::onChunk)) {
            throw refuse("is missing: the snapshot ends before its end mark");
        }
        check();
        at = SnapshotFormat.RECORDS_OFFSET;
        recordsLeft = SnapshotFormat.records(chunk);
    }

    private void onChunk(DirectBuffer buffer, int offset, int chunkLength) {
        if (chunkLength <= SnapshotFormat.CHUNK_HEADER_LENGTH || chunkLength > bytes.length) {
            throw refuse("has " + chunkLength + " bytes");
        }
        buffer.getBytes(offset, bytes, 0, chunkLength);
        length = chunkLength;
    }

    private void check() {
        if (length == 0) {
            throw refuse("was announced and not given");
        }
        if (SnapshotFormat.schemaId(chunk) != SnapshotFormat.SCHEMA_ID) {
            throw refuse("is not one of a snapshot: its schema id is " + SnapshotFormat.schemaId(chunk));
        }
        if (SnapshotFormat.version(chunk) != SnapshotFormat.VERSION) {
            throw refuse("has version " + SnapshotFormat.version(chunk) + ", known is " + SnapshotFormat.VERSION);
        }
        if (SnapshotFormat.length(chunk) != length) {
            throw refuse("should have " + SnapshotFormat.length(chunk) + " bytes and has " + length);
        }
        if (SnapshotFormat.number(chunk) != number) {
            throw refuse("has the number " + SnapshotFormat.number(chunk));
        }
        if (SnapshotFormat.checksum(chunk) != SnapshotFormat.addToChecksum(checksum, bytes, length)) {
            throw refuse("has a wrong checksum");
        }
        if (SnapshotFormat.reserved(chunk) != 0) {
            throw refuse("has something where nothing is kept");
        }
        if (SnapshotFormat.sectionCode(chunk) != section.code()) {
            throw refuse("is of section " + SnapshotFormat.sectionCode(chunk) + ", expected is " + section.code());
        }
    }
}
