package io.hft.engine.reference;

import io.hft.engine.event.EventType;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of a command's events, written field by field as {@code docs/formats/commands-and-events.md} says. */
public final class ReferenceEvents {
    public static final int LENGTH = 144;

    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private ByteBuffer bytes = ByteBuffer.allocate(64 * LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private int count;
    private long sequence;
    private long hash;
    private long time;
    private long sourceId;
    private long sourceSequence;

    /** The bytes of all events of the last command; {@link #count()} of them, nothing behind them means anything. */
    public byte[] bytes() {
        return bytes.array();
    }

    public int count() {
        return count;
    }

    public long hash() {
        return hash;
    }

    public long lastSequence() {
        return sequence;
    }

    void begin(long commandTime) {
        count = 0;
        time = commandTime;
        source(0, 0);
    }

    void source(long id, long commandSequence) {
        sourceId = id;
        sourceSequence = commandSequence;
    }

    /** An event that says nothing of an order but what the command named. */
    void plain(
            EventType type, RejectReason reason, long orderId, long account, int instrument, byte side, long quantity) {
        plain(type, reason, orderId, account, instrument, side, quantity, false);
    }

    void plain(
            EventType type,
            RejectReason reason,
            long orderId,
            long account,
            int instrument,
            byte side,
            long quantity,
            boolean duplicate) {
        final int at = header(type);
        ids(at, orderId, account, instrument, side);
        bytes.putLong(at + 72, quantity);
        bytes.putShort(at + 136, (short) reason.code());
        bytes.put(at + 139, (byte) (duplicate ? 1 : 0));
        end(at);
    }

    /** An event about an order as it is now. */
    void order(EventType type, ReferenceOrder order, RejectReason reason, boolean duplicate) {
        order(type, order, order.leaves(), reason, duplicate);
    }

    void order(EventType type, ReferenceOrder order, long leaves, RejectReason reason, boolean duplicate) {
        final int at = header(type);
        state(at, order, order.status, leaves);
        bytes.putLong(at + 80, order.stopPrice);
        bytes.putLong(at + 88, order.display);
        bytes.putLong(at + 112, order.deadline);
        bytes.putShort(at + 136, (short) reason.code());
        bytes.put(at + 139, (byte) ((duplicate ? 1 : 0) | (order.postOnly ? 2 : 0)));
        bytes.put(at + 140, order.selfTradePrevention);
        end(at);
    }

    void trade(ReferenceOrder order, ReferenceOrder contra, long price, long quantity, long tradeId, boolean maker) {
        final int at = header(EventType.TRADE);
        final long leaves = order.total - order.cumulative;
        state(at, order, leaves == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED, leaves);
        bytes.putLong(at + 80, price);
        bytes.putLong(at + 88, quantity);
        bytes.putLong(at + 112, tradeId);
        bytes.putLong(at + 120, contra.id);
        bytes.putLong(at + 128, contra.account);
        bytes.put(at + 138, (byte) (maker ? 1 : 2));
        end(at);
    }

    void hashBody(byte[] body) {
        mix(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN), 0, body.length);
    }

    private int header(EventType type) {
        if ((count + 1) * LENGTH > bytes.capacity()) {
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), bytes.capacity() * 2))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        final int at = count * LENGTH;
        Arrays.fill(bytes.array(), at, at + LENGTH, (byte) 0);
        bytes.putShort(at, (short) 0x4845);
        bytes.put(at + 2, (byte) 1);
        bytes.put(at + 3, type.code());
        bytes.putInt(at + 4, LENGTH);
        bytes.putLong(at + 8, ++sequence);
        bytes.putLong(at + 16, time);
        bytes.putLong(at + 24, sourceId);
        bytes.putLong(at + 32, sourceSequence);
        return at;
    }

    private void state(int at, ReferenceOrder order, OrderStatus status, long leaves) {
        ids(at, order.id, order.account, order.instrument, order.side);
        bytes.put(at + 61, order.type);
        bytes.put(at + 62, order.timeInForce);
        bytes.put(at + 63, status.code());
        bytes.putLong(at + 64, order.price);
        bytes.putLong(at + 72, order.total);
        bytes.putLong(at + 96, order.cumulative);
        bytes.putLong(at + 104, leaves);
    }

    private void ids(int at, long orderId, long account, int instrument, byte side) {
        bytes.putLong(at + 40, orderId);
        bytes.putLong(at + 48, account);
        bytes.putInt(at + 56, instrument);
        bytes.put(at + 60, side);
    }

    private void end(int at) {
        count++;
        mix(bytes, at, LENGTH);
    }

    private void mix(ByteBuffer record, int at, int length) {
        long digest = 0;
        for (int i = 0; i < length / 8; i++) {
            digest += record.getLong(at + 8 * i) * multiplier(i);
        }
        hash = (hash ^ digest) * GOLDEN_RATIO;
        hash ^= hash >>> 32;
    }

    private static long multiplier(int i) {
        long z = (i + 1) * GOLDEN_RATIO;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return (z ^ z >>> 31) | 1;
    }
}
