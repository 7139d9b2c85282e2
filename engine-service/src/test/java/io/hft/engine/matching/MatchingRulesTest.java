package io.hft.engine.matching;

import static io.hft.engine.command.SelfTradePrevention.CANCEL_BOTH;
import static io.hft.engine.command.SelfTradePrevention.CANCEL_NEWEST;
import static io.hft.engine.command.SelfTradePrevention.CANCEL_OLDEST;
import static io.hft.engine.command.SelfTradePrevention.DECREMENT_AND_CANCEL;
import static io.hft.engine.command.Side.BUY;
import static io.hft.engine.command.Side.SELL;
import static io.hft.engine.command.TimeInForce.DAY;
import static io.hft.engine.command.TimeInForce.FOK;
import static io.hft.engine.command.TimeInForce.IOC;
import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.SelfTradePrevention;
import io.hft.engine.instrument.TradingState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules page, example by example: for both sides, against the engine and against the naive one. */
@ParameterizedClass
@MethodSource("io.hft.engine.matching.TestedExchange#all")
class MatchingRulesTest {
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final Exchange exchange;

    MatchingRulesTest(TestedExchange tested) {
        this.exchange = tested.open(100_000, 1_000);
    }

    @Test
    void showsAnIcebergsPartAndRefillsItAtTheBack() {
        exchange.sell(1).iceberg(100, 10, 3);
        exchange.sell(2).limit(100, 5);
        assertThat(exchange.depth(SELL)).containsExactly("8 of 2 @100");
        assertThat(exchange.buy(3).limit(100, 3)).containsExactly("NEW 3", "3 takes 3 of 1 @100");
        assertThat(exchange.book()).containsExactly("S 2:5@100", "S 1:7@100");
        assertThat(exchange.depth(SELL)).containsExactly("8 of 2 @100");
        // A part of the shown part leaves it where it is.
        exchange.buy(4).limit(100, 6);
        assertThat(exchange.book()).containsExactly("S 1:6@100");
        assertThat(exchange.depth(SELL)).containsExactly("2 of 1 @100");
        exchange.sell(5).limit(100, 1);
        assertThat(exchange.buy(6).limit(100, 9))
                .containsExactly(
                        "NEW 6",
                        "6 takes 2 of 1 @100",
                        "6 takes 1 of 5 @100",
                        "6 takes 3 of 1 @100",
                        "6 takes 1 of 1 @100");
        assertThat(exchange.book()).containsExactly("B 6:2@100");
    }

    @Test
    void refillsTwoIcebergsInTurn() {
        exchange.sell(1).iceberg(100, 5, 2);
        exchange.sell(2).iceberg(100, 4, 3);
        assertThat(exchange.buy(3).limit(100, 8))
                .containsExactly(
                        "NEW 3",
                        "3 takes 2 of 1 @100",
                        "3 takes 3 of 2 @100",
                        "3 takes 2 of 1 @100",
                        "3 takes 1 of 2 @100");
        assertThat(exchange.book()).containsExactly("S 1:1@100");
    }

    @Test
    void tradesAnIncomingIcebergWhole() {
        exchange.sell(1).limit(100, 7);
        assertThat(exchange.buy(2).iceberg(101, 12, 2)).containsExactly("NEW 2", "2 takes 7 of 1 @100");
        assertThat(exchange.depth(BUY)).containsExactly("2 of 1 @101");
    }

    @Test
    void shrinksTheHiddenPartOfAnIcebergFirst() {
        exchange.sell(1).iceberg(100, 10, 3);
        exchange.sell(2).limit(100, 5);
        exchange.replace(1, 0, 4);
        assertThat(exchange.depth(SELL)).containsExactly("8 of 2 @100");
        exchange.replace(1, 0, 2);
        assertThat(exchange.depth(SELL)).containsExactly("7 of 2 @100");
        assertThat(exchange.book()).containsExactly("S 1:2@100", "S 2:5@100");
        assertThat(exchange.replace(1, 0, 2, 0, 1)).containsExactly("REPLACED 1 2@100 leaves 2");
        assertThat(exchange.book()).containsExactly("S 2:5@100", "S 1:2@100");
        assertThat(exchange.depth(SELL)).containsExactly("6 of 2 @100");
        assertThat(exchange.replace(2, 0, 2, 0, 1))
                .containsExactly("REPLACE_REJECTED 2 5@100 leaves 5 INVALID_DISPLAY_QUANTITY");
    }

