package io.hft.engine.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class InstrumentTest {
    @Test
    void namesTheFieldAndTheRule() {
        refuses("instrumentId must be between 1 and 65535, was 0", () -> with(0, "BTC-USD", "BTC", 1, 2, 1, 8, 10));
        refuses("symbol must be", () -> with(1, "btc-usd", "BTC", 1, 2, 1, 8, 10));
        refuses("symbol must be", () -> with(1, "A".repeat(25), "BTC", 1, 2, 1, 8, 10));
        refuses("baseAsset must be", () -> with(1, "BTC-USD", "", 1, 2, 1, 8, 10));
        refuses("quoteAsset must differ", () -> with(1, "BTC-USD", "USD", 1, 2, 1, 8, 10));
        refuses("tickSizeMantissa must be", () -> with(1, "BTC-USD", "BTC", 0, 2, 1, 8, 10));
        refuses("tickSizeScale must be between 0 and 8, was 9", () -> with(1, "BTC-USD", "BTC", 1, 9, 1, 8, 10));
        refuses("lotSizeMantissa must be", () -> with(1, "BTC-USD", "BTC", 1, 2, -1, 8, 10));
        refuses("lotSizeScale must be", () -> with(1, "BTC-USD", "BTC", 1, 2, 1, -1, 10));
        refuses("maxQuantityLots must be", () -> with(1, "BTC-USD", "BTC", 1, 2, 1, 8, 0));
    }

    @Test
    void findsInstrumentsByIdAndSymbol() {
        final Instruments instruments = new Instruments();
        final Instrument btc = with(1, "BTC-USD", "BTC", 1, 2, 1, 8, 10);
        final Instrument far = with(9_000, "SOL-USD", "SOL", 1, 2, 1, 8, 10);
        assertThat(instruments.upsert(far)).isTrue();
        assertThat(instruments.upsert(btc)).isTrue();
        assertThat(instruments.find("BTC-USD")).isEqualTo(btc);
        assertThat(instruments.find(9_000)).isEqualTo(far);
        assertThat(instruments.find(2)).isNull();
        assertThat(instruments.find(-1)).isNull();
        assertThat(instruments.find("DOGE-USD")).isNull();
        assertThat(instruments.all()).containsExactly(btc, far);
        assertThat(instruments.size()).isEqualTo(2);
    }

    @Test
    void changesLimitsButNotTheGrid() {
        final Instruments instruments = new Instruments();
        instruments.upsert(with(1, "BTC-USD", "BTC", 1, 2, 1, 8, 10));
        assertThat(instruments.upsert(with(1, "BTC-USD", "BTC", 1, 2, 1, 8, 20)))
                .isTrue();
        assertThat(instruments.upsert(with(1, "BTC-USD", "BTC", 5, 2, 1, 8, 30)))
                .isFalse();
        assertThat(instruments.upsert(with(2, "BTC-USD", "BTC", 1, 2, 1, 8, 30)))
                .isFalse();
        assertThat(instruments.find(1)).isEqualTo(with(1, "BTC-USD", "BTC", 1, 2, 1, 8, 20));
        assertThat(instruments.size()).isEqualTo(1);
    }

    private static Instrument with(
            int id, String symbol, String base, long tick, int tickScale, long lot, int lotScale, long maxQuantity) {
        return new Instrument(id, symbol, base, "USD", tick, tickScale, lot, lotScale, maxQuantity, 1, 0);
    }

    private static void refuses(String message, ThrowingCallable instrument) {
        assertThatIllegalArgumentException().isThrownBy(instrument).withMessageContaining(message);
    }
}
