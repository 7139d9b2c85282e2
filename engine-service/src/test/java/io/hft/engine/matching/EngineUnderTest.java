package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.StateHashCommand;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.Event;
import io.hft.engine.instrument.Instrument;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine with one instrument (id 1) that is driven by encoded commands and answers with its events. Checks for every event
 * what all of them have in common. Order {@code n} belongs to account {@code 10 + n} unless said otherwise.
 */
final class EngineUnderTest {
    static final int BTC = 1;
    static final long MAX_QUANTITY = 1_000_000_000_000L;

    // Commands do not begin at 0, so that an offset that is left out shows.
    private static final int OFFSET = 16;

    final MatchingEngine engine;
    final UnsafeBuffer command = new UnsafeBuffer(new byte[OFFSET + CommandHeader.MAX_COMMAND_LENGTH]);
    private final List<Report> reports = new ArrayList<>();
    private long bytesHash;
    private long timeNanos = 1_000;
    private long lastTimestamp;
    private long lastSequence;
    private long sourceId;
    private long sourceSequence;

    EngineUnderTest() {
        this(100_000, 100_000);
    }

    EngineUnderTest(int maxOpenOrders, int recentOrderIds) {
        engine = new MatchingEngine(maxOpenOrders, recentOrderIds);
        assertThat(upsert(instrument(BTC, "BTC-USD", MAX_QUANTITY))).hasToString("[INSTRUMENT 0/0]");
    }

    static Instrument instrument(int id, String symbol, long maxQuantity) {
        return new Instrument(id, symbol, symbol.substring(0, 3), "USD", 1, 2, 1, 8, maxQuantity, 5_000_000, 1_000);
    }

    /** The next command comes from a source; those after it from none again. */
    EngineUnderTest from(long source, long sequence) {
        sourceId = source;
        sourceSequence = sequence;
        return this;
    }

    EngineUnderTest at(long nanos) {
        timeNanos = nanos;
        return this;
    }

    List<Report> limit(long orderId, Side side, long price, long quantity) {
        return order(orderId, 10 + orderId, side, OrderType.LIMIT, TimeInForce.GTC, price, quantity);
    }

    List<Report> ioc(long orderId, Side side, long price, long quantity) {
        return order(orderId, 10 + orderId, side, OrderType.LIMIT, TimeInForce.IOC, price, quantity);
    }

    List<Report> market(long orderId, Side side, long protectionPrice, long quantity) {
        return order(orderId, 10 + orderId, side, OrderType.MARKET, TimeInForce.IOC, protectionPrice, quantity);
    }

    List<Report> order(
            long orderId, long accountId, Side side, OrderType type, TimeInForce tif, long price, long quantity) {
        return send(encodeOrder(orderId, accountId, BTC, side, type, tif, price, quantity));
    }

    int encodeOrder(
            long orderId,
            long accountId,
            int instrumentId,
            Side side,
            OrderType type,
            TimeInForce tif,
            long price,
            long quantity) {
        return NewOrderCommand.encode(
                command,
                OFFSET,
                sourceId,
                sourceSequence,
                orderId,
                accountId,
                instrumentId,
                side,
                type,
                tif,
                price,
                quantity);
    }

    List<Report> cancel(long orderId) {
        return cancel(orderId, 10 + orderId, BTC);
    }

    List<Report> cancel(long orderId, long accountId, int instrumentId) {
        return send(
                CancelOrderCommand.encode(command, OFFSET, sourceId, sourceSequence, orderId, accountId, instrumentId));
    }

    List<Report> replace(long orderId, long price, long totalQuantity) {
        return replace(orderId, 10 + orderId, price, totalQuantity);
    }

    List<Report> replace(long orderId, long accountId, long price, long totalQuantity) {
        return send(ReplaceOrderCommand.encode(
                command, OFFSET, sourceId, sourceSequence, orderId, accountId, BTC, price, totalQuantity));
    }

    List<Report> upsert(Instrument instrument) {
        return send(UpsertInstrumentCommand.encode(command, OFFSET, sourceId, sourceSequence, instrument));
    }

    List<Report> configure(int rulesVersion, int maxOpenOrders, int recentOrderIds) {
        return send(ConfigureCommand.encode(
                command, OFFSET, sourceId, sourceSequence, rulesVersion, maxOpenOrders, recentOrderIds, 10, 0));
    }

    List<Report> askStateHash() {
        return send(StateHashCommand.encode(command, OFFSET, sourceId, sourceSequence));
    }

    /** Changes a byte of the command that is encoded; offsets count from its begin. */
    EngineUnderTest poke(int offset, int value) {
        command.putByte(OFFSET + offset, (byte) value);
        return this;
    }

    /** Applies what is encoded. */
    List<Report> send(int length) {
        reports.clear();
        engine.apply(command, OFFSET, length, timeNanos, this::onEvent);
        assertThat(reports).as("every command is answered").isNotEmpty();
        assertThat(engine.lastEventSequence()).isEqualTo(lastSequence);
        sourceId = 0;
        sourceSequence = 0;
        return List.copyOf(reports);
    }

    /** The book, bids then asks, best first: {@code orderId:leaves@price}. */
    List<String> book() {
        final List<String> book = new ArrayList<>();
        engine.openOrders(
                BTC,
                new OpenOrdersCursor(),
                Integer.MAX_VALUE,
                order -> book.add((order.sideCode() == Side.BUY.code() ? "B " : "S ") + order.orderId() + ":"
                        + order.leavesQuantityLots() + "@" + order.priceTicks()));
        return book;
    }

    List<String> depth(Side side, int maxLevels) {
        final List<String> depth = new ArrayList<>();
        engine.depth(
                BTC, side, maxLevels, (price, quantity, count) -> depth.add(quantity + "@" + price + " of " + count));
        return depth;
    }

    long lastTimestamp() {
        return lastTimestamp;
    }

    /** Over the bytes of all events since the begin; not the engine's own hash. */
    long bytesHash() {
        return bytesHash;
    }

    private void onEvent(long sequence, DirectBuffer buffer, int offset, int length) {
        assertThat(length).isEqualTo(Event.LENGTH);
        assertThat(Event.length(buffer, offset)).isEqualTo(Event.LENGTH);
        assertThat(Event.schemaId(buffer, offset)).isEqualTo(Event.SCHEMA_ID);
        assertThat(Event.version(buffer, offset)).isEqualTo(Event.VERSION);
        assertThat(sequence).isEqualTo(++lastSequence).isEqualTo(Event.sequence(buffer, offset));
        final long timestamp = Event.timestampNanos(buffer, offset);
        assertThat(timestamp).isGreaterThanOrEqualTo(lastTimestamp);
        lastTimestamp = timestamp;
        assertThat(Event.sourceId(buffer, offset)).isEqualTo(sourceId);
        assertThat(Event.sourceSequence(buffer, offset)).isEqualTo(sourceSequence);
        reports.add(Report.read(buffer, offset));
        for (int i = 0; i < length; i += Long.BYTES) {
            bytesHash = 31 * bytesHash + buffer.getLong(offset + i);
        }
    }
}