    @Test
    void triggersStopsWhenATradePrintsAtTheirPrice() {
        exchange.sell(1).limit(105, 5);
        assertThat(exchange.buy(2).stop(105, 3)).containsExactly("NEW 2");
        assertThat(exchange.depth(BUY)).isEmpty();
        assertThat(exchange.book()).containsExactly("S 1:5@105", "B 2:3 stop 105");
        assertThat(exchange.buy(3).limit(105, 1))
                .containsExactly("NEW 3", "3 takes 1 of 1 @105", "TRIGGERED 2", "2 takes 3 of 1 @105");
        // The last trade has reached these already.
        assertThat(exchange.buy(4).stopLimit(104, 103, 2)).containsExactly("NEW 4", "TRIGGERED 4");
        assertThat(exchange.buy(5).stop(101, 9))
                .containsExactly("NEW 5", "TRIGGERED 5", "5 takes 1 of 1 @105", "CANCELED 5 after 1 NO_LIQUIDITY");
        assertThat(exchange.buy(6).stop(106, 9)).containsExactly("NEW 6");
        assertThat(exchange.book()).containsExactly("B 4:2@103", "B 6:9 stop 106");
        assertThat(exchange.cancel(6)).containsExactly("CANCELED 6 after 0");
    }

    @Test
    void triggersNothingBeforeTheFirstTradeAndByOtherMarkets() {
        assertThat(exchange.buy(1).stop(1, 3)).containsExactly("NEW 1");
        assertThat(exchange.sell(2).stop(199, 3)).containsExactly("NEW 2");
        exchange.in(2).sell(3).limit(100, 5);
        assertThat(exchange.buy(4).limit(100, 5)).containsExactly("NEW 4", "4 takes 5 of 3 @100");
        exchange.in(1);
        assertThat(exchange.book()).containsExactly("B 1:3 stop 1", "S 2:3 stop 199");
    }

    @Test
    void takesReachedStopsByPriceThenAge() {
        exchange.buy(1).stopLimit(104, 90, 1);
        exchange.buy(2).stopLimit(103, 90, 1);
        exchange.buy(3).stopLimit(104, 90, 1);
        exchange.buy(4).stopLimit(102, 90, 1);
        exchange.buy(5).stopLimit(106, 90, 1);
        exchange.sell(6).stopLimit(110, 150, 1);
        exchange.sell(7).stopLimit(109, 150, 1);
        exchange.sell(8).stopLimit(110, 150, 1);
        exchange.replace(1, 0, 2, 0, 0);
        exchange.sell(9).limit(105, 5);
        assertThat(exchange.buy(10).limit(105, 5))
                .containsExactlyElementsOf(mirrorsOrder(
                        List.of("NEW 10", "10 takes 5 of 9 @105"),
                        List.of("TRIGGERED 4", "TRIGGERED 2", "TRIGGERED 1", "TRIGGERED 3"),
                        List.of("TRIGGERED 6", "TRIGGERED 8", "TRIGGERED 7")));
        assertThat(exchange.book()).contains("B 5:1 stop 106").hasSize(8);
    }

