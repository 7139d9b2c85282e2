package io.hft.it.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.LiquidityIndicator;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TimeInForce;
import io.hft.it.chaos.oracle.Evidence.EngineView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Event streams that break the rules, each in one place, and one that does not. */
class BookModelTest {
    private final List<ExecutionReport> events = new ArrayList<>();
    private long trades;

    @Test
    void findsNothingInAStreamThatKeepsTheRules() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(3, Side.BUY, TimeInForce.GTC, 101, 7);
        trade(1, 5, 5, 3, 5, 7, 100, 5);
        trade(2, 2, 5, 3, 7, 7, 100, 2);
        newOrder(4, Side.BUY, TimeInForce.FOK, 100, 9);
        canceled(4, RejectReason.FOK_NOT_FILLABLE, 0);
        newOrder(5, Side.BUY, TimeInForce.GTC, 99, 1);
        canceled(2, RejectReason.REJECT_REASON_NONE, 2);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findsATradePastTheFirstOfItsLevel() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(3, Side.BUY, TimeInForce.GTC, 100, 2);
        trade(2, 2, 5, 3, 2, 2, 100, 2);

        assertThat(violations()).contains("event 5: order 2 trades, but the first at the best price is order 1");
    }

    @Test
    void findsATradePastABetterPrice() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 101, 5);
        newOrder(2, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(3, Side.BUY, TimeInForce.GTC, 101, 2);
        trade(1, 2, 5, 3, 2, 2, 101, 2);

        assertThat(violations()).contains("event 5: order 1 trades, but the first at the best price is order 2");
    }

    @Test
    void findsATradeAtThePriceOfTheTaker() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.BUY, TimeInForce.GTC, 101, 5);
        trade(1, 5, 5, 2, 5, 5, 101, 5);

        assertThat(violations()).contains("event 4: trades at 101, the maker's price is 100");
    }

    @Test
    void findsATradeOfLessThanBothWant() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.BUY, TimeInForce.GTC, 100, 5);
        trade(1, 4, 5, 2, 4, 5, 100, 4);

        assertThat(violations()).contains("event 4: trades 4 of 5 wanted and 5 shown");
    }

    @Test
    void findsABookThatRestsCrossed() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.BUY, TimeInForce.GTC, 100, 5);
        newOrder(3, Side.BUY, TimeInForce.GTC, 90, 5);

        assertThat(violations()).contains("before event 3: the book of X-Y rests crossed, by order 2");
    }

    @Test
    void findsAFillOrKillThatWasFilledInPart() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.BUY, TimeInForce.FOK, 100, 9);
        trade(1, 5, 5, 2, 5, 9, 100, 5);
        canceled(2, RejectReason.NO_LIQUIDITY, 5);

        assertThat(violations()).contains("event 5: order 2 is fill or kill and was filled in part");
    }

    @Test
    void findsAnOrderThatGaveUpWithLiquidityLeft() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.BUY, TimeInForce.IOC, 100, 9);
        canceled(2, RejectReason.NO_LIQUIDITY, 0);

        assertThat(violations()).contains("event 3: order 2 ends for want of liquidity, but there is order 1 at 100");
    }

    @Test
    void findsAnImmediateOrderThatStays() {
        newOrder(1, Side.BUY, TimeInForce.IOC, 100, 9);
        newOrder(2, Side.BUY, TimeInForce.GTC, 90, 5);

        assertThat(violations()).contains("before event 2: order 1 may not rest and has 9 left");
    }

    @Test
    void findsQuantityThatComesFromNowhere() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.BUY, TimeInForce.GTC, 100, 5);
        trade(1, 5, 5, 2, 6, 5, 100, 5);

        assertThat(violations()).contains("event 4: order 2: cumulative quantity 6 instead of 5");
    }

    @Test
    void findsATradeWithOneSide() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(2, Side.BUY, TimeInForce.GTC, 100, 5);
        trade(1, 5, 5, 2, 5, 5, 100, 5);
        events.removeLast();
        newOrder(3, Side.BUY, TimeInForce.GTC, 90, 5);

        assertThat(violations()).contains("event 4: the taker's side of trade 1 does not come next");
    }

    @Test
    void findsATradeWithOneself() {
        newOrder(1, Side.SELL, TimeInForce.GTC, 100, 5);
        newOrder(1001, Side.BUY, TimeInForce.GTC, 100, 5);
        trade(1, 5, 5, 1001, 5, 5, 100, 5);

        assertThat(violations()).contains("event 4: order 1001 must not take order 1");
    }

    private List<String> violations() {
        return BookModel.check(events, new EngineView(events.size(), 0, List.of(), Map.of(), Map.of())).stream()
                .map(Violation::what)
                .toList();
    }

    private void newOrder(long id, Side side, TimeInForce timeInForce, long price, long quantity) {
        add(order(id, ExecutionType.EXECUTION_NEW, 0, quantity, quantity)
                .setSide(side)
                .setTimeInForce(timeInForce)
                .setPrice(Long.toString(price)));
    }

    private void trade(
            long maker,
            long makerCumulative,
            long makerTotal,
            long taker,
            long takerCumulative,
            long takerTotal,
            long price,
            long quantity) {
        trades++;
        add(side(maker, makerCumulative, makerTotal, taker, price, quantity).setLiquidity(LiquidityIndicator.MAKER));
        add(side(taker, takerCumulative, takerTotal, maker, price, quantity).setLiquidity(LiquidityIndicator.TAKER));
    }

    private ExecutionReport.Builder side(long id, long cumulative, long total, long contra, long price, long quantity) {
        return order(id, ExecutionType.EXECUTION_TRADE, cumulative, total - cumulative, total)
                .setTradeId(trades)
                .setContraOrderId(contra)
                .setLastPrice(Long.toString(price))
                .setLastQuantity(Long.toString(quantity));
    }

    private void canceled(long id, RejectReason reason, long cumulative) {
        add(order(id, ExecutionType.EXECUTION_CANCELED, cumulative, 0, 9).setRejectReason(reason));
    }

    /** Orders 1 and 1001 have the same owner. */
    private static ExecutionReport.Builder order(
            long id, ExecutionType type, long cumulative, long leaves, long total) {
        return ExecutionReport.newBuilder()
                .setExecutionType(type)
                .setOrderId(id)
                .setAccountId(id % 1000)
                .setSymbol("X-Y")
                .setOrderType(OrderType.LIMIT)
                .setOrderStatus(leaves == 0 ? OrderStatus.FILLED : OrderStatus.NEW)
                .setQuantity(Long.toString(total))
                .setCumulativeQuantity(Long.toString(cumulative))
                .setLeavesQuantity(Long.toString(leaves));
    }

    private void add(ExecutionReport.Builder event) {
        events.add(event.setSequence(events.size() + 1L).build());
    }
}
