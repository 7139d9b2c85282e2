package io.hft.backend.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.money.Decimals.Parsed;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1.00000000",
        "1.0, 1.00000000",
        "+1.5, 1.50000000",
        "-1, -1.00000000",
        "0, 0.00000000",
        "0.00000001, 0.00000001",
        "000000000000000000000000001, 1.00000000",
        "999999999999999999.99999999, 999999999999999999.99999999"
    })
    void readsPlainNotation(String text, String plain) {
        assertThat(Decimals.parse(text)).isInstanceOfSatisfying(Parsed.Number.class, number -> {
            assertThat(Decimals.plain(number.value())).isEqualTo(plain);
            assertThat(number.value().scale()).isEqualTo(Decimals.SCALE);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "1e400",
                "1E2",
                "NaN",
                "Infinity",
                "0x10",
                "1,5",
                "1.",
                ".5",
                "--1",
                "1 ",
                "١",
                "1_0",
                "[",
                "true"
            })
    void refusesAnythingElse(String text) {
        assertThat(Decimals.parse(text))
                .isInstanceOfSatisfying(Parsed.Malformed.class, broken -> assertThat(broken.rule())
                        .isEqualTo("decimal"));
    }

    @ParameterizedTest
    @CsvSource({"0.123456789, max_scale", "0.000000000, max_scale", "1000000000000000000, max_digits"})
    void namesTheLimitThatIsBroken(String text, String rule) {
        assertThat(Decimals.parse(text))
                .isInstanceOfSatisfying(Parsed.Malformed.class, broken -> assertThat(broken.rule())
                        .isEqualTo(rule));
    }

    @Test
    void neverWritesAnExponent() {
        assertThat(Decimals.plain(new BigDecimal("1E+3"))).isEqualTo("1000.00000000");
        assertThat(Decimals.plain(new BigDecimal("1E-8"))).isEqualTo("0.00000001");
        assertThat(Decimals.plain(Decimals.ZERO)).isEqualTo("0.00000000");
    }

    @Test
    void roundsFillsDownAndHoldsUp() {
        BigDecimal price = new BigDecimal("0.33");
        BigDecimal dust = new BigDecimal("0.00000001");
        assertThat(Decimals.plain(Decimals.quoteAmount(price, dust))).isEqualTo("0.00000000");
        assertThat(Decimals.plain(Decimals.holdAmount(price, dust))).isEqualTo("0.00000001");
    }

    /** Whatever the fills: each costs at most what its part of the hold frees, and nothing is left but dust. */
    @Test
    void aHoldAlwaysSuffices() {
        long seed = Long.getLong("hft.test.seed", System.nanoTime());
        System.out.println("DecimalsTest seed: " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            BigDecimal limit = BigDecimal.valueOf(1 + random.nextLong(10_000_000), 2);
            BigDecimal leaves = BigDecimal.valueOf(1 + random.nextLong(1_000_000_000), 8);
            BigDecimal held = Decimals.holdAmount(limit, leaves);
            while (leaves.signum() > 0) {
                BigDecimal quantity = leaves.min(BigDecimal.valueOf(1 + random.nextLong(300_000_000), 8));
                BigDecimal price = limit.min(BigDecimal.valueOf(1 + random.nextLong(10_000_000), 2));
                BigDecimal cost = Decimals.quoteAmount(price, quantity);
                leaves = leaves.subtract(quantity);
                BigDecimal heldAfter = Decimals.holdAmount(limit, leaves);
                assertThat(cost)
                        .as("seed %s: fill of %s at %s under limit %s", seed, quantity, price, limit)
                        .isLessThanOrEqualTo(held.subtract(heldAfter));
                held = heldAfter;
            }
            assertThat(held).isZero();
        }
    }

    @Test
    void findsTheGrid() {
        BigDecimal tick = new BigDecimal("0.05");
        assertThat(Decimals.onGrid(new BigDecimal("1.15"), tick)).isTrue();
        assertThat(Decimals.onGrid(new BigDecimal("1.16"), tick)).isFalse();
    }
}