    @Test
    void putsAStopBehindItsEqualsOnlyWhenItsStopPriceChanges() {
        exchange.buy(1).stopLimit(104, 90, 1);
        exchange.buy(2).stopLimit(104, 90, 1);
        exchange.buy(3).stopLimit(104, 90, 1);
        assertThat(exchange.replace(1, 91, 9, 104, 0)).containsExactly("REPLACED 1 9@91 leaves 9");
        assertThat(exchange.replace(2, 0, 1, 103, 0)).containsExactly("REPLACED 2 1@90 leaves 1");
        exchange.replace(2, 0, 1, 104, 0);
        assertThat(exchange.book()).containsExactly("B 1:9 stop 104", "B 3:1 stop 104", "B 2:1 stop 104");
        exchange.sell(4).limit(100, 1);
        exchange.buy(5).limit(100, 1);
        assertThat(exchange.replace(3, 0, 1, 100, 0)).containsExactly("REPLACED 3 1@90 leaves 1", "TRIGGERED 3");
        assertThat(exchange.replace(3, 0, 1, 99, 0))
                .containsExactly("REPLACE_REJECTED 3 1@90 leaves 1 INVALID_STOP_PRICE");
    }

    @Test
    void queuesTheStopsOfACascadeBehindThoseThatWait() {
        for (int i = 0; i < 6; i++) {
            exchange.sell(100 + i).limit(100 + i, 1);
        }
        exchange.buy(1).stop(100, 1);
        exchange.buy(2).stop(100, 1);
        exchange.buy(3).stop(101, 1);
        exchange.buy(4).stop(102, 2);
        // The first stop trades at 101 and so appends the third behind the second.
        assertThat(exchange.buy(5).limit(100, 1))
                .containsExactly(
                        "NEW 5",
                        "5 takes 1 of 100 @100",
                        "TRIGGERED 1",
                        "1 takes 1 of 101 @101",
                        "TRIGGERED 2",
                        "2 takes 1 of 102 @102",
                        "TRIGGERED 3",
                        "3 takes 1 of 103 @103",
                        "TRIGGERED 4",
                        "4 takes 1 of 104 @104",
                        "4 takes 1 of 105 @105");
    }

    @Test
    void runsACascadeOfThousandsOfStops() {
        final int stops = 20_000;
        exchange.sell(1).limit(100, stops + 1);
        for (int i = 0; i < stops; i++) {
            exchange.buy(10 + i).stop(100, 1);
        }
        assertThat(exchange.buy(2).limit(100, 1)).hasSize(2 + 2 * stops);
        assertThat(exchange.book()).isEmpty();
    }

    @Test
    void sparesTheRestingOrderUnderCancelNewest() {
        selfTrade(CANCEL_NEWEST, 8, "NEW 3", "3 takes 2 of 9 @100", "CANCELED 3 after 2 SELF_TRADE_PREVENTED");
        assertThat(exchange.book()).containsExactly("S 1:5@100", "S 2:5@101");
    }

    @Test
    void goesOnAfterCancellingTheOldest() {
        selfTrade(
                CANCEL_OLDEST,
                8,
                "NEW 3",
                "3 takes 2 of 9 @100",
                "CANCELED 1 after 0 SELF_TRADE_PREVENTED",
                "3 takes 5 of 2 @101");
        assertThat(exchange.book()).containsExactly("B 3:1@101");
    }

    @Test
    void cancelsBothWhenAsked() {
        selfTrade(
                CANCEL_BOTH,
                8,
                "NEW 3",
                "3 takes 2 of 9 @100",
                "CANCELED 1 after 0 SELF_TRADE_PREVENTED",
                "CANCELED 3 after 2 SELF_TRADE_PREVENTED");
        assertThat(exchange.book()).containsExactly("S 2:5@101");
    }

    @Test
    void decrementsTheLargerAndCancelsTheSmaller() {
        selfTrade(
                DECREMENT_AND_CANCEL,
                10,
                "NEW 3",
                "3 takes 2 of 9 @100",
                "CANCELED 1 after 0 SELF_TRADE_PREVENTED",
                "REPLACED 3 5@101 leaves 3 SELF_TRADE_PREVENTED",
                "3 takes 3 of 2 @101");
        assertThat(exchange.book()).containsExactly("S 2:2@101");
    }

