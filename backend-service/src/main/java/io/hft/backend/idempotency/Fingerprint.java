package io.hft.backend.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of a request's canonical JSON: one object, keys sorted, every value as text, absent fields left out. */
public record Fingerprint(String hex) {
    /** @param fields names and values as the client wrote them, decimals as their text */
    public static Fingerprint of(Map<String, String> fields) {
        StringBuilder canonical = new StringBuilder("{");
        new TreeMap<>(fields).forEach((name, value) -> {
            canonical.append(canonical.length() > 1 ? "," : "");
            quote(canonical, name);
            canonical.append(':');
            quote(canonical, value);
        });
        return ofText(canonical.append('}').toString());
    }

    static Fingerprint ofBytes(byte[] digest) {
        return new Fingerprint(HexFormat.of().formatHex(digest));
    }

    /** As the database keeps it. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    private static Fingerprint ofText(String canonical) {
        try {
            return ofBytes(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        json.append('"');
    }
}
