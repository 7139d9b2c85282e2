package io.hft.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.instrument.TradingState;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RiskTest {
    private static final int BTC = 1;
    private static final int ETH = 9;
    private static final long ANN = 7;
    private static final long BOB = 8;
    private static final long REFERENCE = 10_000;
    private static final long SECOND = 1_000_000_000;

    private final Instruments instruments = new Instruments();
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[256]);
    private final Risk risk = new Risk(instruments);

    RiskTest() {
        instruments.upsert(instrument(BTC, "BTC", 0));
        instruments.upsert(instrument(ETH, "ETH", 1_000));
    }

    @Test
    void allowsEverythingUntilALimitIsSet() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(buy(ANN, BTC, 1 + i, Long.MAX_VALUE / 2_000)).isEqualTo(RejectReason.NONE);
            risk.opened(risk.position(ANN, BTC), true, Long.MAX_VALUE / 2_000);
        }
    }

    @Test
    void refusesEverybodyWhileTheGlobalKillSwitchIsEngaged() {
        assertThat(kill(0, true)).isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, BTC, 1, 1)).isEqualTo(RejectReason.KILL_SWITCH_ENGAGED);
        assertThat(replace(BOB, BTC, 1, 1)).isEqualTo(RejectReason.KILL_SWITCH_ENGAGED);
        assertThat(risk.isKillSwitchEngaged(0)).isTrue();
        assertThat(risk.isKillSwitchEngaged(ANN)).isFalse();
        kill(0, false);
        assertThat(buy(ANN, BTC, 1, 1)).isEqualTo(RejectReason.NONE);
    }

    @Test
    void refusesOneAccountWhileItsKillSwitchIsEngaged() {
        kill(ANN, true);
        assertThat(buy(ANN, ETH, 1, 1)).isEqualTo(RejectReason.ACCOUNT_KILL_SWITCH_ENGAGED);
        assertThat(buy(BOB, BTC, 1, 1)).isEqualTo(RejectReason.NONE);
        assertThat(risk.isKillSwitchEngaged(ANN)).isTrue();
        kill(0, true);
        assertThat(buy(ANN, ETH, 1, 1)).isEqualTo(RejectReason.KILL_SWITCH_ENGAGED);
        kill(0, false);
        kill(ANN, false);
        assertThat(buy(ANN, ETH, 1, 1)).isEqualTo(RejectReason.NONE);
        assertThat(kill(-1, true)).isEqualTo(RejectReason.INVALID_ACCOUNT);
    }

    @Test
    void refusesWhileAnInstrumentIsNotTrading() {
        assertThat(state(ETH, TradingState.HALTED.code())).isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, ETH, 1, 1)).isEqualTo(RejectReason.INSTRUMENT_HALTED);
        assertThat(buy(ANN, BTC, 1, 1)).isEqualTo(RejectReason.NONE);
        state(ETH, TradingState.CANCEL_ONLY.code());
        assertThat(replace(ANN, ETH, 1, 1)).isEqualTo(RejectReason.INSTRUMENT_CANCEL_ONLY);
        assertThat(risk.checkSwitches(risk.position(ANN, ETH))).isEqualTo(RejectReason.INSTRUMENT_CANCEL_ONLY);
        assertThat(risk.tradingStateCode(ETH)).isEqualTo(TradingState.CANCEL_ONLY.code());
        state(ETH, TradingState.TRADING.code());
        assertThat(buy(ANN, ETH, 1, 1)).isEqualTo(RejectReason.NONE);
        assertThat(state(ETH, (byte) 0)).isEqualTo(RejectReason.INVALID_TRADING_STATE);
        assertThat(state(ETH, (byte) 4)).isEqualTo(RejectReason.INVALID_TRADING_STATE);
        assertThat(state(2, (byte) 9)).isEqualTo(RejectReason.UNKNOWN_INSTRUMENT);
        assertThat(state(-1, (byte) 1)).isEqualTo(RejectReason.UNKNOWN_INSTRUMENT);
    }

    @Test
    void limitsTheQuantity() {
        limits(0, BTC, 0, 100, 0, 0, 0, 0);
        assertThat(buy(ANN, BTC, 1, 100)).isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, BTC, 1, 101)).isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
        assertThat(replace(ANN, BTC, 1, 101)).isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
        assertThat(buy(ANN, ETH, 1, 101)).isEqualTo(RejectReason.NONE);
    }

    @Test
    void limitsTheNotionalOfAnOrderWithoutAPriceAtTheReference() {
        limits(0, BTC, 0, 0, 1_000_000, 0, 0, 0);
        assertThat(buy(ANN, BTC, 1_000, 1_000)).isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, BTC, 1_000, 1_001)).isEqualTo(RejectReason.MAX_NOTIONAL_EXCEEDED);
        assertThat(replace(ANN, BTC, 1_000, 1_001)).isEqualTo(RejectReason.MAX_NOTIONAL_EXCEEDED);
        assertThat(order(ANN, BTC, true, false, 0, 0, 100, REFERENCE, 0)).isEqualTo(RejectReason.NONE);
        assertThat(order(ANN, BTC, true, false, 0, 0, 101, REFERENCE, 0)).isEqualTo(RejectReason.MAX_NOTIONAL_EXCEEDED);
        assertThat(order(ANN, BTC, true, false, 0, 0, 1L << 32, 1L << 32, 0))
                .as("2^64 does not pass for 0")
                .isEqualTo(RejectReason.MAX_NOTIONAL_EXCEEDED);
        assertThat(order(ANN, BTC, true, false, 0, 0, 1L << 31, 1L << 32, 0))
                .as("nor does 2^63 for something negative")
                .isEqualTo(RejectReason.MAX_NOTIONAL_EXCEEDED);
    }

    @Test
    void keepsPricesWithinTheBandOnTheSideThatHurts() {
        // The definition's band: 10 % around the reference.
        assertThat(order(ANN, ETH, true, true, 11_000, 0, 1, REFERENCE, 0)).isEqualTo(RejectReason.NONE);
        assertThat(order(ANN, ETH, true, true, 11_001, 0, 1, REFERENCE, 0)).isEqualTo(RejectReason.PRICE_OUTSIDE_BAND);
        assertThat(order(ANN, ETH, true, true, 1, 0, 1, REFERENCE, 0)).isEqualTo(RejectReason.NONE);
        assertThat(order(ANN, ETH, false, true, 9_000, 0, 1, REFERENCE, 0)).isEqualTo(RejectReason.NONE);
        assertThat(order(ANN, ETH, false, true, 8_999, 0, 1, REFERENCE, 0)).isEqualTo(RejectReason.PRICE_OUTSIDE_BAND);
        assertThat(order(ANN, ETH, false, true, 1_000_000, 0, 1, REFERENCE, 0)).isEqualTo(RejectReason.NONE);
    }

    @Test
    void keepsStopPricesWithinTheBandInBothDirections() {
        for (final boolean buy : new boolean[] {true, false}) {
            assertThat(order(ANN, ETH, buy, true, 0, 11_000, 1, REFERENCE, 0)).isEqualTo(RejectReason.NONE);
            assertThat(order(ANN, ETH, buy, true, 0, 9_000, 1, REFERENCE, 0)).isEqualTo(RejectReason.NONE);
            assertThat(order(ANN, ETH, buy, true, 0, 11_001, 1, REFERENCE, 0))
                    .isEqualTo(RejectReason.PRICE_OUTSIDE_BAND);
            assertThat(order(ANN, ETH, buy, true, 0, 8_999, 1, REFERENCE, 0))
                    .isEqualTo(RejectReason.PRICE_OUTSIDE_BAND);
        }
    }

    @Test
    void letsABandThatIsSetGoBeforeTheDefinitions() {
        assertThat(risk.bandEdgeTicks(ETH, true, REFERENCE)).isEqualTo(11_000);
        limits(0, ETH, 333, 0, 0, 0, 0, 0);
        assertThat(risk.bandEdgeTicks(ETH, true, 10_001)).as("rounded down").isEqualTo(10_334);
        assertThat(risk.bandEdgeTicks(ETH, false, 10_001)).isEqualTo(9_668);
        limits(0, ETH, 0, 5, 0, 0, 0, 0);
        assertThat(risk.bandEdgeTicks(ETH, false, REFERENCE)).isEqualTo(9_000);
        instruments.upsert(instrument(ETH, "ETH", 100));
        assertThat(risk.bandEdgeTicks(ETH, false, REFERENCE)).isEqualTo(9_900);
        assertThat(risk.bandEdgeTicks(BTC, true, REFERENCE)).isEqualTo(Long.MAX_VALUE);
        assertThat(risk.bandEdgeTicks(BTC, false, REFERENCE)).isEqualTo(1);
    }

    @Test
    void bandEdgesNeverLeaveThePricesThatThereAre() {
        limits(0, ETH, 10_000, 0, 0, 0, 0, 0);
        assertThat(risk.bandEdgeTicks(ETH, true, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(risk.bandEdgeTicks(ETH, false, Long.MAX_VALUE)).isEqualTo(1);
        assertThat(risk.bandEdgeTicks(ETH, true, Long.MAX_VALUE / 2)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(risk.bandEdgeTicks(ETH, true, 1)).isEqualTo(2);
    }

    @Test
    void checksTheBandOfAReplaceOnlyWhenAPriceChanges() {
        final int position = risk.position(ANN, ETH);
        assertThat(risk.checkReplace(position, true, 20_000, 0, false, 10, 5, REFERENCE, 0))
                .isEqualTo(RejectReason.NONE);
        assertThat(risk.checkReplace(position, true, 20_000, 0, true, 10, 5, REFERENCE, 0))
                .isEqualTo(RejectReason.PRICE_OUTSIDE_BAND);
        assertThat(risk.checkReplace(position, true, 10_000, 20_000, true, 10, 5, REFERENCE, 0))
                .isEqualTo(RejectReason.PRICE_OUTSIDE_BAND);
    }

    @Test
    void limitsOpenOrdersOfAnAccountOverAllInstruments() {
        limits(ANN, 0, 0, 0, 0, 0, 2, 0);
        risk.opened(risk.position(ANN, BTC), true, 5);
        assertThat(buy(ANN, ETH, 1, 1)).isEqualTo(RejectReason.NONE);
        risk.opened(risk.position(ANN, ETH), false, 5);
        assertThat(buy(ANN, BTC, 1, 1)).isEqualTo(RejectReason.MAX_OPEN_ORDERS_EXCEEDED);
        assertThat(order(ANN, BTC, true, false, 1, 0, 1, REFERENCE, 0))
                .as("an order that cannot rest")
                .isEqualTo(RejectReason.NONE);
        assertThat(replace(ANN, BTC, 1, 1)).isEqualTo(RejectReason.NONE);
        assertThat(buy(BOB, BTC, 1, 1)).isEqualTo(RejectReason.NONE);
        risk.closed(risk.position(ANN, BTC), true, 5);
        assertThat(risk.openOrders(ANN)).isEqualTo(1);
        assertThat(buy(ANN, BTC, 1, 1)).isEqualTo(RejectReason.NONE);
    }

    @Test
    void limitsThePositionThatOpenOrdersCouldMake() {
        limits(0, BTC, 0, 0, 0, 100, 0, 0);
        final int ann = risk.position(ANN, BTC);
        risk.traded(ann, risk.position(BOB, BTC), false, 30);
        assertThat(risk.positionLots(ANN, BTC)).isEqualTo(30);
        assertThat(risk.positionLots(BOB, BTC)).isEqualTo(-30);
        assertThat(buy(ANN, BTC, 1, 70)).isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, BTC, 1, 71)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        assertThat(sell(ANN, BTC, 1, 130)).isEqualTo(RejectReason.NONE);
        assertThat(sell(ANN, BTC, 1, 131)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        risk.opened(ann, true, 50);
        assertThat(buy(ANN, BTC, 1, 20)).isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, BTC, 1, 21)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        assertThat(sell(ANN, BTC, 1, 130)).as("open buys are no sells").isEqualTo(RejectReason.NONE);
        risk.leavesChanged(ann, true, -10);
        assertThat(buy(ANN, BTC, 1, 30)).isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, BTC, 1, 31)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        assertThat(buy(BOB, BTC, 1, 130)).isEqualTo(RejectReason.NONE);
        assertThat(buy(BOB, BTC, 1, 131)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        limits(0, BTC, 0, 0, 0, 10, 0, 0);
        assertThat(sell(ANN, BTC, 1, 40)).as("the way back").isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, BTC, 1, 1)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
    }

    @Test
    void checksOnlyWhatAReplaceAddsToThePosition() {
        limits(0, BTC, 0, 0, 0, 100, 0, 0);
        final int ann = risk.position(ANN, BTC);
        risk.opened(ann, true, 90);
        assertThat(risk.checkReplace(ann, true, 1, 0, true, 100, 10, REFERENCE, 0))
                .isEqualTo(RejectReason.NONE);
        assertThat(risk.checkReplace(ann, true, 1, 0, true, 101, 11, REFERENCE, 0))
                .isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        limits(0, BTC, 0, 0, 0, 50, 0, 0);
        assertThat(risk.checkReplace(ann, true, 2, 0, true, 90, 0, REFERENCE, 0))
                .isEqualTo(RejectReason.NONE);
        assertThat(risk.checkReplace(ann, true, 2, 0, true, 80, -10, REFERENCE, 0))
                .isEqualTo(RejectReason.NONE);
    }

    @Test
    void countsOrdersAndReplacesOfAWholeSecond() {
        limits(ANN, 0, 0, 0, 0, 0, 0, 3);
        assertThat(at(ANN, BTC, 5 * SECOND)).isEqualTo(RejectReason.NONE);
        assertThat(at(ANN, ETH, 5 * SECOND + 1)).isEqualTo(RejectReason.NONE);
        assertThat(risk.checkReplace(risk.position(ANN, ETH), true, 1, 0, false, 1, 0, REFERENCE, 6 * SECOND - 1))
                .isEqualTo(RejectReason.NONE);
        assertThat(at(ANN, BTC, 6 * SECOND - 1)).isEqualTo(RejectReason.ORDER_RATE_EXCEEDED);
        assertThat(risk.checkReplace(risk.position(ANN, ETH), true, 1, 0, false, 1, 0, REFERENCE, 6 * SECOND - 1))
                .isEqualTo(RejectReason.ORDER_RATE_EXCEEDED);
        assertThat(at(BOB, BTC, 6 * SECOND - 1)).isEqualTo(RejectReason.NONE);
        for (int i = 0; i < 3; i++) {
            assertThat(at(ANN, BTC, 6 * SECOND)).isEqualTo(RejectReason.NONE);
        }
        assertThat(at(ANN, BTC, 6 * SECOND)).isEqualTo(RejectReason.ORDER_RATE_EXCEEDED);
    }

    @Test
    void countsAlsoWhileThereIsNoRateLimitAndNotWhatIsRefusedBefore() {
        limits(0, BTC, 0, 10, 0, 0, 0, 0);
        at(ANN, BTC, 0);
        at(ANN, BTC, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(buy(ANN, BTC, 1, 11)).isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
        }
        limits(0, 0, 0, 0, 0, 0, 0, 3);
        assertThat(at(ANN, BTC, 0)).isEqualTo(RejectReason.NONE);
        assertThat(at(ANN, BTC, 0)).isEqualTo(RejectReason.ORDER_RATE_EXCEEDED);
    }

    @Test
    void namesTheFirstRuleThatIsBroken() {
        limits(0, ETH, 100, 10, 1_000, 5, 0, 0);
        limits(0, 0, 0, 0, 0, 0, 1, 1);
        final int ann = risk.position(ANN, ETH);
        at(ANN, BTC, 0);
        risk.opened(ann, true, 5);
        kill(0, true);
        kill(ANN, true);
        state(ETH, TradingState.HALTED.code());
        assertThat(order(ANN, ETH, true, true, 20_000, 0, 11, REFERENCE, 0))
                .isEqualTo(RejectReason.KILL_SWITCH_ENGAGED);
        kill(0, false);
        assertThat(order(ANN, ETH, true, true, 20_000, 0, 11, REFERENCE, 0))
                .isEqualTo(RejectReason.ACCOUNT_KILL_SWITCH_ENGAGED);
        kill(ANN, false);
        assertThat(order(ANN, ETH, true, true, 20_000, 0, 11, REFERENCE, 0)).isEqualTo(RejectReason.INSTRUMENT_HALTED);
        state(ETH, TradingState.TRADING.code());
        assertThat(order(ANN, ETH, true, true, 20_000, 0, 11, REFERENCE, 0))
                .isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
        assertThat(order(ANN, ETH, true, true, 20_000, 0, 10, REFERENCE, 0))
                .isEqualTo(RejectReason.MAX_NOTIONAL_EXCEEDED);
        limits(0, ETH, 100, 10, 0, 5, 0, 0);
        assertThat(order(ANN, ETH, true, true, 20_000, 0, 1, REFERENCE, 0)).isEqualTo(RejectReason.PRICE_OUTSIDE_BAND);
        assertThat(order(ANN, ETH, true, true, 10_000, 0, 1, REFERENCE, 0))
                .isEqualTo(RejectReason.MAX_OPEN_ORDERS_EXCEEDED);
        assertThat(order(ANN, ETH, true, false, 10_000, 0, 1, REFERENCE, 0))
                .isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        assertThat(order(ANN, ETH, false, false, 10_000, 0, 1, REFERENCE, 0))
                .isEqualTo(RejectReason.ORDER_RATE_EXCEEDED);
        assertThat(order(ANN, ETH, false, false, 10_000, 0, 1, REFERENCE, SECOND))
                .isEqualTo(RejectReason.NONE);
    }

    @Test
    void takesOfEachLimitTheMostSpecificScopeThatSetsIt() {
        limits(0, BTC, 0, 100, 500, 0, 0, 0);
        limits(ANN, BTC, 0, 200, 0, 0, 0, 0);
        assertThat(buy(ANN, BTC, 1, 200)).isEqualTo(RejectReason.NONE);
        assertThat(buy(ANN, BTC, 1, 201)).isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
        assertThat(buy(ANN, BTC, 3, 200)).isEqualTo(RejectReason.MAX_NOTIONAL_EXCEEDED);
        assertThat(buy(BOB, BTC, 1, 101)).isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
        limits(ANN, BTC, 0, 0, 0, 0, 0, 0);
        assertThat(buy(ANN, BTC, 1, 101)).isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
        limits(0, 0, 0, 0, 0, 0, 1, 0);
        limits(ANN, 0, 0, 0, 0, 0, 2, 0);
        risk.opened(risk.position(ANN, BTC), true, 1);
        risk.opened(risk.position(BOB, BTC), true, 1);
        assertThat(buy(ANN, BTC, 1, 1)).isEqualTo(RejectReason.NONE);
        assertThat(buy(BOB, BTC, 1, 1)).isEqualTo(RejectReason.MAX_OPEN_ORDERS_EXCEEDED);
    }

    @Test
    void remembersWhatWasSetForAScopeAlsoWhenNothingIsLimitedAnyMore() {
        assertThat(risk.limits(ANN, BTC)).isNull();
        limits(ANN, BTC, 0, 1, 2, 3, 0, 0);
        assertThat(risk.limits(ANN, BTC)).isEqualTo(new RiskLimits(ANN, BTC, 0, 1, 2, 3, 0, 0));
        limits(ANN, BTC, 0, 0, 0, 0, 0, 0);
        assertThat(risk.limits(ANN, BTC)).isNotNull().satisfies(limits -> assertThat(limits.isEmpty())
                .isTrue());
        assertThat(risk.limits(0, BTC)).isNull();
    }

    @Test
    void refusesLimitsThatDoNotBelongToTheirScopeOrRange() {
        assertThat(limits(0, BTC, 10_000, 1, 1, 1, 0, 0)).isEqualTo(RejectReason.NONE);
        assertThat(limits(0, BTC, 10_001, 0, 0, 0, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(ANN, BTC, 1, 0, 0, 0, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, 0, 1, 0, 0, 0, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, 0, 0, 1, 0, 0, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(ANN, 0, 0, 0, 1, 0, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(ANN, 0, 0, 0, 0, 1, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, BTC, 0, 0, 0, 0, 1, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(ANN, BTC, 0, 0, 0, 0, 0, 1)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, BTC, -1, 0, 0, 0, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, BTC, 0, -1, 0, 0, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, BTC, 0, 0, -1, 0, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, BTC, 0, 0, 0, -1, 0, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, 0, 0, 0, 0, 0, -1, 0)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(0, 0, 0, 0, 0, 0, 0, -1)).isEqualTo(RejectReason.INVALID_RISK_LIMITS);
        assertThat(limits(-1, 2, -1, 0, 0, 0, 0, 0)).isEqualTo(RejectReason.INVALID_ACCOUNT);
        assertThat(limits(ANN, 2, -1, 0, 0, 0, 0, 0)).isEqualTo(RejectReason.UNKNOWN_INSTRUMENT);
        assertThat(limits(ANN, -1, 0, 0, 0, 0, 0, 0)).isEqualTo(RejectReason.UNKNOWN_INSTRUMENT);
        assertThat(risk.limits(0, BTC)).isEqualTo(new RiskLimits(0, BTC, 10_000, 1, 1, 1, 0, 0));
    }

    @Test
    void sumsNeverOverflow() {
        limits(0, BTC, 0, 0, 0, Long.MAX_VALUE, 0, 0);
        final int ann = risk.position(ANN, BTC);
        final int bob = risk.position(BOB, BTC);
        for (int i = 0; i < 5; i++) {
            risk.opened(ann, true, Long.MAX_VALUE);
            risk.traded(ann, bob, false, Long.MAX_VALUE);
        }
        assertThat(risk.positionLots(ANN, BTC)).isEqualTo(Long.MAX_VALUE);
        assertThat(risk.positionLots(BOB, BTC)).isEqualTo(Long.MIN_VALUE);
        assertThat(risk.openLots(ANN, BTC, true)).isEqualTo(Long.MAX_VALUE);
        assertThat(buy(ANN, BTC, 1, 1)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        assertThat(sell(BOB, BTC, 1, 1)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
        assertThat(buy(BOB, BTC, 1, Long.MAX_VALUE)).isEqualTo(RejectReason.NONE);
        for (int i = 0; i < 5; i++) {
            risk.closed(ann, true, Long.MAX_VALUE);
            risk.traded(ann, bob, true, Long.MAX_VALUE);
        }
        assertThat(risk.positionLots(ANN, BTC)).isZero();
        assertThat(risk.positionLots(BOB, BTC)).isZero();
        assertThat(risk.openLots(ANN, BTC, true)).isZero();
        assertThat(buy(ANN, BTC, 1, Long.MAX_VALUE)).isEqualTo(RejectReason.NONE);
        risk.traded(ann, bob, false, 1);
        assertThat(buy(ANN, BTC, 1, Long.MAX_VALUE)).isEqualTo(RejectReason.MAX_POSITION_EXCEEDED);
    }

    @Test
    void positionRecordsKeepTheirNumbersWhileOthersCome() {
        final int first = risk.position(1, BTC);
        for (long account = 2; account < 20_000; account++) {
            risk.traded(risk.position(account, BTC), risk.position(account, ETH), true, account);
        }
        assertThat(risk.position(1, BTC)).isEqualTo(first);
        for (long account = 2; account < 20_000; account++) {
            assertThat(risk.positionLots(account, BTC)).isEqualTo(-account);
            assertThat(risk.positionLots(account, ETH)).isEqualTo(account);
        }
        assertThat(risk.positionLots(20_000, BTC)).isZero();
        assertThat(risk.openOrders(20_000)).isZero();
    }

    private RejectReason buy(final long account, final int instrument, final long price, final long quantity) {
        return order(account, instrument, true, true, price, 0, quantity, REFERENCE, 0);
    }

    private RejectReason sell(final long account, final int instrument, final long price, final long quantity) {
        return order(account, instrument, false, true, price, 0, quantity, REFERENCE, 0);
    }

    private RejectReason at(final long account, final int instrument, final long nanos) {
        return order(account, instrument, true, true, 1, 0, 1, REFERENCE, nanos);
    }

    private RejectReason replace(final long account, final int instrument, final long price, final long quantity) {
        return risk.checkReplace(risk.position(account, instrument), true, price, 0, true, quantity, 1, REFERENCE, 0);
    }

    private RejectReason order(
            final long account,
            final int instrument,
            final boolean buy,
            final boolean mayRest,
            final long price,
            final long stopPrice,
            final long quantity,
            final long reference,
            final long nanos) {
        return risk.checkOrder(
                risk.position(account, instrument), buy, mayRest, price, stopPrice, quantity, reference, nanos);
    }

    private RejectReason kill(final long account, final boolean engaged) {
        KillSwitchCommand.encode(command, 0, 0, 0, account, engaged, false);
        return risk.setKillSwitch(command, 0);
    }

    private RejectReason state(final int instrument, final byte state) {
        SetTradingStateCommand.encode(command, 0, 0, 0, instrument, state);
        return risk.setTradingState(command, 0);
    }

    private RejectReason limits(
            final long account,
            final int instrument,
            final int band,
            final long quantity,
            final long notional,
            final long position,
            final int openOrders,
            final int perSecond) {
        SetRiskLimitsCommand.encode(
                command, 0, 0, 0, account, instrument, band, quantity, notional, position, openOrders, perSecond);
        return risk.setLimits(command, 0);
    }

    static Instrument instrument(final int id, final String base, final int band) {
        return new Instrument(id, base + "-USD", base, "USD", 1, 2, 1, 8, Long.MAX_VALUE, REFERENCE, band);
    }
}
