package io.hft.backend.identity;

import io.hft.backend.identity.CredentialStates.ApiKeyState;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a request was signed with the secret of its API key, lately, and for the first time. Callable from any thread. */
@Component
final class SignatureCheck {
    static final Duration RECV_WINDOW_DEFAULT = Duration.ofSeconds(5);
    static final Duration RECV_WINDOW_MAX = Duration.ofSeconds(60);
    /** How far a client's clock may be ahead of ours. */
    static final Duration AHEAD_MAX = Duration.ofSeconds(1);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 32;
    /** Always 13 digits, so that nothing signed can be read in two ways. */
    private static final Pattern TIMESTAMP = Pattern.compile("[1-9][0-9]{12}");

    private static final Pattern RECV_WINDOW = Pattern.compile("[1-9][0-9]{0,4}");

    /** How it ended. */
    sealed interface Result {
        record Good() implements Result {}

        record Bad(CredentialRefusal reason, String detail) implements Result {}
    }

    private final ApiKeySecrets secrets;
    private final SeenSignatures seen;
    private final Clock clock;

    SignatureCheck(ApiKeySecrets secrets, SeenSignatures seen, Clock clock) {
        this.secrets = secrets;
        this.seen = seen;
        this.clock = clock;
    }

    /** @param key empty when there is no such key, which is not told apart from a wrong signature */
    Result check(SignedRequest request, Optional<ApiKeyState> key) {
        String timestamp = request.timestamp();
        if (timestamp == null || !TIMESTAMP.matcher(timestamp).matches()) {
            return outside("X-Api-Timestamp must be milliseconds since 1970");
        }
        Optional<Duration> window = window(request.recvWindow());
        if (window.isEmpty()) {
            return outside("X-Api-Recv-Window must be 1 to " + RECV_WINDOW_MAX.toMillis() + " milliseconds");
        }
        Instant now = clock.instant();
        Instant signedAt = Instant.ofEpochMilli(Long.parseLong(timestamp));
        Instant until = signedAt.plus(window.get());
        if (now.isAfter(until)) {
            return outside("The request was signed "
                    + Duration.between(signedAt, now).toMillis() + " ms ago by our clock, its window is "
                    + window.get().toMillis() + " ms; sign it anew, and compare clocks with GET /api/v1/time");
        }
        if (signedAt.isAfter(now.plus(AHEAD_MAX))) {
            return outside("The request was signed "
                    + Duration.between(now, signedAt).toMillis()
                    + " ms in the future by our clock; compare clocks with GET /api/v1/time");
        }
        byte[] signature = signature(request.signature());
        Optional<byte[]> secret = key.flatMap(secrets::of);
        byte[] expected = hmac(secret.orElseGet(() -> new byte[SIGNATURE_BYTES]), request, timestamp);
        boolean equal = MessageDigest.isEqual(expected, signature);
        if (!equal || secret.isEmpty()) {
            return new Result.Bad(
                    CredentialRefusal.BAD_SIGNATURE,
                    "There is no such API key, or X-Api-Signature is not its signature of this request");
        }
        return switch (seen.admit(request.keyId(), signature, until)) {
            case FIRST -> new Result.Good();
            case REPLAYED ->
                new Result.Bad(
                        CredentialRefusal.REPLAYED,
                        "This signed request was here before; sign each with a timestamp of its own");
            case NO_ROOM ->
                new Result.Bad(
                        CredentialRefusal.TOO_MANY,
                        "This key signed more requests than are remembered; wait, or use a shorter X-Api-Recv-Window");
        };
    }

    private static Optional<Duration> window(@Nullable String given) {
        if (given == null) {
            return Optional.of(RECV_WINDOW_DEFAULT);
        }
        return RECV_WINDOW.matcher(given).matches() && Integer.parseInt(given) <= RECV_WINDOW_MAX.toMillis()
                ? Optional.of(Duration.ofMillis(Integer.parseInt(given)))
                : Optional.empty();
    }

    /** What is no signature at all is as wrong as another. */
    private static byte[] signature(@Nullable String hex) {
        try {
            return hex == null ? new byte[0] : HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] hmac(byte[] secret, SignedRequest request, String timestamp) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
            if (request.recvWindow() != null) {
                mac.update(request.recvWindow().getBytes(StandardCharsets.UTF_8));
            }
            mac.update(request.method().getBytes(StandardCharsets.UTF_8));
            mac.update(request.path().getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(request.body());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Result outside(String detail) {
        return new Result.Bad(CredentialRefusal.OUTSIDE_WINDOW, detail);
    }
}
