package io.hft.backend.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteLadderTest {
    @ParameterizedTest
    @CsvSource({"50000, 49999.99, 200", "3000, 2999.99, 3000", "100, 99.99, 100000"})
    void quotesTheReferencePriceWithGenerousSizes(BigDecimal reference, BigDecimal bestBid, BigDecimal size) {
        List<QuoteLadder.Level> ladder = QuoteLadder.of(instrument(reference, "1000000"), reference);
        List<QuoteLadder.Level> asks = side(ladder, Side.SELL);
        List<QuoteLadder.Level> bids = side(ladder, Side.BUY);
        assertThat(asks).hasSize(5);
        assertThat(bids).hasSize(5);
        assertThat(asks.getFirst().price()).isEqualByComparingTo(reference);
        assertThat(bids.getFirst().price()).isEqualByComparingTo(bestBid);
        assertThat(asks.getFirst().quantity()).isEqualByComparingTo(size);
        assertThat(bids.getFirst().quantity()).isEqualByComparingTo(size);
        assertThat(asks).extracting(QuoteLadder.Level::price).isSorted().doesNotHaveDuplicates();
        assertThat(bids.reversed())
                .extracting(QuoteLadder.Level::price)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(ladder).allSatisfy(level -> assertThat(level.price().remainder(new BigDecimal("0.01")))
                .isZero());
    }

    @Test
    void keepsItsSizesWhenThePriceMoves() {
        Instrument instrument = instrument(new BigDecimal("50000"), "1000000");
        assertThat(QuoteLadder.of(instrument, new BigDecimal("50005.21"))
                        .getFirst()
                        .quantity())
                .isEqualByComparingTo("200");
    }

    @Test
    void staysWithinWhatOneOrderMayHave() {
        assertThat(QuoteLadder.of(instrument(new BigDecimal("50000"), "150"), new BigDecimal("50000")))
                .allSatisfy(level -> assertThat(level.quantity()).isLessThanOrEqualTo(new BigDecimal("150")));
    }

    @ParameterizedTest
    @CsvSource({
        "0.00000001, 0.00000001, 50000",
        "0.00000001, 0.00000001, 100000000",
        "0.00000001, 1, 0.00000003",
        "0.00000001, 0.00000001, 9000000000"
    })
    void asksForNoMoreThanTheEngineCanCount(BigDecimal tick, BigDecimal lot, BigDecimal reference) {
        Instrument fine =
                new Instrument("BTC-USD", "BTC", "USD", tick, lot, new BigDecimal("90000000000"), reference, 1000, 0);
        List<QuoteLadder.Level> ladder = QuoteLadder.of(fine, reference);
        assertThat(ladder).isNotEmpty().allSatisfy(level -> {
            BigDecimal ticks = level.price().divide(tick);
            BigDecimal lots = level.quantity().divide(lot);
            assertThat(lots).isPositive();
            assertThat(lots.remainder(BigDecimal.ONE)).isZero();
            assertThat(ticks.multiply(lots)).isLessThan(new BigDecimal(BigInteger.ONE.shiftLeft(62)));
        });
    }

    @Test
    void walksTheSameWayForTheSameSeedAndStaysWithinHalfTheBand() {
        Instrument instrument = instrument(new BigDecimal("50000"), "1000");
        RandomWalk walk = new RandomWalk(7);
        RandomWalk again = new RandomWalk(7);
        RandomWalk other = new RandomWalk(8);
        boolean differs = false;
        BigDecimal before = new BigDecimal("50000");
        boolean moved = false;
        for (int i = 0; i < 20_000; i++) {
            BigDecimal price = walk.next(instrument);
            assertThat(again.next(instrument)).isEqualTo(price);
            differs |= !other.next(instrument).equals(price);
            moved |= price.compareTo(before) != 0;
            before = price;
            assertThat(price).isBetween(new BigDecimal("47500"), new BigDecimal("52500"));
            assertThat(price.remainder(new BigDecimal("0.01"))).isZero();
        }
        assertThat(differs).isTrue();
        assertThat(moved).isTrue();
    }

    private static List<QuoteLadder.Level> side(List<QuoteLadder.Level> ladder, Side side) {
        return ladder.stream().filter(level -> level.side() == side).toList();
    }

    private static Instrument instrument(BigDecimal reference, String maxQuantity) {
        return new Instrument(
                "BTC-USD",
                "BTC",
                "USD",
                new BigDecimal("0.01"),
                new BigDecimal("0.00000001"),
                new BigDecimal(maxQuantity),
                reference,
                1000,
                0);
    }
}
