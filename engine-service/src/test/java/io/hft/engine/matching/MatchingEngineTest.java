package io.hft.engine.matching;

import static io.hft.engine.command.Side.BUY;
import static io.hft.engine.command.Side.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders meet orders: the whole list of events of each step, and the book that is left. */
class MatchingEngineTest {
    private final EngineUnderTest engine = new EngineUnderTest();

    @Test
    void restsAnOrderThatFindsNoCounterpart() {
        reports(engine.limit(1, BUY, 100, 10), "NEW 1/11 BUY LIMIT GTC NEW 100x10 cum 0 leaves 10");
        reports(engine.limit(2, SELL, 101, 7), "NEW 2/12 SELL LIMIT GTC NEW 101x7 cum 0 leaves 7");
        book("B 1:10@100", "S 2:7@101");
        assertThat(engine.engine.lastTradePriceTicks(1)).isZero();
    }

    @Test
    void tradesAtTheMakersPriceWhenABuyerPaysMore() {
        engine.limit(1, SELL, 100, 10);
        reports(
                engine.limit(2, BUY, 105, 4),
                "NEW 2/12 BUY LIMIT GTC NEW 105x4 cum 0 leaves 4",
                "TRADE 1/11 SELL LIMIT GTC PARTIALLY_FILLED 100x10 cum 4 leaves 6, 4@100 trade 1 MAKER against 2/12",
                "TRADE 2/12 BUY LIMIT GTC FILLED 105x4 cum 4 leaves 0, 4@100 trade 1 TAKER against 1/11");
        book("S 1:6@100");
        assertThat(engine.engine.lastTradePriceTicks(1)).isEqualTo(100);
    }

    @Test
    void tradesAtTheMakersPriceWhenASellerAsksLess() {
        engine.limit(1, BUY, 100, 10);
        reports(
                engine.limit(2, SELL, 95, 10),
                "NEW 2/12 SELL LIMIT GTC NEW 95x10 cum 0 leaves 10",
                "TRADE 1/11 BUY LIMIT GTC FILLED 100x10 cum 10 leaves 0, 10@100 trade 1 MAKER against 2/12",
                "TRADE 2/12 SELL LIMIT GTC FILLED 95x10 cum 10 leaves 0, 10@100 trade 1 TAKER against 1/11");
        book();
        assertThat(engine.engine.openOrderCount()).isZero();
    }

    @Test
    void walksLevelsBestFirstAndRestsTheRemainderAtItsOwnLimit() {
        engine.limit(1, SELL, 102, 5);
        engine.limit(2, SELL, 100, 5);
        engine.limit(3, SELL, 101, 5);
        engine.limit(4, SELL, 103, 5);
        reports(
                engine.limit(5, BUY, 102, 17),
                "NEW 5/15 BUY LIMIT GTC NEW 102x17 cum 0 leaves 17",
                "TRADE 2/12 SELL LIMIT GTC FILLED 100x5 cum 5 leaves 0, 5@100 trade 1 MAKER against 5/15",
                "TRADE 5/15 BUY LIMIT GTC PARTIALLY_FILLED 102x17 cum 5 leaves 12, 5@100 trade 1 TAKER against 2/12",
                "TRADE 3/13 SELL LIMIT GTC FILLED 101x5 cum 5 leaves 0, 5@101 trade 2 MAKER against 5/15",
                "TRADE 5/15 BUY LIMIT GTC PARTIALLY_FILLED 102x17 cum 10 leaves 7, 5@101 trade 2 TAKER against 3/13",
                "TRADE 1/11 SELL LIMIT GTC FILLED 102x5 cum 5 leaves 0, 5@102 trade 3 MAKER against 5/15",
                "TRADE 5/15 BUY LIMIT GTC PARTIALLY_FILLED 102x17 cum 15 leaves 2, 5@102 trade 3 TAKER against 1/11");
        book("B 5:2@102", "S 4:5@103");
    }

