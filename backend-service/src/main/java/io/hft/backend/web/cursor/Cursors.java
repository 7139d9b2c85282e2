package io.hft.backend.web.cursor;

import io.hft.backend.web.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Writes and reads the cursors of lists. A cursor is base64url of a truncated HMAC-SHA256 and the place of the page's last item; the HMAC
 * also covers the list and its filters, so that a cursor goes on with the very list that gave it, or is refused. Any thread.
 */
@Component
public final class Cursors {
    private static final int SIGNATURE_BYTES = 16;
    private static final int MAX_LENGTH = 512;

    private final CursorKey key;

    Cursors(CursorKey key) {
        this.key = key;
    }

    /**
     * @param list its name, and whose it is, where it is somebody's
     * @param filters all that decides what is in the list; its page size does not
     * @param place sort key of the page's last item
     */
    public String write(String list, List<?> filters, String place) {
        byte[] text = place.getBytes(StandardCharsets.UTF_8);
        byte[] cursor = ByteBuffer.allocate(SIGNATURE_BYTES + text.length)
                .put(sign(list, filters, text))
                .put(text)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    /**
     * The place that {@link #write} was given.
     *
     * @throws io.hft.backend.web.ProblemException 422 when the cursor was changed, or belongs to another list or to other filters
     */
    public String read(String list, List<?> filters, String cursor) {
        byte[] bytes = decoded(cursor);
        if (bytes.length > SIGNATURE_BYTES) {
            byte[] place = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
            byte[] signature = Arrays.copyOf(bytes, SIGNATURE_BYTES);
            if (MessageDigest.isEqual(signature, sign(list, filters, place))) {
                return new String(place, StandardCharsets.UTF_8);
            }
        }
        throw Problem.validation("cursor", "foreign", "is not a next_cursor of this list with these filters")
                .asException();
    }

    private static byte[] decoded(String cursor) {
        try {
            return cursor.length() > MAX_LENGTH
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            // No base64: no cursor of ours, as any other foreign text.
            return new byte[0];
        }
    }

    private byte[] sign(String list, List<?> filters, byte[] place) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
            update(mac, list);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, filters.size()));
            filters.forEach(filter -> update(mac, String.valueOf(filter)));
            mac.update(place);
            return Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** With its length, so that no two lists of texts look the same. */
    private static void update(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        mac.update(bytes);
    }
}
