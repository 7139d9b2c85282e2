package io.hft.engine.matching;

import static io.hft.engine.command.Side.BUY;
import static io.hft.engine.command.Side.SELL;
import static io.hft.engine.command.TimeInForce.FOK;
import static io.hft.engine.command.TimeInForce.IOC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One case for every kind of mistake that order books are known for. Each is written for one side and run for both, against the engine
 * and against the naive one.
 */
@ParameterizedClass
@MethodSource("io.hft.engine.matching.TestedExchange#all")
class KnownDefectsTest {
    private final TestedExchange tested;
    private final Exchange exchange;

    KnownDefectsTest(TestedExchange tested) {
        this.tested = tested;
        this.exchange = tested.open(1_000, 1_000);
    }

    @Test
    void forgetsTheBestPriceWithItsLastOrder() {
        exchange.sell(1).limit(101, 5);
        exchange.sell(2).limit(102, 5);
        exchange.cancel(1);
        assertThat(exchange.depth(SELL)).containsExactly("5 of 1 @102");
        // Nothing sweeps in between: what is asked next must not meet the old best.
        assertThat(exchange.buy(3).limit(101, 5)).containsExactly("NEW 3");
        assertThat(exchange.buy(4).limit(102, 3)).containsExactly("NEW 4", "4 takes 3 of 2 @102");
    }

    @Test
    void findsTheNextBestAfterTheBestIsCancelledAndSwept() {
        for (int i = 1; i <= 5; i++) {
            exchange.sell(i).limit(100 + i, 5);
        }
        exchange.cancel(1);
        exchange.cancel(3);
        assertThat(exchange.buy(6).market(12))
                .containsExactly("NEW 6", "6 takes 5 of 2 @102", "6 takes 5 of 4 @104", "6 takes 2 of 5 @105");
        assertThat(exchange.depth(SELL)).containsExactly("3 of 1 @105");
    }

    @Test
    void forgetsTheBestPriceOfAnOrderThatMovesAway() {
        exchange.sell(1).limit(101, 5);
        exchange.sell(2).limit(103, 5);
        exchange.replace(1, 104, 5);
        assertThat(exchange.depth(SELL)).containsExactly("5 of 1 @103", "5 of 1 @104");
        assertThat(exchange.buy(3).limit(102, 5)).containsExactly("NEW 3");
        assertThat(exchange.buy(4).market(6)).containsExactly("NEW 4", "4 takes 5 of 2 @103", "4 takes 1 of 1 @104");
    }

    @Test
    void seesABetterPriceThatComesLater() {
        exchange.sell(1).limit(105, 5);
        exchange.sell(2).limit(101, 5);
        exchange.sell(3).limit(103, 5);
        exchange.cancel(2);
        exchange.sell(4).limit(102, 5);
        assertThat(exchange.buy(5).market(11))
                .containsExactly("NEW 5", "5 takes 5 of 4 @102", "5 takes 5 of 3 @103", "5 takes 1 of 1 @105");
    }

    @Test
    void emptiesASideAndFillsItAgain() {
        exchange.sell(1).limit(101, 5);
        exchange.buy(2).market(5);
        assertThat(exchange.depth(SELL)).isEmpty();
        assertThat(exchange.buy(3).market(5)).containsExactly("NEW 3", "CANCELED 3 after 0 NO_LIQUIDITY");
        exchange.sell(4).limit(150, 5);
        assertThat(exchange.depth(SELL)).containsExactly("5 of 1 @150");
        exchange.cancel(4);
        exchange.sell(5).limit(110, 5);
        assertThat(exchange.buy(6).limit(110, 5)).containsExactly("NEW 6", "6 takes 5 of 5 @110");
        assertThat(exchange.book()).isEmpty();
    }

    @Test
    void tradesAtTheMakersPrice() {
        exchange.sell(1).limit(100, 5);
        assertThat(exchange.buy(2).limit(107, 5)).containsExactly("NEW 2", "2 takes 5 of 1 @100");
    }

    @Test
    void tradesAtTheMakersPriceAfterAReplace() {
        exchange.buy(1).limit(90, 5);
        exchange.sell(2).limit(100, 3);
        assertThat(exchange.replace(1, 107, 5)).containsExactly("REPLACED 1 5@107 leaves 5", "1 takes 3 of 2 @100");
        assertThat(exchange.book()).containsExactly("B 1:2@107");
        // As a maker it stands at its new price.
        assertThat(exchange.sell(3).limit(95, 2)).containsExactly("NEW 3", "3 takes 2 of 1 @107");
    }

    @Test
    void neverWalksPastItsOwnLimit() {
        threeAsks();
        assertThat(exchange.buy(4).limit(101, 20))
                .containsExactly("NEW 4", "4 takes 5 of 1 @100", "4 takes 5 of 2 @101");
        assertThat(exchange.book()).containsExactly("B 4:10@101", "S 3:5@102");
    }