    @Test
    void decrementsARestingOrderWhichKeepsItsPlace() {
        exchange.sell(4).limit(100, 1);
        exchange.sell(1).by(77).limit(100, 5);
        exchange.sell(2).limit(100, 5);
        assertThat(exchange.buy(3).by(77).with(DECREMENT_AND_CANCEL).limit(100, 3))
                .containsExactly(
                        "NEW 3",
                        "3 takes 1 of 4 @100",
                        "REPLACED 1 3@100 leaves 3 SELF_TRADE_PREVENTED",
                        "CANCELED 3 after 1 SELF_TRADE_PREVENTED");
        assertThat(exchange.book()).containsExactly("S 1:3@100", "S 2:5@100");
        assertThat(exchange.depth(SELL)).containsExactly("8 of 2 @100");
        assertThat(exchange.buy(5).by(77).with(DECREMENT_AND_CANCEL).limit(100, 3))
                .containsExactly(
                        "NEW 5", "CANCELED 1 after 0 SELF_TRADE_PREVENTED", "CANCELED 5 after 0 SELF_TRADE_PREVENTED");
    }

    @Test
    void decrementsTheShownPartOfAnIceberg() {
        exchange.sell(1).by(77).iceberg(100, 10, 4);
        exchange.sell(2).limit(100, 5);
        assertThat(exchange.buy(3).by(77).with(DECREMENT_AND_CANCEL).limit(100, 6))
                .containsExactly(
                        "NEW 3",
                        "REPLACED 1 6@100 leaves 6 SELF_TRADE_PREVENTED",
                        "REPLACED 3 2@100 leaves 2 SELF_TRADE_PREVENTED",
                        "3 takes 2 of 2 @100");
        assertThat(exchange.book()).containsExactly("S 2:3@100", "S 1:6@100");
        assertThat(exchange.depth(SELL)).containsExactly("7 of 2 @100");
    }

    @Test
    void countsHiddenQuantityForFillOrKillAndOwnOrdersNot() {
        exchange.sell(1).iceberg(100, 10, 1);
        exchange.sell(2).by(77).limit(101, 5);
        exchange.sell(3).limit(101, 5);
        assertThat(exchange.buy(4).by(77).with(FOK).limit(101, 16))
                .containsExactly("NEW 4", "CANCELED 4 after 0 FOK_NOT_FILLABLE");
        for (final SelfTradePrevention mode : List.of(CANCEL_NEWEST, CANCEL_BOTH, DECREMENT_AND_CANCEL)) {
            assertThat(exchange.buy(10 + mode.code())
                            .by(77)
                            .with(mode)
                            .with(FOK)
                            .limit(101, 11))
                    .containsExactly(
                            "NEW " + (10 + mode.code()),
                            "CANCELED " + (10 + mode.code()) + " after 0 SELF_TRADE_PREVENTED");
        }
        // It needs nothing of the level on which its own order is.
        assertThat(exchange.buy(5).by(77).with(FOK).limit(101, 9)).hasSize(10);
        assertThat(exchange.buy(6).by(77).with(CANCEL_OLDEST).with(FOK).limit(101, 6))
                .containsExactly(
                        "NEW 6",
                        "6 takes 1 of 1 @100",
                        "CANCELED 2 after 0 SELF_TRADE_PREVENTED",
                        "6 takes 5 of 3 @101");
    }

    @Test
    void neverLetsAPostOnlyOrderTake() {
        exchange.sell(1).limit(100, 5);
        assertThat(exchange.buy(2).postOnly().limit(100, 5)).containsExactly("REJECTED 2 POST_ONLY_WOULD_TAKE");
        assertThat(exchange.buy(3).postOnly().limit(99, 5)).containsExactly("NEW 3");
        assertThat(exchange.replace(3, 100, 5))
                .containsExactly("REPLACE_REJECTED 3 5@99 leaves 5 POST_ONLY_WOULD_TAKE");
        assertThat(exchange.replace(3, 98, 6)).containsExactly("REPLACED 3 6@98 leaves 6");
        assertThat(exchange.buy(4).postOnly().with(IOC).limit(99, 5)).containsExactly("REJECTED 4 INVALID_POST_ONLY");
        assertThat(exchange.book()).containsExactly("B 3:6@98", "S 1:5@100");
    }

