package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.engine.Side;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FillSettlementTest extends SettlementScene {
    @Test
    void booksATradeOnBothSides() {
        long sell = order(BOB, Side.SELL, "100", "2");
        long buy = order(ALICE, Side.BUY, "101", "3");
        event(Type.NEW, sell, BOB, Side.SELL, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "101", "3");
        trade(sell, BOB, Side.SELL, "100", "2", "2", buy, ALICE, "101", "3", "2", "100", "2");

        FillSettlement.Booked booked = book();

        assertThat(booked.lastSequence()).isEqualTo(4);
        assertThat(booked.orderIds()).containsExactlyInAnyOrder(sell, buy);
        assertThat(booked.fills().symbols()).containsExactly("BTC-USD");
        assertThat(booked.fills().userIds()).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(database.account(ALICE, "USD")).isEqualTo("800.00000000/101.00000000");
        assertThat(database.account(ALICE, "BTC")).isEqualTo("2.00000000/0.00000000");
        assertThat(database.account(BOB, "USD")).isEqualTo("200.00000000/0.00000000");
        assertThat(database.account(BOB, "BTC")).isEqualTo("8.00000000/0.00000000");
        assertThat(state(sell)).isEqualTo("FILLED 2.00000000 200.00000000 held 0.00000000 at 3");
        assertThat(state(buy)).isEqualTo("PARTIALLY_FILLED 2.00000000 200.00000000 held 101.00000000 at 4");
        assertThat(database.count("fills")).isEqualTo(2);
        assertThat(settlement.cursor(0).sequence()).isEqualTo(4);
        assertThat(database.jdbc().queryForObject("select last_trade_price from instruments", BigDecimal.class))
                .isEqualByComparingTo("100");
        assertConserved();
    }

    @Test
    void releasesEverythingWhenAnOrderIsDone() {
        long cancelled = order(ALICE, Side.BUY, "50", "2");
        long rejected = order(ALICE, Side.BUY, "60", "3");
        long expired = order(BOB, Side.SELL, "70", "4");
        event(Type.NEW, cancelled, ALICE, Side.BUY, "50", "2");
        event(Type.CANCELED, cancelled, ALICE, Side.BUY, "50", "2");
        event(Type.REJECTED, rejected, ALICE, Side.BUY, "60", "3", "MAX_QUANTITY_EXCEEDED");
        event(Type.NEW, expired, BOB, Side.SELL, "70", "4");
        event(Type.EXPIRED, expired, BOB, Side.SELL, "70", "4");
        book();
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/0.00000000");
        assertThat(database.account(BOB, "BTC")).isEqualTo("10.00000000/0.00000000");
        assertThat(state(cancelled)).startsWith("CANCELED");
        assertThat(state(rejected)).startsWith("REJECTED");
        assertThat(state(expired)).startsWith("EXPIRED");
        assertThat(database.jdbc()
                        .queryForObject("select reject_reason from orders where order_id = ?", String.class, rejected))
                .isEqualTo("MAX_QUANTITY_EXCEEDED");
    }

    @Test
    void holdsTheMoneyOfAStopUntilItIsDone() {
        long stop = order(ALICE, Side.BUY, "60", "3");
        add(Type.NEW, "PENDING_TRIGGER", stop, ALICE, Side.BUY, "60", "3", "NONE");
        book();
        assertThat(state(stop)).startsWith("PENDING_TRIGGER 0.00000000 0.00000000 held 180.00000000");
        add(Type.REPLACED, "PENDING_TRIGGER", stop, ALICE, Side.BUY, "60", "2", "NONE");
        book();
        assertThat(state(stop)).startsWith("PENDING_TRIGGER 0.00000000 0.00000000 held 120.00000000");
        event(Type.TRIGGERED, stop, ALICE, Side.BUY, "60", "2");
        book();
        assertThat(state(stop)).startsWith("NEW 0.00000000 0.00000000 held 120.00000000");
        event(Type.CANCELED, stop, ALICE, Side.BUY, "60", "2", "KILL_SWITCH");
        book();
        assertThat(state(stop)).startsWith("CANCELED 0.00000000 0.00000000 held 0.00000000");
        assertThat(reason(stop)).isEqualTo("KILL_SWITCH");
        assertConserved();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELF_TRADE_PREVENTED", "MASS_CANCELED", "KILL_SWITCH", "FOK_NOT_FILLABLE", "REASON_98"})
    void givesBackWhatACancelledOrderHeldWhateverTheReason(String reason) {
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        event(Type.CANCELED, buy, ALICE, Side.BUY, "100", "2", reason);
        book();
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/0.00000000");
        assertThat(reason(buy)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRICE_OUTSIDE_BAND", "INSTRUMENT_HALTED", "INSTRUMENT_CANCEL_ONLY", "ORDER_RATE_EXCEEDED"})
    void namesTheRiskThatRefusedAnOrder(String reason) {
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.REJECTED, buy, ALICE, Side.BUY, "100", "2", reason);
        book();
        assertThat(state(buy)).startsWith("REJECTED");
        assertThat(reason(buy)).isEqualTo(reason);
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/0.00000000");
    }

    @Test
    void followsAnOrderThatItsOwnersOrderShrank() {
        long buy = order(ALICE, Side.BUY, "100", "5");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "5");
        event(Type.REPLACED, buy, ALICE, Side.BUY, "100", "3", "SELF_TRADE_PREVENTED");
        book();
        assertThat(state(buy)).startsWith("NEW 0.00000000 0.00000000 held 300.00000000");
        assertThat(reason(buy)).as("it lives").isNull();
    }

    @Test
    void movesTheCursorOverNoticesThatNameNoOrder() {
        add(Type.OTHER, "ORDER_STATUS_UNSPECIFIED", 0, 0, null, "0", "0", "NONE");
        assertThat(book().lastSequence()).isEqualTo(1);
        assertThat(settlement.cursor(0).sequence()).isEqualTo(1);
    }

    @Test
    void roundsTheQuoteAmountDownOnBothSides() {
        long sell = order(BOB, Side.SELL, "0.33", "0.00000007");
        long buy = order(ALICE, Side.BUY, "0.33", "0.00000007");
        event(Type.NEW, sell, BOB, Side.SELL, "0.33", "0.00000007");
        event(Type.NEW, buy, ALICE, Side.BUY, "0.33", "0.00000007");
        trade(
                sell,
                BOB,
                Side.SELL,
                "0.33",
                "0.00000007",
                "0.00000002",
                buy,
                ALICE,
                "0.33",
                "0.00000007",
                "0.00000002",
                "0.33",
                "0.00000002");
        trade(
                sell,
                BOB,
                Side.SELL,
                "0.33",
                "0.00000007",
                "0.00000007",
                buy,
                ALICE,
                "0.33",
                "0.00000007",
                "0.00000007",
                "0.33",
                "0.00000005");
        book();
        // 0.0000000066 is nothing, 0.0000000165 is one.
        assertThat(database.account(ALICE, "USD")).isEqualTo("999.99999999/0.00000000");
        assertThat(database.account(BOB, "USD")).isEqualTo("0.00000001/0.00000000");
        assertThat(database.account(ALICE, "BTC")).isEqualTo("0.00000007/0.00000000");
        assertThat(state(buy)).startsWith("FILLED 0.00000007 0.00000001");
        assertConserved();
    }

    @Test
    void booksStrangersAgainstTheWorldOutside() {
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.NEW, 5, STRANGER, Side.SELL, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        trade(5, STRANGER, Side.SELL, "100", "2", "2", buy, ALICE, "100", "2", "2", "100", "2");
        trade(6, STRANGER, Side.SELL, "100", "1", "1", 7, STRANGER, "100", "1", "1", "90", "1");
        book();
        assertThat(database.account(ALICE, "USD")).isEqualTo("800.00000000/0.00000000");
        assertThat(database.account(ALICE, "BTC")).isEqualTo("2.00000000/0.00000000");
        assertThat(database.external("BTC")).isEqualTo("-12.00000000");
        assertThat(database.external("USD")).isEqualTo("-800.00000000");
        assertThat(database.count("fills")).isEqualTo(1);
        assertConserved();
    }

    /** As in the log of an engine whose database was lost. */
    @Test
    void givesNoOrderAnIdThatIsInTheEngineAlready() {
        event(Type.NEW, 1_000_000_000_500L, STRANGER, Side.SELL, "100", "2");
        event(Type.NEW, 1_000_000_000_400L, STRANGER, Side.SELL, "100", "2");
        event(Type.NEW, 5_000_000_000_000_000_000L, STRANGER, Side.SELL, "100", "2");
        event(Type.NEW, 7, STRANGER, Side.SELL, "100", "2");
        book();
        assertThat(nextOrderId()).isEqualTo(1_000_000_000_501L);
        event(Type.NEW, 1_000_000_000_300L, STRANGER, Side.SELL, "100", "2");
        book();
        assertThat(nextOrderId()).isEqualTo(1_000_000_000_502L);
    }

    private Long nextOrderId() {
        return database.jdbc().queryForObject("select nextval('order_ids')", Long.class);
    }

    @Test
    void anIdThatSomebodyElseUsesIsAStranger() {
        long buy = order(ALICE, Side.BUY, "100", "2");
        long sell = order(BOB, Side.SELL, "100", "2");
        event(Type.NEW, sell, BOB, Side.SELL, "100", "2");
        event(Type.NEW, buy, STRANGER, Side.BUY, "100", "2");
        trade(sell, BOB, Side.SELL, "100", "2", "2", buy, STRANGER, "100", "2", "2", "100", "2");
        book();
        assertThat(state(buy)).startsWith("PENDING_NEW 0.00000000");
        assertThat(state(sell)).startsWith("FILLED");
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/200.00000000");
        assertThat(database.account(BOB, "USD")).isEqualTo("200.00000000/0.00000000");
        assertConserved();
    }

    @Test
    void movesNothingBetweenOnesOwnHands() {
        database.deposit(ALICE, "BTC", "5");
        long sell = order(ALICE, Side.SELL, "100", "2");
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.NEW, sell, ALICE, Side.SELL, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        trade(sell, ALICE, Side.SELL, "100", "2", "2", buy, ALICE, "100", "2", "2", "100", "2");
        book();
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/0.00000000");
        assertThat(database.account(ALICE, "BTC")).isEqualTo("5.00000000/0.00000000");
        assertThat(state(buy)).startsWith("FILLED");
    }

    @Test
    void aReplaceChangesTheHold() {
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        event(Type.REPLACED, buy, ALICE, Side.BUY, "90", "4");
        event(Type.CANCELED, 999, ALICE, Side.BUY, "90", "4");
        book();
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/360.00000000");
        assertThat(state(buy)).startsWith("NEW 0.00000000 0.00000000 held 360.00000000");
    }

    @Test
    void holdsWhatThereIsOfAnOrderThatWasMadeTooLarge() {
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        event(Type.REPLACED, buy, ALICE, Side.BUY, "100", "400");
        assertThat(book().shortfalls()).isEmpty();
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/1000.00000000");
        assertThat(state(buy)).startsWith("NEW 0.00000000 0.00000000 held 1000.00000000");
        event(Type.CANCELED, buy, ALICE, Side.BUY, "100", "400");
        book();
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/0.00000000");
        assertConserved();
    }

    @Test
    void leavesWhatOtherOrdersHoldAloneAndHasTheOutsidePayTheRest() {
        long other = order(ALICE, Side.BUY, "300", "1");
        long buy = order(ALICE, Side.BUY, "100", "2");
        long sell = order(BOB, Side.SELL, "100", "9");
        event(Type.NEW, other, ALICE, Side.BUY, "300", "1");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        event(Type.NEW, sell, BOB, Side.SELL, "100", "9");
        event(Type.REPLACED, buy, ALICE, Side.BUY, "100", "10");
        trade(sell, BOB, Side.SELL, "100", "9", "3", buy, ALICE, "100", "10", "3", "100", "3");
        assertThat(book().shortfalls()).isEmpty();
        assertThat(database.account(ALICE, "USD")).isEqualTo("700.00000000/700.00000000");
        trade(sell, BOB, Side.SELL, "100", "9", "9", buy, ALICE, "100", "10", "9", "100", "6");
        List<Shortfall> shortfalls = book().shortfalls();
        assertThat(shortfalls).hasSize(1);
        assertThat(shortfalls.getFirst().amount()).isEqualByComparingTo("200");
        assertThat(shortfalls.getFirst().account().ownerId()).isEqualTo(ALICE);
        assertThat(database.account(ALICE, "USD")).isEqualTo("300.00000000/300.00000000");
        assertThat(database.account(ALICE, "BTC")).isEqualTo("9.00000000/0.00000000");
        assertThat(database.account(BOB, "USD")).isEqualTo("900.00000000/0.00000000");
        assertThat(database.external("USD")).isEqualTo("-1200.00000000");
        assertThat(state(buy)).startsWith("PARTIALLY_FILLED 9.00000000 900.00000000 held 0.00000000");
        assertThat(settlement.shortfalls(0)).isEqualTo(1);
        assertConserved();
    }

    @Test
    void hasTheOutsideDeliverWhatASellerDoesNotHave() {
        long sell = order(BOB, Side.SELL, "100", "10");
        event(Type.NEW, sell, BOB, Side.SELL, "100", "10");
        event(Type.REPLACED, sell, BOB, Side.SELL, "100", "15");
        trade(sell, BOB, Side.SELL, "100", "15", "15", 5, STRANGER, "100", "15", "15", "100", "15");
        List<Shortfall> shortfalls = book().shortfalls();
        assertThat(shortfalls).hasSize(1);
        assertThat(shortfalls.getFirst().amount()).isEqualByComparingTo("5");
        assertThat(database.account(BOB, "BTC")).isEqualTo("0.00000000/0.00000000");
        assertThat(database.account(BOB, "USD")).isEqualTo("1500.00000000/0.00000000");
        assertThat(state(sell)).startsWith("FILLED 15.00000000");
        assertConserved();
    }

    @Test
    void takesTradesOfAnIdThatWasInTheEngineBeforeForAStrangers() {
        long buy = order(ALICE, Side.BUY, "100", "2");
        long sell = order(BOB, Side.SELL, "100", "1");
        event(Type.NEW, sell, BOB, Side.SELL, "100", "1");
        // Accepted and half filled before the backend gave the id away.
        trade(buy, ALICE, Side.BUY, "100", "2", "2", sell, BOB, "100", "1", "1", "100", "1");
        book();
        assertThat(state(buy)).startsWith("PENDING_NEW 0.00000000 0.00000000 held 200.00000000");
        assertThat(state(sell)).startsWith("FILLED");
        assertConserved();
    }

    @Test
    void conservesValueOverRandomFills() {
        long seed = Long.getLong("hft.test.seed", System.nanoTime());
        System.out.println("FillSettlementTest seed: " + seed);
        Random random = new Random(seed);
        database.deposit(ALICE, "USD", "1000000");
        for (int round = 0; round < 30; round++) {
            BigDecimal limit = BigDecimal.valueOf(1 + random.nextInt(5_000), 2);
            BigDecimal price = limit.min(BigDecimal.valueOf(1 + random.nextInt(5_000), 2));
            BigDecimal quantity = BigDecimal.valueOf(2 + random.nextInt(1_000_000), 8);
            BigDecimal first = BigDecimal.valueOf(
                    1 + random.nextLong(quantity.unscaledValue().longValueExact() - 1), 8);
            String total = quantity.toPlainString();
            long sell = order(BOB, Side.SELL, price.toPlainString(), total);
            long buy = order(ALICE, Side.BUY, limit.toPlainString(), total);
            event(Type.NEW, sell, BOB, Side.SELL, price.toPlainString(), total);
            event(Type.NEW, buy, ALICE, Side.BUY, limit.toPlainString(), total);
            trade(
                    sell,
                    BOB,
                    Side.SELL,
                    price.toPlainString(),
                    total,
                    first.toPlainString(),
                    buy,
                    ALICE,
                    limit.toPlainString(),
                    total,
                    first.toPlainString(),
                    price.toPlainString(),
                    first.toPlainString());
            if (random.nextBoolean()) {
                trade(
                        sell,
                        BOB,
                        Side.SELL,
                        price.toPlainString(),
                        total,
                        total,
                        buy,
                        ALICE,
                        limit.toPlainString(),
                        total,
                        total,
                        price.toPlainString(),
                        quantity.subtract(first).toPlainString());
            } else {
                event(Type.CANCELED, sell, BOB, Side.SELL, price.toPlainString(), total);
                event(Type.CANCELED, buy, ALICE, Side.BUY, limit.toPlainString(), total);
            }
        }
        book();
        assertConserved();
        assertThat(database.account(ALICE, "USD")).as("seed %s", seed).endsWith("/0.00000000");
        assertThat(database.account(BOB, "BTC")).as("seed %s", seed).endsWith("/0.00000000");
    }
}
