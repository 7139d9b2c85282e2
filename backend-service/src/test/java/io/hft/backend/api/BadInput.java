package io.hft.backend.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What nobody should send: in addresses, in fields, and as bodies. */
final class BadInput {
    /** Percent-encoded, for paths and queries. */
    static final List<String> IN_ADDRESSES = List.of(
            "%00",
            "BTC%00USD",
            "%ED%A0%80",
            "%FF%FE",
            "%27%20or%201=1--",
            "%27;drop%20table%20orders;--",
            "%0d%0aSet-Cookie:%20stolen=1",
            "%E2%98%83",
            "-1",
            "0",
            "99999999999999999999999999",
            "NaN",
            "1e9",
            "%20",
            "%7B%7D",
            "x".repeat(3_000));

    /** JSON values, for any field. */
    static final List<String> IN_FIELDS = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "[[]]",
            "-1",
            "0",
            "1.5",
            "1e400",
            "-0.0",
            "123456789012345678901234567890",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"\u2603\"",
            "\"' or 1=1--\"",
            "\"x'; drop table orders; --\"",
            "\"a\\r\\nSet-Cookie: stolen=1\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"1e400\"",
            "\"0x10\"",
            "\"-0.00000000\"",
            "\"0.000000001\"",
            "\"99999999999999999999999999999999999999\"",
            "\"" + "9".repeat(20_000) + "\"",
            "\"" + "x".repeat(20_000) + "\"");

    private static final Pattern FIELD = Pattern.compile("(\"[a-z_]+\":)(\"[^\"]*\"|[0-9]+|true|false|\\[[^\\]]*])");
    private static final int DEEP = 5_000;

    private BadInput() {}

    /** Bodies that are no JSON object at all, whatever the operation wants: by name. */
    static Map<String, byte[]> noObjects(String good) {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("empty", new byte[0]);
        bodies.put("cut", utf8(good.substring(0, good.length() - 1)));
        bodies.put("an array", utf8("[" + good + "]"));
        bodies.put("null", utf8("null"));
        bodies.put("a text", utf8("\"x\""));
        bodies.put("two", utf8(good + good));
        bodies.put("a field twice", utf8(good.replaceFirst("(\"[a-z_]+\":(\"[^\"]*\"|[0-9]+|\\[[^\\]]*]))", "$1,$1")));
        bodies.put("deep arrays", utf8("{\"x\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}"));
        bodies.put("deep objects", utf8("{\"x\":".repeat(DEEP) + "1" + "}".repeat(DEEP)));
        bodies.put("a raw NUL", utf8(good.replaceFirst(":\"", ":\"\0")));
        bodies.put("a raw line feed", utf8(good.replaceFirst(":\"", ":\"\n")));
        bodies.put("bad UTF-8", good.replaceFirst(":\"", ":\"\u00ff\u00fe").getBytes(StandardCharsets.ISO_8859_1));
        bodies.put("NaN", utf8("{\"x\":NaN}"));
        bodies.put("a comment", utf8("/* */" + good));
        bodies.put("single quotes", utf8(good.replace('"', '\'')));
        if (!good.contains(":\"")) {
            // Has no text to put it into.
            bodies.keySet().removeAll(List.of("a raw NUL", "a raw line feed", "bad UTF-8"));
        }
        return bodies;
    }

    /**
     * The body with each of its fields, at any depth, replaced by each bad value, and with each bad value in each field that it does not have.
     *
     * @param possible fields that the operation knows
     */
    static List<String> mutations(String good, Set<String> possible) {
        List<String> bodies = new ArrayList<>();
        Matcher fields = FIELD.matcher(good);
        for (int from = 0; fields.find(from); from = fields.start(2) + 1) {
            String before = good.substring(0, fields.start()) + fields.group(1);
            String after = good.substring(fields.end());
            // A good value of a field that says yes or no: it would only do what is asked, such as stopping the market.
            boolean yesOrNo = fields.group(2).equals("false") || fields.group(2).equals("true");
            IN_FIELDS.stream()
                    .filter(value -> !yesOrNo || !value.equals("true"))
                    .forEach(value -> bodies.add(before + value + after));
        }
        for (String field : possible) {
            if (!good.contains("\"" + field + "\":")) {
                IN_FIELDS.forEach(value -> bodies.add("{\"" + field + "\":" + value + "," + good.substring(1)));
            }
        }
        return bodies;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
