package io.hft.backend.settlement;

import io.hft.backend.engine.ExecutionReport;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells an event from another one under the same number: SHA-256 over what every version of the backend reads alike, the engine's time to
 * the nanosecond among it. Kinds, states and reasons are left out, since a later version may know more of them.
 */
public final class EventFingerprint {
    private EventFingerprint() {}

    public static byte[] of(ExecutionReport event) {
        Instant at = event.timestamp();
        String text = String.join(
                "|",
                Integer.toString(event.shard()),
                Long.toString(event.sequence()),
                Long.toString(at.getEpochSecond()),
                Integer.toString(at.getNano()),
                Long.toString(event.orderId()),
                Long.toString(event.accountId()),
                event.symbol(),
                text(event.price()),
                text(event.quantity()),
                text(event.lastPrice()),
                text(event.lastQuantity()),
                text(event.cumulativeQuantity()),
                Long.toString(event.tradeId()));
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static boolean matches(byte[] fingerprint, ExecutionReport event) {
        return Arrays.equals(fingerprint, of(event));
    }

    /** Whether an engine writes "none" or zero, and how many zeros, makes no difference. */
    private static String text(@Nullable BigDecimal value) {
        return value == null || value.signum() == 0
                ? ""
                : value.stripTrailingZeros().toPlainString();
    }
}
