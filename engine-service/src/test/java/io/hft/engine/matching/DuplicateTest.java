package io.hft.engine.matching;

import static io.hft.engine.command.Side.BUY;
import static io.hft.engine.command.Side.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Repeated order ids and source sequences are answered with the order's state and never make a second order. */
class DuplicateTest {
    private EngineUnderTest engine = new EngineUnderTest();

    @Test
    void answersARepeatedIdWithTheStateOfTheLiveOrder() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, SELL, 100, 4);
        reports(
                engine.limit(1, SELL, 50, 3),
                "ORDER_STATUS 1/11 BUY LIMIT GTC PARTIALLY_FILLED 100x10 cum 4 leaves 6, duplicate");
        assertThat(engine.book()).containsExactly("B 1:6@100");
    }

    @Test
    void answersARepeatedIdWithTheEndOfTheFinishedOrder() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, SELL, 100, 10);
        engine.limit(3, BUY, 100, 10);
        engine.cancel(3);
        engine.ioc(4, BUY, 100, 10);
        engine.limit(5, BUY, 100, -1);
        reports(
                engine.limit(1, BUY, 100, 10),
                "ORDER_STATUS 1/11 BUY LIMIT GTC FILLED 100x10 cum 10 leaves 0, duplicate");
        reports(
                engine.limit(2, SELL, 100, 10),
                "ORDER_STATUS 2/12 SELL LIMIT GTC FILLED 100x10 cum 10 leaves 0, duplicate");
        reports(
                engine.limit(3, BUY, 100, 10),
                "ORDER_STATUS 3/13 BUY LIMIT GTC CANCELED 100x10 cum 0 leaves 0, duplicate");
        reports(
                engine.ioc(4, BUY, 100, 10),
                "ORDER_STATUS 4/14 BUY LIMIT IOC CANCELED 100x10 cum 0 leaves 0, NO_LIQUIDITY, duplicate");
        reports(
                engine.limit(5, BUY, 100, 10),
                "ORDER_STATUS 5/15 BUY LIMIT GTC REJECTED 100x-1 cum 0 leaves 0, INVALID_QUANTITY, duplicate");
        assertThat(engine.book()).isEmpty();
    }

    @Test
    void remembersAsManyFinishedOrdersAsItWasToldTo() {
        engine = new EngineUnderTest(100, 3);
        for (long orderId = 1; orderId <= 4; orderId++) {
            engine.ioc(orderId, BUY, 100, 1);
        }
        assertThat(engine.ioc(2, BUY, 100, 1).getFirst().duplicate()).isTrue();
        assertThat(engine.ioc(4, BUY, 100, 1).getFirst().duplicate()).isTrue();
        assertThat(engine.ioc(1, BUY, 100, 1).getFirst().duplicate()).isFalse();
        // Which in turn made it forget the next oldest.
        assertThat(engine.ioc(2, BUY, 100, 1).getFirst().duplicate()).isFalse();
        assertThat(engine.ioc(4, BUY, 100, 1).getFirst().duplicate()).isTrue();
    }

    @Test
    void forgetsNothingThatItAcceptedForWhatItRefused() {
        engine.configure(Rules.VERSION_3, 100, 3);
        engine.ioc(1, BUY, 100, 1);
        engine.limit(2, BUY, 100, 1);
        engine.cancel(2);
        for (long orderId = 11; orderId <= 14; orderId++) {
            engine.limit(orderId, BUY, 100, -1);
        }
        assertThat(engine.ioc(1, BUY, 100, 1).getFirst().duplicate()).isTrue();
        assertThat(engine.limit(2, BUY, 100, 1).getFirst().duplicate()).isTrue();
        // Of refused ones the last three are remembered, too.
        assertThat(engine.limit(12, BUY, 100, -1).getFirst().duplicate()).isTrue();
        assertThat(engine.limit(14, BUY, 100, -1).getFirst().duplicate()).isTrue();
        assertThat(engine.limit(11, BUY, 100, -1).getFirst().duplicate()).isFalse();
        reports(
                engine.cancel(14),
                "CANCEL_REJECTED 14/24 BUY LIMIT GTC REJECTED 100x-1 cum 0 leaves 0, ORDER_NOT_OPEN");
        // A smaller memory is so of both.
        engine.configure(Rules.VERSION_3, 100, 1);
        assertThat(engine.engine.findOrder(1, new OrderView())).isFalse();
        assertThat(engine.engine.findOrder(2, new OrderView())).isTrue();
        assertThat(engine.engine.findOrder(14, new OrderView())).isFalse();
        assertThat(engine.engine.findOrder(11, new OrderView())).isTrue();
    }

    @Test
    void forgetsWhatItAcceptedForWhatItRefusedUnderEarlierRules() {
        engine.configure(Rules.VERSION_2, 100, 3);
        engine.ioc(1, BUY, 100, 1);
        for (long orderId = 11; orderId <= 13; orderId++) {
            engine.limit(orderId, BUY, 100, -1);
        }
        assertThat(engine.ioc(1, BUY, 100, 1).getFirst().duplicate()).isFalse();
    }

    @Test
    void findsLiveAndFinishedOrders() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, SELL, 100, 4);
        final OrderView order = new OrderView();
        assertThat(engine.engine.findOrder(1, order)).isTrue();
        assertThat(order.leavesQuantityLots()).isEqualTo(6);
        assertThat(engine.engine.findOrder(2, order)).isTrue();
        assertThat(order.leavesQuantityLots()).isZero();
        assertThat(order.cumulativeQuantityLots()).isEqualTo(4);
        assertThat(engine.engine.findOrder(3, order)).isFalse();
        assertThat(order.orderId()).isEqualTo(2);
    }

    @Test
    void takesTheCommandsOfASourceInOrderAndOnce() {
        assertThat(engine.from(7, 1).limit(1, BUY, 100, 10)).hasSize(1);
        reports(
                engine.from(7, 1).limit(1, BUY, 100, 10),
                "ORDER_STATUS 1/11 BUY LIMIT GTC NEW 100x10 cum 0 leaves 10, duplicate");
        reports(engine.from(7, 3).limit(3, BUY, 100, 10), "REJECTED 3/13, SOURCE_SEQUENCE_GAP");
        reports(engine.from(7, 3).cancel(1), "CANCEL_REJECTED 1/11, SOURCE_SEQUENCE_GAP");
        reports(engine.from(7, 3).replace(1, 100, 5), "REPLACE_REJECTED 1/11, SOURCE_SEQUENCE_GAP");
        reports(engine.from(7, 3).askStateHash(), "REJECTED 0/0, SOURCE_SEQUENCE_GAP");
        assertThat(engine.book()).containsExactly("B 1:10@100");
        // The gap was not remembered: the same order comes in when its turn is there.
        reports(engine.from(7, 2).cancel(1), "CANCELED 1/11 BUY LIMIT GTC CANCELED 100x10 cum 0 leaves 0");
        reports(engine.from(7, 3).limit(3, BUY, 100, 10), "NEW 3/13 BUY LIMIT GTC NEW 100x10 cum 0 leaves 10");
        // A repeated cancel is told what became of the order.
        reports(
                engine.from(7, 2).cancel(1),
                "ORDER_STATUS 1/11 BUY LIMIT GTC CANCELED 100x10 cum 0 leaves 0, duplicate");
    }

    @Test
    void countsEverySourceByItself() {
        assertThat(engine.from(1, 1).limit(1, BUY, 100, 10)).hasSize(1);
        assertThat(engine.from(-5, 1).limit(2, BUY, 100, 10)).hasSize(1);
        assertThat(engine.from(1, 2).limit(3, BUY, 100, 10).getFirst().duplicate())
                .isFalse();
        reports(engine.from(2, 2).limit(4, BUY, 100, 10), "REJECTED 4/14, SOURCE_SEQUENCE_GAP");
        reports(engine.from(2, 0).limit(4, BUY, 100, 10), "REJECTED 4/14, SOURCE_SEQUENCE_GAP");
        reports(engine.from(1, -1).limit(4, BUY, 100, 10), "REJECTED 4/14, SOURCE_SEQUENCE_GAP");
    }

    @Test
    void countsARefusedCommandOfASourceAsTaken() {
        assertThat(engine.from(1, 1).limit(1, BUY, 100, -1).getFirst().reason().name())
                .isEqualTo("INVALID_QUANTITY");
        assertThat(engine.from(1, 2).limit(2, BUY, 100, 1).getFirst().reason().name())
                .isEqualTo("NONE");
    }

    @Test
    void neverLetsTimeGoBack() {
        engine.at(5_000).limit(1, BUY, 100, 10);
        engine.at(3_000).limit(2, BUY, 100, 10);
        assertThat(engine.lastTimestamp()).isEqualTo(5_000);
        engine.at(6_000).limit(3, BUY, 100, 10);
        assertThat(engine.lastTimestamp()).isEqualTo(6_000);
    }

    private static void reports(List<Report> actual, String... expected) {
        assertThat(actual.stream().map(Report::toString)).containsExactly(expected);
    }
}
