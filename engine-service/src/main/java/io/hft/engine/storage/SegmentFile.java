package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An append-only file. Any failure is final: a caller does not try again, since what reached the device is then unknown. */
public interface SegmentFile extends AutoCloseable {

    /** Appends all remaining bytes of the buffer. */
    void write(ByteBuffer buffer) throws IOException;

    /** Returns when all that was written before is on the device. May be called while another thread writes. */
    void force() throws IOException;

    /** Where the next bytes are written. Behind that is nothing, or room that was set aside. */
    long size();

    @Override
    void close() throws IOException;
}