    @Test
    void expiresByDeadlineThenByEntryBeforeTheCommand() {
        exchange.at(1_000);
        exchange.sell(1).until(9_000).limit(101, 5);
        exchange.sell(2).until(8_000).limit(100, 5);
        exchange.sell(3).until(9_000).stop(50, 5);
        exchange.sell(4).until(9_000).limit(99, 5);
        exchange.buy(5).limit(99, 2);
        assertThat(exchange.replace(1, 102, 5)).containsExactly("REPLACED 1 5@102 leaves 5");
        assertThat(exchange.at(7_999).tick()).isEmpty();
        assertThat(exchange.at(9_000).buy(6).limit(150, 1))
                .containsExactly(
                        "EXPIRED 2 after 0", "EXPIRED 1 after 0", "EXPIRED 3 after 0", "EXPIRED 4 after 2", "NEW 6");
        assertThat(exchange.book()).containsExactly("B 6:1@150");
        assertThat(exchange.at(5_000).sell(7).until(9_000).limit(160, 1))
                .containsExactly("REJECTED 7 INVALID_EXPIRE_AT");
        assertThat(exchange.cancel(4)).containsExactly("CANCEL_REJECTED 4 ORDER_NOT_OPEN");
    }

    @Test
    void expiresDayOrdersAtTheEndOfTheirDay() {
        exchange.at(5 * DAY_NANOS - 1).buy(1).with(DAY).limit(100, 5);
        exchange.at(5 * DAY_NANOS).buy(2).with(DAY).limit(100, 5);
        assertThat(exchange.book()).containsExactly("B 2:5@100");
        assertThat(exchange.at(6 * DAY_NANOS - 1).tick()).isEmpty();
        assertThat(exchange.at(6 * DAY_NANOS).tick()).containsExactly("EXPIRED 2 after 0");
        assertThat(exchange.at(7 * DAY_NANOS).tick()).isEmpty();
    }

    @Test
    void expiresWhatEndsWithTheDayInTheOrderOfEntryWhateverItsTimeInForce() {
        exchange.at(5 * DAY_NANOS);
        exchange.buy(1).with(DAY).limit(100, 5);
        exchange.buy(2).until(6 * DAY_NANOS).limit(101, 5);
        exchange.in(2).buy(3).with(DAY).limit(100, 5);
        exchange.in(1).buy(4).until(6 * DAY_NANOS - 1).limit(99, 5);
        exchange.sell(5).with(DAY).stop(50, 5);
        exchange.buy(6).until(6 * DAY_NANOS).limit(98, 5);
        exchange.buy(7).with(DAY).limit(98, 5);
        exchange.cancel(2);
        exchange.cancel(7);
        exchange.buy(8).with(DAY).limit(97, 5);
        assertThat(exchange.at(6 * DAY_NANOS).tick())
                .containsExactly(
                        "EXPIRED 4 after 0",
                        "EXPIRED 1 after 0",
                        "EXPIRED 3 after 0",
                        "EXPIRED 5 after 0",
                        "EXPIRED 6 after 0",
                        "EXPIRED 8 after 0");
    }

    @Test
    void cancelsAllInTheOrderOfTheBookThenOfTheStops() {
        fillTwoMarkets();
        assertThat(exchange.in(0).massCancel(0, 1))
                .containsExactly(
                        "CANCELED 2 after 0 MASS_CANCELED",
                        "CANCELED 1 after 0 MASS_CANCELED",
                        "CANCELED 3 after 0 MASS_CANCELED",
                        "CANCELED 6 after 0 MASS_CANCELED",
                        "CANCELED 5 after 0 MASS_CANCELED",
                        "CANCELED 9 after 0 MASS_CANCELED",
                        "MASS_CANCELED 6");
        assertThat(exchange.massCancel(77, 0))
                .containsExactly(
                        "CANCELED 4 after 0 MASS_CANCELED", "CANCELED 8 after 0 MASS_CANCELED", "MASS_CANCELED 2");
        assertThat(exchange.massCancel(77, 0)).containsExactly("MASS_CANCELED 0");
        assertThat(exchange.in(1).massCancel(0, 0))
                .containsExactly("CANCELED 7 after 0 MASS_CANCELED", "MASS_CANCELED 1");
        assertThat(exchange.book()).isEmpty();
        assertThat(exchange.in(3).massCancel(0, 0)).containsExactly("REJECTED UNKNOWN_INSTRUMENT");
        assertThat(exchange.in(1).massCancel(-1, 0)).containsExactly("REJECTED INVALID_ACCOUNT");
    }

