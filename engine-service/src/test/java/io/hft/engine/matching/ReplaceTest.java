package io.hft.engine.matching;

import static io.hft.engine.command.Side.BUY;
import static io.hft.engine.command.Side.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A replace names the new total quantity; it keeps its place only at the same price and not larger. */
class ReplaceTest {
    private final EngineUnderTest engine = new EngineUnderTest();

    @Test
    void keepsItsPlaceWhenSmallerAtTheSamePrice() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, BUY, 100, 10);
        reports(engine.replace(1, 100, 4), "REPLACED 1/11 BUY LIMIT GTC NEW 100x4 cum 0 leaves 4");
        book("B 1:4@100", "B 2:10@100");
        assertThat(engine.depth(BUY, 1)).containsExactly("14@100 of 2");
    }

    @Test
    void keepsItsPlaceWhenNothingChanges() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, BUY, 100, 10);
        reports(engine.replace(1, 0, 10), "REPLACED 1/11 BUY LIMIT GTC NEW 100x10 cum 0 leaves 10");
        book("B 1:10@100", "B 2:10@100");
    }

    @Test
    void goesToTheBackWhenLarger() {
        engine.limit(1, SELL, 100, 10);
        engine.limit(2, SELL, 100, 10);
        reports(engine.replace(1, 0, 11), "REPLACED 1/11 SELL LIMIT GTC NEW 100x11 cum 0 leaves 11");
        book("S 2:10@100", "S 1:11@100");
    }

    @Test
    void goesToTheBackOfItsNewPriceAndOfItsOldOneWhenItReturns() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, BUY, 100, 10);
        engine.limit(3, BUY, 99, 10);
        engine.replace(1, 99, 5);
        book("B 2:10@100", "B 3:10@99", "B 1:5@99");
        engine.replace(1, 100, 5);
        book("B 2:10@100", "B 1:5@100", "B 3:10@99");
    }

    @Test
    void countsWhatIsFilledInItsTotal() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, SELL, 100, 4);
        reports(engine.replace(1, 101, 9), "REPLACED 1/11 BUY LIMIT GTC PARTIALLY_FILLED 101x9 cum 4 leaves 5");
        book("B 1:5@101");
        reports(
                engine.replace(1, 101, 4),
                "REPLACE_REJECTED 1/11 BUY LIMIT GTC PARTIALLY_FILLED 101x9 cum 4 leaves 5,"
                        + " QUANTITY_NOT_ABOVE_CUMULATIVE");
        book("B 1:5@101");
        // Repeating a replace is harmless.
        engine.replace(1, 101, 9);
        book("B 1:5@101");
    }

    @Test
    void tradesAtTheMakersPriceWhenItCrosses() {
        engine.limit(1, SELL, 105, 3);
        engine.limit(2, SELL, 106, 3);
        engine.limit(3, BUY, 100, 10);
        engine.limit(4, BUY, 100, 10);
        reports(
                engine.replace(3, 107, 10),
                "REPLACED 3/13 BUY LIMIT GTC NEW 107x10 cum 0 leaves 10",
                "TRADE 1/11 SELL LIMIT GTC FILLED 105x3 cum 3 leaves 0, 3@105 trade 1 MAKER against 3/13",
                "TRADE 3/13 BUY LIMIT GTC PARTIALLY_FILLED 107x10 cum 3 leaves 7, 3@105 trade 1 TAKER against 1/11",
                "TRADE 2/12 SELL LIMIT GTC FILLED 106x3 cum 3 leaves 0, 3@106 trade 2 MAKER against 3/13",
                "TRADE 3/13 BUY LIMIT GTC PARTIALLY_FILLED 107x10 cum 6 leaves 4, 3@106 trade 2 TAKER against 2/12");
        book("B 3:4@107", "B 4:10@100");
    }

    @Test
    void isGoneWhenACrossingReplaceFillsIt() {
        engine.limit(1, BUY, 95, 30);
        engine.limit(2, SELL, 100, 10);
        engine.limit(3, SELL, 100, 10);
        assertThat(engine.replace(2, 95, 10)).hasSize(3);
        book("B 1:20@95", "S 3:10@100");
        reports(engine.cancel(2), "CANCEL_REJECTED 2/12 SELL LIMIT GTC FILLED 95x10 cum 10 leaves 0, ORDER_NOT_OPEN");
        assertThat(engine.engine.openOrderCount()).isEqualTo(2);
    }

    @Test
    void refusesWithoutTouchingTheOrder() {
        engine.limit(1, BUY, 100, 10);
        final String state = " 1/11 BUY LIMIT GTC NEW 100x10 cum 0 leaves 10";
        reports(engine.replace(1, -1, 10), "REPLACE_REJECTED" + state + ", INVALID_PRICE");
        reports(engine.replace(1, 100, 0), "REPLACE_REJECTED" + state + ", INVALID_QUANTITY");
        reports(engine.replace(1, 100, -5), "REPLACE_REJECTED" + state + ", INVALID_QUANTITY");
        reports(
                engine.replace(1, 100, EngineUnderTest.MAX_QUANTITY + 1),
                "REPLACE_REJECTED" + state + ", MAX_QUANTITY_EXCEEDED");
        reports(engine.replace(1, Long.MAX_VALUE / 10 + 1, 10), "REPLACE_REJECTED" + state + ", NOTIONAL_OVERFLOW");
        reports(engine.replace(9, 100, 10), "REPLACE_REJECTED 9/19, ORDER_NOT_OPEN");
        reports(engine.replace(1, 999, 100, 10), "REPLACE_REJECTED 1/999, ORDER_NOT_OPEN");
        book("B 1:10@100");
    }

    private void book(String... lines) {
        assertThat(engine.book()).containsExactly(lines);
    }

    private static void reports(List<Report> actual, String... expected) {
        assertThat(actual.stream().map(Report::toString)).containsExactly(expected);
    }
}
