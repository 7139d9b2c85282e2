package io.hft.backend.replay;

import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.StoredRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An answer with the time until which it may be told, as bytes:
 *
 * <pre>
 * version 1 | until, ms since 1970 8 | request id 8 | order id 8 | fingerprint 32 | status 4 | length 4, content type | length 4, body
 * </pre>
 */
record KeptAnswer(Instant until, StoredRequest request) {
    private static final byte VERSION = 1;
    private static final int FINGERPRINT_BYTES = 32;

    byte[] bytes() {
        StoredAnswer answer = request.answer();
        if (answer == null) {
            throw new IllegalArgumentException("no answer yet");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(until.toEpochMilli());
            out.writeLong(request.requestId());
            out.writeLong(request.orderId());
            out.write(HexFormat.of().parseHex(request.fingerprint().hex()));
            out.writeInt(answer.status());
            write(out, answer.contentType());
            write(out, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Empty for bytes of another version, or of no answer at all. */
    static Optional<KeptAnswer> of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            Instant until = Instant.ofEpochMilli(in.readLong());
            long requestId = in.readLong();
            long orderId = in.readLong();
            Fingerprint fingerprint = new Fingerprint(HexFormat.of().formatHex(in.readNBytes(FINGERPRINT_BYTES)));
            StoredAnswer answer = new StoredAnswer(in.readInt(), read(in), read(in));
            return Optional.of(new KeptAnswer(until, new StoredRequest(requestId, fingerprint, orderId, answer)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
