package io.hft.bench.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DecimalTextTest {
    @Test
    void writesEveryNumberOfDigitsAndBothSigns() {
        long power = 1;
        for (int digits = 1; digits <= 19; digits++) {
            for (final long value : new long[] {power - 1, power, power + 1, 7 * power / 3, -power, 1 - power}) {
                writes(value);
            }
            power *= 10;
        }
        writes(Long.MAX_VALUE);
        writes(Long.MIN_VALUE);
        writes(1_000_000_000_000_000_001L);
    }

    @Test
    void writesEveryPairOfDigits() {
        for (int value = 0; value < 20_000; value++) {
            writes(value);
        }
    }

    private static void writes(long value) {
        final byte[] text = new byte[24];
        final int end = DecimalText.write(text, 2, value);
        assertThat(new String(text, 2, end - 2, StandardCharsets.US_ASCII)).isEqualTo(Long.toString(value));
    }
}
