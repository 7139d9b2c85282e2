package io.hft.engine.storage;

import org.agrona.DirectBuffer;

/** Takes one frame; the buffer is only good during the call. */
@FunctionalInterface
public interface FrameHandler {
    void onFrame(long sequence, DirectBuffer buffer, int payloadOffset, int payloadLength);
}
