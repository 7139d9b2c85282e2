package io.hft.engine.matching;

import static io.hft.engine.command.OrderType.LIMIT;
import static io.hft.engine.command.OrderType.MARKET;
import static io.hft.engine.command.Side.BUY;
import static io.hft.engine.command.Side.SELL;
import static io.hft.engine.command.TimeInForce.GTC;
import static io.hft.engine.command.TimeInForce.IOC;
import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.StateHashCommand;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.support.Seed;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the engine refuses, with which reason, and that a refusal changes nothing. */
class RefusalTest {
    private EngineUnderTest engine = new EngineUnderTest();

    @Test
    void namesWhatIsWrongWithANewOrder() {
        final String order = " BUY LIMIT GTC REJECTED ";
        reports(engine.limit(0, BUY, 100, 5), "REJECTED 0/10" + order + "100x5 cum 0 leaves 0, INVALID_ORDER_ID");
        reports(engine.limit(-3, BUY, 100, 5), "REJECTED -3/7" + order + "100x5 cum 0 leaves 0, INVALID_ORDER_ID");
        reports(
                engine.order(1, 0, BUY, LIMIT, GTC, 100, 5),
                "REJECTED 1/0" + order + "100x5 cum 0 leaves 0, INVALID_ACCOUNT");
        reports(engine.limit(2, BUY, 0, 5), "REJECTED 2/12" + order + "0x5 cum 0 leaves 0, INVALID_PRICE");
        reports(engine.limit(3, BUY, -1, 5), "REJECTED 3/13" + order + "-1x5 cum 0 leaves 0, INVALID_PRICE");
        reports(engine.limit(4, BUY, 100, 0), "REJECTED 4/14" + order + "100x0 cum 0 leaves 0, INVALID_QUANTITY");
        reports(engine.limit(5, BUY, 100, -1), "REJECTED 5/15" + order + "100x-1 cum 0 leaves 0, INVALID_QUANTITY");
        reports(
                engine.order(6, 16, BUY, MARKET, IOC, -1, 5),
                "REJECTED 6/16 BUY MARKET IOC REJECTED -1x5 cum 0 leaves 0, INVALID_PRICE");
        reports(
                engine.order(7, 17, BUY, MARKET, GTC, 0, 5),
                "REJECTED 7/17 BUY MARKET GTC REJECTED 0x5 cum 0 leaves 0, INVALID_TIME_IN_FORCE");
        reports(
                engine.limit(8, BUY, 100, EngineUnderTest.MAX_QUANTITY + 1),
                "REJECTED 8/18" + order + "100x1000000000001 cum 0 leaves 0, MAX_QUANTITY_EXCEEDED");
        reports(
                engine.send(engine.encodeOrder(9, 19, 2, BUY, LIMIT, GTC, 100, 5)),
                "REJECTED 9/19" + order + "100x5 cum 0 leaves 0, UNKNOWN_INSTRUMENT");
        assertThat(engine.book()).isEmpty();
    }