    @Test
    void neverWalksPastItsOwnLimitAfterAReplace() {
        threeAsks();
        exchange.buy(4).limit(90, 20);
        assertThat(exchange.replace(4, 101, 20))
                .containsExactly("REPLACED 4 20@101 leaves 20", "4 takes 5 of 1 @100", "4 takes 5 of 2 @101");
        assertThat(exchange.book()).containsExactly("B 4:10@101", "S 3:5@102");
    }

    @Test
    void neverRestsWhatAnImmediateOrderDidNotGet() {
        threeAsks();
        assertThat(exchange.buy(4).with(IOC).limit(100, 9))
                .containsExactly("NEW 4", "4 takes 5 of 1 @100", "CANCELED 4 after 5 NO_LIQUIDITY");
        assertThat(exchange.buy(5).with(IOC).limit(90, 9)).containsExactly("NEW 5", "CANCELED 5 after 0 NO_LIQUIDITY");
        assertThat(exchange.buy(6).market(99))
                .containsExactly(
                        "NEW 6", "6 takes 5 of 2 @101", "6 takes 5 of 3 @102", "CANCELED 6 after 10 NO_LIQUIDITY");
        assertThat(exchange.book()).isEmpty();
        assertThat(exchange.sell(7).limit(80, 1)).containsExactly("NEW 7");
    }

    @Test
    void countsAllLevelsForFillOrKill() {
        threeAsks();
        assertThat(exchange.buy(4).with(FOK).limit(101, 11))
                .containsExactly("NEW 4", "CANCELED 4 after 0 FOK_NOT_FILLABLE");
        assertThat(exchange.book()).containsExactly("S 1:5@100", "S 2:5@101", "S 3:5@102");
        assertThat(exchange.buy(5).with(FOK).limit(101, 10))
                .containsExactly("NEW 5", "5 takes 5 of 1 @100", "5 takes 5 of 2 @101");
        assertThat(exchange.buy(6).with(FOK).market(6)).containsExactly("NEW 6", "CANCELED 6 after 0 FOK_NOT_FILLABLE");
        assertThat(exchange.buy(7).with(FOK).market(5)).containsExactly("NEW 7", "7 takes 5 of 3 @102");
    }

    @Test
    void keepsThePlaceOfAPartlyFilledMaker() {
        exchange.buy(1).limit(100, 10);
        exchange.buy(2).limit(100, 10);
        exchange.sell(3).limit(100, 4);
        exchange.sell(4).limit(100, 3);
        assertThat(exchange.book()).containsExactly("B 1:3@100", "B 2:10@100");
        assertThat(exchange.sell(5).limit(100, 4))
                .containsExactly("NEW 5", "5 takes 3 of 1 @100", "5 takes 1 of 2 @100");
    }

    @Test
    void keepsThePlaceOfAnOrderThatGetsSmallerAndOfNoOther() {
        exchange.buy(1).limit(100, 10);
        exchange.buy(2).limit(100, 10);
        exchange.buy(3).limit(100, 10);
        exchange.replace(1, 0, 4);
        exchange.replace(2, 100, 10);
        assertThat(exchange.book()).containsExactly("B 1:4@100", "B 2:10@100", "B 3:10@100");
        exchange.replace(1, 0, 5);
        assertThat(exchange.book()).containsExactly("B 2:10@100", "B 3:10@100", "B 1:5@100");
        exchange.replace(2, 99, 10);
        exchange.replace(2, 100, 10);
        assertThat(exchange.book()).containsExactly("B 3:10@100", "B 1:5@100", "B 2:10@100");
        assertThat(exchange.depth(BUY)).containsExactly("25 of 3 @100");
    }

    @Test
    void neverLeavesACrossedBookAfterAReplaceAndKeepsItsSiblings() {
        exchange.buy(1).limit(100, 5);
        exchange.buy(2).limit(100, 9);
        exchange.buy(3).limit(100, 5);
        exchange.sell(4).limit(103, 4);
        exchange.sell(5).limit(105, 4);
        assertThat(exchange.replace(2, 104, 9)).containsExactly("REPLACED 2 9@104 leaves 9", "2 takes 4 of 4 @103");
        assertThat(exchange.book()).containsExactly("B 2:5@104", "B 1:5@100", "B 3:5@100", "S 5:4@105");
        assertThat(exchange.sell(6).market(15))
                .containsExactly("NEW 6", "6 takes 5 of 2 @104", "6 takes 5 of 1 @100", "6 takes 5 of 3 @100");
    }

    @Test
    void endsAnOrderThatAReplaceFillsWhole() {
        exchange.buy(1).limit(100, 5);
        exchange.buy(2).limit(100, 5);
        exchange.sell(3).limit(102, 50);
        assertThat(exchange.replace(1, 102, 7)).containsExactly("REPLACED 1 7@102 leaves 7", "1 takes 7 of 3 @102");
        assertThat(exchange.book()).containsExactly("B 2:5@100", "S 3:43@102");
        assertThat(exchange.cancel(1)).containsExactly("CANCEL_REJECTED 1 ORDER_NOT_OPEN");
    }

