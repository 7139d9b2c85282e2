package io.hft.backend.identity;

import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs requests with an API key, as docs/api/authentication.md says. */
public final class SignedRequests {
    private final Http http;
    private final String keyId;
    private final String secret;

    SignedRequests(Http http, String keyId, String secret) {
        this.http = http;
        this.keyId = keyId;
        this.secret = secret;
    }

    public static SignedRequests of(Http http, Answer created) {
        return new SignedRequests(http, created.json("$.key_id"), created.json("$.secret"));
    }

    public Answer get(String path) {
        return send("GET", path, "");
    }

    public Answer send(String method, String path, String body) {
        return send(method, path, body, headers(System.currentTimeMillis(), null, method, path, body));
    }

    public Answer send(String method, String path, String body, List<String> headers) {
        List<String> all = new ArrayList<>(headers);
        if (!body.isEmpty()) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return http.send(
                method,
                path,
                body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8),
                false,
                all.toArray(String[]::new));
    }

    public List<String> headers(long timestamp, @Nullable String recvWindow, String method, String path, String body) {
        List<String> headers = new ArrayList<>(List.of(
                "X-Api-Key",
                keyId,
                "X-Api-Timestamp",
                Long.toString(timestamp),
                "X-Api-Signature",
                hmac(secret, timestamp + (recvWindow == null ? "" : recvWindow) + method + path + body)));
        if (recvWindow != null) {
            headers.addAll(List.of("X-Api-Recv-Window", recvWindow));
        }
        return headers;
    }

    static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
