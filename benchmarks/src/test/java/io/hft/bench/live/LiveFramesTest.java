package io.hft.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveFramesTest {
    private static final long SEED = Long.getLong("hft.seed", System.nanoTime());

    private final List<String> seen = new ArrayList<>();
    private final LiveFrames frames = new LiveFrames(new LiveFrames.Listener() {
        @Override
        public void text(String message) {
            seen.add(message);
        }

        @Override
        public void ping() {
            seen.add("ping");
        }

        @Override
        public void closed(int code) {
            seen.add("closed " + code);
        }
    });

    @Test
    void putsMessagesTogetherHoweverTheyAreCut() {
        System.out.println("seed " + SEED);
        final Random random = new Random(SEED);
        final ByteBuffer wire = ByteBuffer.allocate(400_000);
        final List<String> sent = new ArrayList<>();
        for (final int length : new int[] {0, 1, 125, 126, 4_000, 65_535, 65_536, 100_000}) {
            final String text = "x".repeat(length);
            frame(wire, 0x81, text);
            sent.add(text);
            frame(wire, 0x89, "");
            sent.add("ping");
        }
        frame(wire, 0x01, "first ");
        frame(wire, 0x00, "second ");
        frame(wire, 0x89, "in between");
        frame(wire, 0x80, "third");
        sent.add("ping");
        sent.add("first second third");
        frame(wire, 0x88, "\u000f\u00a4");
        sent.add("closed 4004");
        wire.flip();
        while (wire.hasRemaining()) {
            final int piece = Math.min(wire.remaining(), 1 + random.nextInt(random.nextBoolean() ? 5 : 3_000));
            frames.take(wire.slice(wire.position(), piece));
            wire.position(wire.position() + piece);
        }
        assertThat(seen).isEqualTo(sent);
    }

    private static void frame(ByteBuffer wire, int first, String text) {
        wire.put((byte) first);
        if (text.length() < 126) {
            wire.put((byte) text.length());
        } else if (text.length() < 65_536) {
            wire.put((byte) 126).putShort((short) text.length());
        } else {
            wire.put((byte) 127).putLong(text.length());
        }
        wire.put(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
