package io.hft.backend.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What headers may say is what Spring Security's expressions allow. */
class HeaderTextTest {
    private static final Pattern NAME = Pattern.compile("[\\p{IsAssigned}&&[^\\p{IsControl}]]*");
    private static final Pattern VALUE = Pattern.compile("[\\p{IsAssigned}&&[[^\\p{IsControl}]||\\t]]*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer abc.def-_~+/=",
                "a\tb",
                "é",
                "a\u0000",
                "a\r\nb",
                "\u007f",
                "a\u0085",
                "\ud83d\ude00",
                "a\ud83d",
                "\uffff",
                "a\u0378"
            })
    void allowsWhatTheExpressionsAllow(String text) {
        assertThat(SecurityConfiguration.isText(text, false))
                .isEqualTo(NAME.matcher(text).matches());
        assertThat(SecurityConfiguration.isText(text, true))
                .isEqualTo(VALUE.matcher(text).matches());
    }

    @Test
    void agreesWithTheExpressionsOnAnyText() {
        long seed = Long.getLong("hft.test.seed", System.nanoTime());
        System.out.println("HeaderTextTest seed: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int bound =
                    switch (random.nextInt(3)) {
                        case 0 -> 0x80;
                        case 1 -> 0x400;
                        default -> Character.MAX_CODE_POINT + 1;
                    };
            for (int k = random.nextInt(4); k >= 0; k--) {
                text.appendCodePoint(random.nextInt(bound));
            }
            allowsWhatTheExpressionsAllow(text.toString());
        }
    }
}
