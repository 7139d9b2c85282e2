package io.hft.tui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders, tape, fills, money and the list of markets. */
class ModelsTest {
    private final Desk desk = Desks.busy();

    @Test
    void keepsTheNewestStateOfAnOrderInWhateverOrderItComes() {
        OrderRow done = Desks.order("1001", "BUY", "49995.00", "0.25", "0.25", "FILLED", "11:59:40");
        desk.orders.put(done);
        desk.orders.put(Desks.order("1001", "BUY", "49995.00", "0.25", "0", "NEW", "11:59:50"));
        assertThat(desk.orders.find("1001")).hasValue(done);
        assertThat(desk.orders.open()).isEmpty();
    }

    @Test
    void findsOutWhichOrdersAreNotOpenAnyMore() {
        assertThat(desk.orders.openAre(List.of())).extracting(OrderRow::orderId).containsExactly("1001");
    }

    @Test
    void filtersAndSelectsOrders() {
        assertThat(desk.orders.shown()).extracting(OrderRow::orderId).containsExactly("1001");
        desk.orders.toggleOpenOnly();
        assertThat(desk.orders.shown()).extracting(OrderRow::orderId).containsExactly("1002", "1001");
        desk.orders.move(1);
        assertThat(desk.orders.selected()).map(OrderRow::orderId).hasValue("1001");
        desk.orders.move(9);
        assertThat(desk.orders.selected()).map(OrderRow::orderId).hasValue("1001");
        desk.orders.filter("filled");
        assertThat(desk.orders.selected()).map(OrderRow::orderId).hasValue("1002");
    }

    @Test
    void knowsWhatIsRestingAtEachPrice() {
        desk.orders.put(Desks.order("1003", "BUY", "49995.00", "0.10", "0", "NEW", "11:59:50"));
        assertThat(desk.orders.resting("BTC-USD", Side.BUY))
                .containsOnlyKeys(new BigDecimal("49995.00").stripTrailingZeros())
                .allSatisfy((price, quantity) -> assertThat(quantity).isEqualByComparingTo("0.35"));
        assertThat(desk.orders.resting("BTC-USD", Side.SELL)).isEmpty();
    }

    @Test
    void putsTradesInTheirOrderAndEachOnce() {
        TapeModel tape = desk.tape();
        String trade =
                "{'type':'update','trade':{'seq':%d,'price':'1','quantity':'1','side':'BUY','executed_at':'2026-01-01T12:00:00Z'}}";
        tape.apply(Desks.json(trade.formatted(3)));
        tape.apply(Desks.json(trade.formatted(3)));
        assertThat(tape.trades()).extracting(TapeModel.Trade::seq).containsExactly(3L, 2L, 1L);
    }

    @Test
    void countsAFillOnce() {
        FillsModel.Fill fill = desk.fills.shown().getFirst();
        assertThat(desk.fills.put(fill)).isFalse();
        assertThat(desk.fills.shown()).hasSize(1);
        desk.fills.filter("sell");
        assertThat(desk.fills.shown()).isEmpty();
    }

    @Test
    void valuesPositionsAtTheLastPrice() {
        desk.money.price("BTC", new BigDecimal("48000"));
        MoneyModel.Position position = desk.money.position("BTC").orElseThrow();
        assertThat(position.marketValue()).isEqualByComparingTo("6000");
        assertThat(position.unrealizedPnl()).isEqualByComparingTo("-125");
        assertThat(desk.money.worth()).isEqualByComparingTo("99750");
        assertThat(desk.money.available("ETH")).isZero();
    }

    @Test
    void walksRoundTheMarkets() {
        desk.watchlist.move(-1);
        assertThat(desk.watchlist.selected()).isEqualTo("ETH-USD");
        desk.watchlist.move(1);
        assertThat(desk.watchlist.selected()).isEqualTo("BTC-USD");
        assertThat(desk.watchlist.select("DOGE-USD")).isFalse();
        assertThat(desk.watchlist.selected()).isEqualTo("BTC-USD");
    }

    @Test
    void keepsALogThatNothingCanBreakOutOf() {
        desk.log.add(Desks.NOON, LogModel.Level.ERROR, "a\u001b[2Jb\nc");
        assertThat(desk.log.last().orElseThrow().text()).isEqualTo("a [2Jb c");
    }
}