    @Test
    void refusesCodesThatItDoesNotKnow() {
        final int length = NewOrderCommand.LENGTH;
        engine.encodeOrder(1, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(
                engine.poke(44, 3).send(length),
                "REJECTED 1/11 side3 LIMIT GTC REJECTED 100x5 cum 0 leaves 0, INVALID_SIDE");
        engine.encodeOrder(2, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(
                engine.poke(45, 99).send(length),
                "REJECTED 2/11 BUY type99 GTC REJECTED 100x5 cum 0 leaves 0, INVALID_ORDER_TYPE");
        engine.encodeOrder(3, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(
                engine.poke(46, -1).send(length),
                "REJECTED 3/11 BUY LIMIT tif-1 REJECTED 100x5 cum 0 leaves 0, INVALID_TIME_IN_FORCE");
        engine.encodeOrder(4, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(
                engine.poke(64, 1).send(length),
                "REJECTED 4/11 BUY LIMIT GTC REJECTED 100x5 cum 0 leaves 0, UNSUPPORTED_COMMAND");
    }

    @Test
    void refusesAnOrderWhosePriceTimesQuantityOverflows() {
        final long price = Long.MAX_VALUE / 1_000;
        assertThat(engine.limit(1, BUY, price, 1_000)).hasSize(1);
        reports(
                engine.limit(2, BUY, price, 1_001),
                "REJECTED 2/12 BUY LIMIT GTC REJECTED " + price + "x1001 cum 0 leaves 0, NOTIONAL_OVERFLOW");
        assertThat(engine.limit(3, BUY, Long.MAX_VALUE, 1)).hasSize(1);
        assertThat(engine.market(4, SELL, Long.MAX_VALUE, 2).getFirst().reason().name())
                .isEqualTo("NOTIONAL_OVERFLOW");
    }

    @Test
    void refusesWhatWouldOverflowALevelsQuantity() {
        engine.upsert(EngineUnderTest.instrument(2, "ETH-USD", Long.MAX_VALUE));
        assertThat(engine.send(engine.encodeOrder(1, 11, 2, BUY, LIMIT, GTC, 1, Long.MAX_VALUE - 5)))
                .hasSize(1);
        reports(
                engine.send(engine.encodeOrder(2, 12, 2, BUY, LIMIT, GTC, 1, 6)),
                "REJECTED 2/12 BUY LIMIT GTC REJECTED 1x6 cum 0 leaves 0, NOTIONAL_OVERFLOW");
        assertThat(engine.send(engine.encodeOrder(3, 13, 2, BUY, LIMIT, GTC, 1, 5)))
                .hasSize(1);
        assertThat(engine.send(engine.encodeOrder(4, 14, 2, SELL, LIMIT, GTC, 2, 7)))
                .hasSize(1);
        // What crosses does not rest there.
        assertThat(engine.send(engine.encodeOrder(5, 15, 2, SELL, LIMIT, GTC, 1, Long.MAX_VALUE)))
                .hasSize(5);
        assertThat(engine.engine.openOrderCount()).isEqualTo(1);
    }

    @Test
    void refusesAReplaceThatWouldOverflowALevelsQuantity() {
        engine.upsert(EngineUnderTest.instrument(1, "BTC-USD", Long.MAX_VALUE));
        engine.limit(1, BUY, 1, Long.MAX_VALUE - 5);
        engine.limit(2, BUY, 1, 4);
        engine.limit(3, BUY, 2, 4);
        assertThat(engine.replace(2, 0, 6).getFirst().reason().name()).isEqualTo("NOTIONAL_OVERFLOW");
        assertThat(engine.replace(3, 1, 2).getFirst().reason().name()).isEqualTo("NOTIONAL_OVERFLOW");
        assertThat(engine.replace(2, 0, 5).getFirst().reason().name()).isEqualTo("NONE");
        assertThat(engine.depth(BUY, 2)).containsExactly("4@2 of 1", Long.MAX_VALUE + "@1 of 2");
    }

    @Test
    void refusesARestingOrderWhenThePoolIsFullAndTakesOneThatTrades() {
        engine = new EngineUnderTest(2, 100);
        engine.limit(1, SELL, 100, 5);
        engine.limit(2, SELL, 101, 5);
        reports(
                engine.limit(3, BUY, 99, 5),
                "REJECTED 3/13 BUY LIMIT GTC REJECTED 99x5 cum 0 leaves 0, TOO_MANY_OPEN_ORDERS");
        assertThat(engine.ioc(4, BUY, 99, 5)).hasSize(2);
        // It empties a maker's record before it needs one itself.
        assertThat(engine.limit(5, BUY, 100, 7)).hasSize(3);
        assertThat(engine.book()).containsExactly("B 5:2@100", "S 2:5@101");
        assertThat(engine.replace(5, 99, 9)).hasSize(1);
        assertThat(engine.book()).containsExactly("B 5:4@99", "S 2:5@101");
    }

    @Test
    void refusesToCancelWhatIsNotOpenOrNotOnesOwn() {
        engine.limit(1, BUY, 100, 5);
        reports(engine.cancel(2), "CANCEL_REJECTED 2/12, ORDER_NOT_OPEN");
        reports(engine.cancel(1, 12, 1), "CANCEL_REJECTED 1/12, ORDER_NOT_OPEN");
        reports(engine.cancel(1, 11, 2), "CANCEL_REJECTED 1/11, ORDER_NOT_OPEN");
        engine.cancel(1);
        reports(engine.cancel(1), "CANCEL_REJECTED 1/11 BUY LIMIT GTC CANCELED 100x5 cum 0 leaves 0, ORDER_NOT_OPEN");
        reports(engine.cancel(1, 12, 1), "CANCEL_REJECTED 1/12, ORDER_NOT_OPEN");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        final String refusal = "REJECTED 0/0, UNSUPPORTED_COMMAND";
        engine.encodeOrder(1, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(engine.poke(0, 1).send(NewOrderCommand.LENGTH), refusal);
        engine.encodeOrder(1, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(engine.poke(2, 2).send(NewOrderCommand.LENGTH), refusal);
        engine.encodeOrder(1, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(engine.poke(3, 77).send(NewOrderCommand.LENGTH), refusal);
        engine.encodeOrder(1, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(engine.poke(4, 80).send(NewOrderCommand.LENGTH), refusal);
        engine.encodeOrder(1, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(engine.poke(4, 80).send(80), refusal);
        engine.encodeOrder(1, 11, 1, BUY, LIMIT, GTC, 100, 5);
        reports(engine.send(8), refusal);
        reports(engine.send(0), refusal);
        assertThat(engine.book()).isEmpty();
    }

    @Test
    void survivesCommandsOfRandomBytes() {
        final SplittableRandom random = Seed.random("RefusalTest");
        for (int i = 0; i < 20_000; i++) {
            final int length = random.nextInt(CommandHeader.MAX_COMMAND_LENGTH + 1);
            for (int at = 0; at < CommandHeader.MAX_COMMAND_LENGTH; at++) {
                engine.poke(at, random.nextInt());
            }
            if (random.nextInt(4) != 0) {
                // A good header without a source, and anything behind it.
                final int good = StateHashCommand.encode(engine.command, 16, 0, 0);
                engine.poke(3, random.nextInt(7)).poke(4, length).poke(5, length >> 8);
                assertThat(good).isEqualTo(CommandHeader.LENGTH);
            } else {
                engine.poke(0, 0);
            }
            assertThat(engine.send(length)).isNotEmpty();
        }
    }

    @Test
    void refusesAnInstrumentThatBreaksARuleOrChangesAMarketsGrid() {
        final Instrument btc = EngineUnderTest.instrument(1, "BTC-USD", 77);
        reports(engine.upsert(btc), "INSTRUMENT 0/0");
        assertThat(engine.engine.instruments().find(1)).isEqualTo(btc);
        final Instrument coarser = new Instrument(1, "BTC-USD", "BTC", "USD", 1, 1, 1, 8, 77, 5_000_000, 1_000);
        reports(engine.upsert(coarser), "REJECTED 0/0, INVALID_INSTRUMENT");
        reports(engine.upsert(EngineUnderTest.instrument(2, "BTC-USD", 77)), "REJECTED 0/0, INVALID_INSTRUMENT");
        engine.upsert(btc);
        reports(engine.poke(24, 0).send(120), "REJECTED 0/0, INVALID_INSTRUMENT");
        engine.upsert(btc);
        reports(engine.poke(72, 0xC3).send(120), "REJECTED 0/0, INVALID_INSTRUMENT");
        assertThat(engine.engine.instruments().all()).containsExactly(btc);
        assertThat(engine.limit(1, BUY, 100, 78).getFirst().reason().name()).isEqualTo("MAX_QUANTITY_EXCEEDED");
    }

    private static void reports(List<Report> actual, String... expected) {
        assertThat(actual.stream().map(Report::toString)).containsExactly(expected);
    }
}
