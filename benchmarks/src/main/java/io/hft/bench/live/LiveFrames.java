package io.hft.bench.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes a server's bytes apart into WebSocket messages (RFC 6455, section 5), however they are cut. One thread. */
final class LiveFrames {
    private static final int FIRST_CAPACITY = 4096;
    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    /** Who gets the messages. */
    interface Listener {
        void text(String message);

        void ping();

        void closed(int code);
    }

    private final Listener listener;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;
    private byte[] message = new byte[0];

    LiveFrames(Listener listener) {
        this.listener = listener;
    }

    /** Empties the buffer. */
    void take(ByteBuffer in) {
        final int more = in.remaining();
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
        in.get(bytes, size, more);
        size += more;
        int from = 0;
        int taken = frame(from);
        while (taken > 0) {
            from += taken;
            taken = frame(from);
        }
        System.arraycopy(bytes, from, bytes, 0, size - from);
        size -= from;
    }

    /** Hands on the frame that begins there. @return its bytes, 0 when it is not whole yet */
    private int frame(int at) {
        if (size - at < 2) {
            return 0;
        }
        final int shortLength = bytes[at + 1] & 0x7f;
        final int head = shortLength == LONG_LENGTH ? 10 : shortLength == SHORT_LENGTH ? 4 : 2;
        if (size - at < head) {
            return 0;
        }
        final ByteBuffer header = ByteBuffer.wrap(bytes, at + 2, head - 2);
        final int length = shortLength == LONG_LENGTH
                ? Math.toIntExact(header.getLong())
                : shortLength == SHORT_LENGTH ? header.getShort() & 0xffff : shortLength;
        if (size - at < head + length) {
            return 0;
        }
        final boolean last = (bytes[at] & FINAL) != 0;
        switch (bytes[at] & OPCODE) {
            case 0, 1 -> text(at + head, length, last);
            case 8 -> listener.closed(length < 2 ? 1005 : (bytes[at + head] & 0xff) << 8 | bytes[at + head + 1] & 0xff);
            case 9 -> listener.ping();
            default -> throw new IllegalStateException("frame of kind " + (bytes[at] & OPCODE));
        }
        return head + length;
    }

    private void text(int from, int length, boolean last) {
        if (last && message.length == 0) {
            listener.text(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
            return;
        }
        final int before = message.length;
        message = Arrays.copyOf(message, before + length);
        System.arraycopy(bytes, from, message, before, length);
        if (last) {
            listener.text(new String(message, StandardCharsets.ISO_8859_1));
            message = new byte[0];
        }
    }
}
