package io.hft.backend.marketdata.web;

import io.hft.backend.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The place in a market's tape where the next page begins. */
@Component
final class TradeCursor {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}):(.*)");

    String write(long number, String symbol) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((number + ":" + symbol).getBytes(StandardCharsets.UTF_8));
    }

    long read(String cursor, String symbol) {
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (form.matches() && form.group(2).equals(symbol)) {
                return Long.parseLong(form.group(1));
            }
        } catch (IllegalArgumentException e) {
            // No base64: the same answer as for any other foreign text.
        }
        throw Problem.validation("cursor", "foreign", "is not a next_cursor of this list")
                .asException();
    }
}