    @Test
    void forgetsAFilledMaker() {
        exchange.buy(1).limit(100, 5);
        exchange.sell(2).limit(100, 5);
        for (final long id : new long[] {1, 2}) {
            assertThat(exchange.cancel(id)).containsExactly("CANCEL_REJECTED " + id + " ORDER_NOT_OPEN");
            assertThat(exchange.replace(id, 100, 9))
                    .containsExactly("REPLACE_REJECTED " + id + " 5@100 leaves 0 ORDER_NOT_OPEN");
            assertThat(exchange.buy(id).limit(100, 5)).containsExactly("ORDER_STATUS " + id + " 5@100 leaves 0");
        }
        assertThat(exchange.book()).isEmpty();
    }

    @Test
    void keepsTheNeighboursOfACancelledOrder() {
        // Head, middle, tail, and each in turn until the level is gone.
        for (int first = 0; first < 4; first++) {
            for (int id = 1; id <= 4; id++) {
                exchange.buy(10 * first + id).limit(100, id);
            }
            exchange.buy(10 * first + 5).limit(99, 7);
            exchange.cancel(10 * first + 1 + first);
            final List<Integer> left = new ArrayList<>(List.of(1, 2, 3, 4));
            left.remove(first);
            int open = 0;
            for (final int id : left) {
                open += id;
            }
            assertThat(exchange.depth(BUY)).containsExactly(open + " of 3 @100", "7 of 1 @99");
            final List<String> trades = exchange.sell(10 * first + 6).limit(100, open);
            for (int i = 0; i < 3; i++) {
                final int id = left.get(i);
                assertThat(trades.get(i + 1))
                        .isEqualTo(10 * first + 6 + " takes " + id + " of " + (10 * first + id) + " @100");
            }
            assertThat(trades).hasSize(4);
            assertThat(exchange.depth(BUY)).containsExactly("7 of 1 @99");
            exchange.cancel(10 * first + 5);
        }
    }

    @Test
    void tradesNothingWhenNothingIsLeft() {
        exchange.sell(1).limit(100, 5);
        exchange.sell(2).limit(100, 5);
        // Fills the first exactly: there is no trade of 0 with the second.
        assertThat(exchange.buy(3).limit(100, 5)).containsExactly("NEW 3", "3 takes 5 of 1 @100");
        assertThat(exchange.buy(4).limit(101, 5)).containsExactly("NEW 4", "4 takes 5 of 2 @100");
        assertThat(exchange.book()).isEmpty();
    }

    @Test
    void keepsALevelsQuantityExact() {
        long id = 1;
        for (int round = 0; round < 50; round++) {
            final long first = id;
            for (int i = 0; i < 6; i++) {
                exchange.buy(id++).limit(100, 10 + i);
            }
            exchange.sell(id++).limit(100, 4);
            exchange.replace(first + 1, 0, 7);
            exchange.replace(first + 2, 0, 20);
            exchange.replace(first + 3, 98, 5);
            exchange.cancel(first + 4);
            exchange.sell(id++).with(IOC).limit(100, 9);
            // 6 of the first are left, then 7 of the second less 3; the sixth; the third at the back.
            assertThat(exchange.depth(BUY)).containsExactly("39 of 3 @100", "5 of 1 @98");
            assertThat(exchange.massCancel(0, 1)).hasSize(5);
            assertThat(exchange.depth(BUY)).isEmpty();
        }
    }

    @Test
    void knowsAnIdAgainAsNewOnlyWhenItIsForgotten() {
        final Exchange small = tested.open(10, 2);
        small.buy(1).limit(100, 5);
        small.sell(2).limit(100, 5);
        assertThat(small.buy(1).limit(100, 5)).containsExactly("ORDER_STATUS 1 5@100 leaves 0");
        small.buy(3).with(IOC).limit(100, 5);
        // The maker's last event came before the taker's: it is forgotten first.
        assertThat(small.buy(1).limit(100, 5)).containsExactly("NEW 1");
        assertThat(small.buy(2).limit(100, 5)).containsExactly("ORDER_STATUS 2 5@100 leaves 0");
        assertThat(small.book()).containsExactly("B 1:5@100");
    }

    @Test
    void losesNoRecordHoweverAnOrderEnds() {
        final Exchange small = tested.open(3, 100);
        long id = 1;
        for (int round = 0; round < 2_000; round++) {
            small.buy(id).until(10_000L * (round + 1)).limit(90, 5);
            small.buy(id + 1).iceberg(91, 9, 2);
            small.buy(id + 2).stopLimit(150, 95, 5);
            assertThat(small.buy(id + 3).limit(80, 5))
                    .containsExactly("REJECTED " + (id + 3) + " TOO_MANY_OPEN_ORDERS");
            switch (round % 4) {
                case 0 -> small.sell(id + 4).limit(90, 14);
                case 1 -> small.replace(id + 1, 92, 7);
                case 2 -> small.cancel(id + 1);
                default -> small.buy(id + 4).with(IOC).limit(80, 5);
            }
            small.at(10_000L * (round + 1)).massCancel(0, 0);
            assertThat(small.book()).isEmpty();
            id += 5;
        }
    }

    private void threeAsks() {
        exchange.sell(1).limit(100, 5);
        exchange.sell(2).limit(101, 5);
        exchange.sell(3).limit(102, 5);
    }
}