    @Test
    void neverSellsBelowItsOwnLimit() {
        engine.limit(1, BUY, 100, 5);
        engine.limit(2, BUY, 99, 5);
        assertThat(engine.limit(3, SELL, 100, 8)).hasSize(3);
        book("B 2:5@99", "S 3:3@100");
    }

    @Test
    void fillsTheOldestOfALevelFirst() {
        engine.limit(1, SELL, 100, 5);
        engine.limit(2, SELL, 100, 5);
        engine.limit(3, SELL, 100, 5);
        engine.limit(4, BUY, 100, 7);
        book("S 2:3@100", "S 3:5@100");
    }

    @Test
    void keepsTimePriorityAfterPartialFill() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, BUY, 100, 10);
        engine.limit(3, SELL, 100, 4);
        book("B 1:6@100", "B 2:10@100");
        engine.limit(4, SELL, 100, 6);
        book("B 2:10@100");
    }

    @Test
    void cancelsTheRemainderOfAnImmediateOrder() {
        engine.limit(1, SELL, 100, 5);
        engine.limit(2, SELL, 102, 5);
        reports(
                engine.ioc(3, BUY, 101, 8),
                "NEW 3/13 BUY LIMIT IOC NEW 101x8 cum 0 leaves 8",
                "TRADE 1/11 SELL LIMIT GTC FILLED 100x5 cum 5 leaves 0, 5@100 trade 1 MAKER against 3/13",
                "TRADE 3/13 BUY LIMIT IOC PARTIALLY_FILLED 101x8 cum 5 leaves 3, 5@100 trade 1 TAKER against 1/11",
                "CANCELED 3/13 BUY LIMIT IOC CANCELED 101x8 cum 5 leaves 0, NO_LIQUIDITY");
        book("S 2:5@102");
        reports(
                engine.ioc(4, SELL, 100, 8),
                "NEW 4/14 SELL LIMIT IOC NEW 100x8 cum 0 leaves 8",
                "CANCELED 4/14 SELL LIMIT IOC CANCELED 100x8 cum 0 leaves 0, NO_LIQUIDITY");
        book("S 2:5@102");
    }

    @Test
    void saysNothingOfARemainderWhenAnImmediateOrderIsFilled() {
        engine.limit(1, SELL, 100, 5);
        assertThat(engine.ioc(2, BUY, 100, 5)).hasSize(3);
        book();
    }

    @Test
    void takesAnyPriceForAMarketOrderWithoutProtection() {
        engine.limit(1, SELL, 100, 5);
        engine.limit(2, SELL, Long.MAX_VALUE, 1);
        assertThat(engine.market(3, BUY, 0, 7).getLast())
                .hasToString("CANCELED 3/13 BUY MARKET IOC CANCELED 0x7 cum 6 leaves 0, NO_LIQUIDITY");
        engine.limit(4, BUY, 1, 5);
        reports(
                engine.market(5, SELL, 0, 5),
                "NEW 5/15 SELL MARKET IOC NEW 0x5 cum 0 leaves 5",
                "TRADE 4/14 BUY LIMIT GTC FILLED 1x5 cum 5 leaves 0, 5@1 trade 3 MAKER against 5/15",
                "TRADE 5/15 SELL MARKET IOC FILLED 0x5 cum 5 leaves 0, 5@1 trade 3 TAKER against 4/14");
        book();
    }

    @Test
    void stopsAMarketOrderAtItsProtectionPrice() {
        engine.limit(1, SELL, 100, 5);
        engine.limit(2, SELL, 101, 5);
        assertThat(engine.market(3, BUY, 100, 7).getLast())
                .hasToString("CANCELED 3/13 BUY MARKET IOC CANCELED 100x7 cum 5 leaves 0, NO_LIQUIDITY");
        engine.limit(4, BUY, 90, 5);
        engine.limit(5, BUY, 89, 5);
        assertThat(engine.market(6, SELL, 90, 7).getLast())
                .hasToString("CANCELED 6/16 SELL MARKET IOC CANCELED 90x7 cum 5 leaves 0, NO_LIQUIDITY");
        book("B 5:5@89", "S 2:5@101");
    }

    @Test
    void cancelsAMarketOrderOnAnEmptyBook() {
        reports(
                engine.market(1, BUY, 0, 7),
                "NEW 1/11 BUY MARKET IOC NEW 0x7 cum 0 leaves 7",
                "CANCELED 1/11 BUY MARKET IOC CANCELED 0x7 cum 0 leaves 0, NO_LIQUIDITY");
    }

    @Test
    void cancelsWhatIsLeftOfAnOrder() {
        engine.limit(1, SELL, 100, 5);
        engine.limit(2, BUY, 100, 2);
        reports(engine.cancel(1), "CANCELED 1/11 SELL LIMIT GTC CANCELED 100x5 cum 2 leaves 0");
        book();
    }

    @Test
    void knowsTheNextBestAfterTheBestIsCanceled() {
        engine.limit(1, BUY, 100, 5);
        engine.limit(2, BUY, 99, 5);
        engine.limit(3, SELL, 101, 5);
        engine.limit(4, SELL, 102, 5);
        engine.cancel(1);
        assertThat(engine.depth(BUY, 1)).containsExactly("5@99 of 1");
        engine.cancel(3);
        assertThat(engine.depth(SELL, 1)).containsExactly("5@102 of 1");
        // No trade at the prices that are gone.
        assertThat(engine.limit(5, BUY, 101, 5)).hasSize(1);
        assertThat(engine.limit(6, SELL, 103, 5)).hasSize(1);
        book("B 5:5@101", "B 2:5@99", "S 4:5@102", "S 6:5@103");
    }

    @Test
    void losesNoNeighbourWhereverItCancelsInALevel() {
        for (final long canceled : new long[] {1, 3, 5}) {
            final EngineUnderTest fresh = new EngineUnderTest();
            for (long orderId = 1; orderId <= 5; orderId++) {
                fresh.limit(orderId, BUY, 100, orderId);
            }
            fresh.cancel(canceled);
            final List<String> left =
                    new ArrayList<>(List.of("B 1:1@100", "B 2:2@100", "B 3:3@100", "B 4:4@100", "B 5:5@100"));
            left.remove((int) canceled - 1);
            assertThat(fresh.book()).isEqualTo(left);
            assertThat(fresh.depth(BUY, 9)).containsExactly(15 - canceled + "@100 of 4");
            fresh.limit(6, BUY, 100, 6);
            left.add("B 6:6@100");
            assertThat(fresh.book()).isEqualTo(left);
        }
    }

    @Test
    void sweepsThousandsOfMakersInOneCommand() {
        for (long orderId = 1; orderId <= 5_000; orderId++) {
            engine.limit(orderId, SELL, 1_000 + orderId / 10, 3);
        }
        final List<Report> reports = engine.limit(6_000, BUY, 2_000, 15_001);
        assertThat(reports).hasSize(10_001);
        assertThat(reports.getLast().cumulative()).isEqualTo(15_000);
        book("B 6000:1@2000");
        assertThat(engine.engine.openOrderCount()).isEqualTo(1);
    }

    @Test
    void showsDepthBestFirstWithQuantityAndCountOfEachLevel() {
        engine.limit(1, BUY, 100, 5);
        engine.limit(2, BUY, 100, 6);
        engine.limit(3, BUY, 90, 7);
        engine.limit(4, BUY, 1, 8);
        assertThat(engine.depth(BUY, 2)).containsExactly("11@100 of 2", "7@90 of 1");
        assertThat(engine.depth(BUY, 100)).containsExactly("11@100 of 2", "7@90 of 1", "8@1 of 1");
        assertThat(engine.depth(SELL, 100)).isEmpty();
    }

    private void book(String... lines) {
        assertThat(engine.book()).containsExactly(lines);
    }

    private static void reports(List<Report> actual, String... expected) {
        assertThat(actual.stream().map(Report::toString)).containsExactly(expected);
    }
}
