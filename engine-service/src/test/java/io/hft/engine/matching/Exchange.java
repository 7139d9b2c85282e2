package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.MassCancelCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.SelfTradePrevention;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TickCommand;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.TradingState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Either of the two engines, driven by hand and answering in short lines. A mirrored one has buying and selling exchanged, and every
 * price p at 200 - p, in what it is told and in what it says: one case covers both sides of a book.
 *
 * <p>Order {@code n} belongs to account {@code 1000 + n} unless said otherwise.
 */
final class Exchange {
    private static final int AT = 8;

    private final TestedCore core;
    private final boolean mirrored;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[AT + CommandHeader.MAX_COMMAND_LENGTH]);
    private long timeNanos = 1_000;
    private int instrument = 1;
    private boolean buy;
    private long orderId;
    private long account;
    private TimeInForce timeInForce = TimeInForce.GTC;
    private SelfTradePrevention prevention = SelfTradePrevention.CANCEL_NEWEST;
    private boolean postOnly;
    private long expireAt;

    Exchange(TestedCore core, boolean mirrored, int maxOpenOrders, int recentOrderIds) {
        this.core = core;
        this.mirrored = mirrored;
        for (int id = 1; id <= 2; id++) {
            final String base = id == 1 ? "BTC" : "ETH";
            send(UpsertInstrumentCommand.encode(
                    command,
                    AT,
                    0,
                    0,
                    new Instrument(id, base + "-USD", base, "USD", 1, 2, 1, 8, 1_000_000_000L, 100, 0)));
        }
        assertThat(send(ConfigureCommand.encode(command, AT, 0, 0, 3, maxOpenOrders, recentOrderIds, 10, 0)))
                .containsExactly("CONFIGURED");
    }

    boolean isMirrored() {
        return mirrored;
    }

    Exchange at(long nanos) {
        timeNanos = nanos;
        return this;
    }

    /** The market that all that follows is about, 1 or 2. */
    Exchange in(int instrumentId) {
        instrument = instrumentId;
        return this;
    }

    Exchange buy(long id) {
        return order(id, true);
    }

    Exchange sell(long id) {
        return order(id, false);
    }

    Exchange by(long accountId) {
        account = accountId;
        return this;
    }

    Exchange with(TimeInForce tif) {
        timeInForce = tif;
        return this;
    }

    Exchange with(SelfTradePrevention mode) {
        prevention = mode;
        return this;
    }

    Exchange postOnly() {
        postOnly = true;
        return this;
    }

    Exchange until(long nanos) {
        timeInForce = TimeInForce.GTD;
        expireAt = nanos;
        return this;
    }

    List<String> limit(long price, long quantity) {
        return enter(OrderType.LIMIT, price, quantity, 0, 0);
    }

    List<String> iceberg(long price, long quantity, long display) {
        return enter(OrderType.ICEBERG, price, quantity, 0, display);
    }

    /** A market order for any price. */
    List<String> market(long quantity) {
        timeInForce = timeInForce == TimeInForce.GTC ? TimeInForce.IOC : timeInForce;
        return enter(OrderType.MARKET, 0, quantity, 0, 0);
    }

    List<String> stop(long stopPrice, long quantity) {
        return enter(OrderType.STOP, 0, quantity, stopPrice, 0);
    }

    List<String> stopLimit(long stopPrice, long price, long quantity) {
        return enter(OrderType.STOP_LIMIT, price, quantity, stopPrice, 0);
    }

    List<String> cancel(long id) {
        return send(CancelOrderCommand.encode(command, AT, 0, 0, id, 1000 + id, instrument));
    }

    List<String> cancel(long id, long accountId) {
        return send(CancelOrderCommand.encode(command, AT, 0, 0, id, accountId, instrument));
    }

    List<String> replace(long id, long price, long total) {
        return send(ReplaceOrderCommand.encode(command, AT, 0, 0, id, 1000 + id, instrument, price(price), total));
    }

    List<String> replace(long id, long price, long total, long stopPrice, long display) {
        return send(ReplaceOrderCommand.encode(
                command, AT, 0, 0, id, 1000 + id, instrument, price(price), total, price(stopPrice), display));
    }

    /** Account and side may be 0; so may the instrument that was chosen by {@link #in}. */
    List<String> massCancel(long accountId, int sideOrNone) {
        final int side = sideOrNone == 0 || !mirrored ? sideOrNone : 3 - sideOrNone;
        return send(MassCancelCommand.encode(command, AT, 0, 0, accountId, instrument, (byte) side));
    }

    List<String> tick() {
        return send(TickCommand.encode(command, AT, 0, 0));
    }

    List<String> state(TradingState state) {
        return send(SetTradingStateCommand.encode(command, AT, 0, 0, instrument, state.code()));
    }

    List<String> kill(long accountId, boolean engage, boolean cancel) {
        return send(KillSwitchCommand.encode(command, AT, 0, 0, accountId, engage, cancel));
    }

    /** Open orders in the order of a mass cancel: {@code side id:leaves@price}, of a stop with its stop price. */
    List<String> book() {
        return core.openOrders(instrument).stream()
                .map(order -> (order.buy() != mirrored ? "B " : "S ") + order.id() + ":" + order.leaves()
                        + (order.waiting() ? " stop " + price(order.stopPrice()) : "@" + price(order.price())))
                .sorted((one, other) -> mirrored ? sideRank(one) - sideRank(other) : 0)
                .toList();
    }

    /** What is shown of a side as it was written in the test: {@code quantity of orders @price}, best first. */
    List<String> depth(Side side) {
        return core.depth(instrument, side == Side.BUY != mirrored).stream()
                .map(level -> level.quantity() + " of " + level.orders() + " @" + price(level.price()))
                .toList();
    }

    // A mirrored book has its asks first: put what the test wrote as bids first again, and stops last.
    private static int sideRank(String line) {
        return (line.contains("stop") ? 2 : 0) + (line.startsWith("B") ? 0 : 1);
    }

    private Exchange order(long id, boolean buys) {
        orderId = id;
        buy = buys;
        account = 1000 + id;
        timeInForce = TimeInForce.GTC;
        prevention = SelfTradePrevention.CANCEL_NEWEST;
        postOnly = false;
        expireAt = 0;
        return this;
    }

    private List<String> enter(OrderType type, long price, long quantity, long stopPrice, long display) {
        return send(NewOrderCommand.encode(
                command,
                AT,
                0,
                0,
                orderId,
                account,
                instrument,
                (buy != mirrored ? Side.BUY : Side.SELL).code(),
                type.code(),
                timeInForce.code(),
                postOnly,
                prevention.code(),
                price(price),
                quantity,
                price(stopPrice),
                display,
                expireAt));
    }

    private long price(long price) {
        return mirrored && price != 0 ? 200 - price : price;
    }

    private List<String> send(int length) {
        final List<String> lines = new ArrayList<>();
        core.apply(command, AT, length, timeNanos, event -> {
            if (Event.isTrade(event, 0)) {
                trade(event, lines);
            } else {
                lines.add(line(event));
            }
        });
        return lines;
    }

    // A trade is one line; that the two events agree is checked here.
    private void trade(UnsafeBuffer event, List<String> lines) {
        final long quantity = Event.lastQuantityLots(event, 0);
        final boolean maker = Event.liquidityCode(event, 0) == 1;
        assertThat(quantity).as("traded quantity").isPositive();
        assertThat(Event.leavesQuantityLots(event, 0))
                .as("leaves")
                .isEqualTo(Event.quantityLots(event, 0) - Event.cumulativeQuantityLots(event, 0))
                .isNotNegative();
        if (maker) {
            assertThat(Event.lastPriceTicks(event, 0)).as("the maker's price").isEqualTo(Event.priceTicks(event, 0));
        }
        final long makerId = maker ? Event.orderId(event, 0) : Event.contraOrderId(event, 0);
        final long takerId = maker ? Event.contraOrderId(event, 0) : Event.orderId(event, 0);
        final String line =
                takerId + " takes " + quantity + " of " + makerId + " @" + price(Event.lastPriceTicks(event, 0));
        if (maker) {
            lines.add(line);
        } else {
            assertThat(lines.getLast())
                    .as("the maker's event before the taker's")
                    .isEqualTo(line);
        }
    }

    private String line(UnsafeBuffer event) {
        final EventType type = EventType.of(Event.typeCode(event, 0));
        final StringBuilder line = new StringBuilder(type.name());
        if (Event.orderId(event, 0) != 0) {
            line.append(' ').append(Event.orderId(event, 0));
        }
        switch (type) {
            case REPLACED, REPLACE_REJECTED, ORDER_STATUS ->
                line.append(' ')
                        .append(Event.quantityLots(event, 0))
                        .append('@')
                        .append(price(Event.priceTicks(event, 0)))
                        .append(" leaves ")
                        .append(Event.leavesQuantityLots(event, 0));
            case CANCELED, EXPIRED -> line.append(" after ").append(Event.cumulativeQuantityLots(event, 0));
            case MASS_CANCELED -> line.append(' ').append(Event.quantityLots(event, 0));
            default -> {}
        }
        final RejectReason reason = RejectReason.of(Event.rejectReasonCode(event, 0));
        return reason == RejectReason.NONE
                ? line.toString()
                : line.append(' ').append(reason).toString();
    }
}