    @Test
    void refusesOrdersWhileAMarketIsHaltedAndStillCancels() {
        exchange.buy(1).limit(100, 5);
        exchange.buy(2).limit(100, 5);
        assertThat(exchange.state(TradingState.HALTED)).containsExactly("TRADING_STATE");
        assertThat(exchange.sell(3).limit(100, 5)).containsExactly("REJECTED 3 INSTRUMENT_HALTED");
        assertThat(exchange.replace(1, 0, 4)).containsExactly("REPLACE_REJECTED 1 5@100 leaves 5 INSTRUMENT_HALTED");
        assertThat(exchange.cancel(1)).containsExactly("CANCELED 1 after 0");
        exchange.state(TradingState.CANCEL_ONLY);
        assertThat(exchange.sell(4).limit(100, 5)).containsExactly("REJECTED 4 INSTRUMENT_CANCEL_ONLY");
        exchange.state(TradingState.TRADING);
        assertThat(exchange.sell(5).limit(100, 5)).containsExactly("NEW 5", "5 takes 5 of 2 @100");
    }

    @Test
    void refusesAndCancelsTheOrdersOfAKilledAccount() {
        fillTwoMarkets();
        assertThat(exchange.kill(77, true, true))
                .containsExactly("CANCELED 4 after 0 KILL_SWITCH", "CANCELED 8 after 0 KILL_SWITCH", "KILL_SWITCH");
        assertThat(exchange.buy(20).by(77).limit(50, 5)).containsExactly("REJECTED 20 ACCOUNT_KILL_SWITCH_ENGAGED");
        assertThat(exchange.buy(21).limit(50, 5)).containsExactly("NEW 21");
        assertThat(exchange.kill(0, true, false)).containsExactly("KILL_SWITCH");
        assertThat(exchange.buy(22).limit(50, 5)).containsExactly("REJECTED 22 KILL_SWITCH_ENGAGED");
        assertThat(exchange.cancel(21)).containsExactly("CANCELED 21 after 0");
        exchange.kill(0, false, true);
        exchange.kill(77, false, false);
        assertThat(exchange.buy(23).by(77).limit(50, 5)).containsExactly("NEW 23");
    }

    private void fillTwoMarkets() {
        exchange.buy(1).limit(100, 5);
        exchange.buy(2).limit(101, 5);
        exchange.buy(3).limit(100, 5);
        exchange.sell(4).by(77).limit(105, 5);
        exchange.buy(5).stop(111, 5);
        exchange.buy(6).stop(110, 5);
        exchange.sell(7).stop(90, 5);
        exchange.in(2).sell(8).by(77).limit(105, 5);
        exchange.buy(9).limit(101, 5);
        exchange.in(1);
    }

    // An order for 8 or so of account 77 meets 2 of another's, then 5 of its own, then 5 of another's one worse.
    private void selfTrade(SelfTradePrevention mode, long quantity, String... expected) {
        exchange.sell(9).limit(100, 2);
        exchange.sell(1).by(77).limit(100, 5);
        exchange.sell(2).limit(101, 5);
        assertThat(exchange.buy(3).by(77).with(mode).limit(101, quantity)).containsExactly(expected);
    }

    // Buys come before sells: what a mirrored exchange says has the two lists exchanged.
    private List<String> mirrorsOrder(List<String> head, List<String> buys, List<String> sells) {
        final List<String> lines = new ArrayList<>(head);
        lines.addAll(exchange.isMirrored() ? sells : buys);
        lines.addAll(exchange.isMirrored() ? buys : sells);
        return lines;
    }
}
