package io.hft.engine.matching;

import io.hft.engine.book.PriceWorld;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.reference.ReferenceEngine;
import io.hft.engine.reference.ReferenceMarket;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/** The new orders of a random flow: all types and terms, mostly in their right combinations, around a market that drifts. */
final class RandomOrders {
    private static final long SECOND = 1_000_000_000L;

    private final FlowWorld world;
    private final SplittableRandom random;
    private final ReferenceEngine reference;
    private final long idStride;
    private long ids;
    private long middle = 33_500;
    private PriceWorld prices = PriceWorld.NARROW;
    private int limitPercent;
    private int buyPercent;

    RandomOrders(FlowWorld world, SplittableRandom random, ReferenceEngine reference) {
        this.world = world;
        this.random = random;
        this.reference = reference;
        idStride = random.nextBoolean() ? 1 : 0x1_0000_0001L;
    }

    long middle() {
        return middle;
    }

    long maxQuantity() {
        return world == FlowWorld.FAR || world == FlowWorld.TINY ? Long.MAX_VALUE : 1_000_000_000_000L;
    }

    void changeMood() {
        // Half of the time the market stays where it is, and what rests there counts.
        middle = random.nextBoolean() || world == FlowWorld.RISK ? middle : PriceWorld.wander(random, middle);
        prices = RandomFlow.any(world.prices, random);
        limitPercent = random.nextInt(20, 70);
        buyPercent = random.nextInt(4) == 0 ? random.nextInt(5, 95) : 50;
    }

    /** From now on nearly all orders are limit orders of that side. */
    void fillSide(boolean buy) {
        limitPercent = 97;
        buyPercent = buy ? 98 : 2;
    }

    long anyId() {
        return random.nextInt(50) == 0 ? random.nextLong(-1, 2) : idStride * (1 + random.nextLong(ids + 2));
    }

    long price(boolean buy, int instrument) {
        if (random.nextInt(200) == 0) {
            return -random.nextInt(2);
        }
        final long away = world == FlowWorld.DEEP && random.nextInt(40) != 0 ? buy ? -8 : 8 : 0;
        return Math.max(1, prices.next(random, buy, middle) + (instrument == 2 ? 3 : 0) + away);
    }

    long stopPrice(boolean buy) {
        final ReferenceMarket market = reference.market(1);
        final long last = market == null || market.lastTrade() == 0 ? middle : market.lastTrade();
        final long around = random.nextInt(4) == 0 ? middle : last;
        final long distance = random.nextLong(-2, world == FlowWorld.STOPS ? 5 : 20);
        final long price = buy ? around + distance : around - distance;
        return random.nextInt(100) == 0 ? -1 : Math.max(random.nextInt(100) == 0 ? 0 : 1, price);
    }

    long quantity(long price) {
        final int kind = random.nextInt(400);
        if (kind == 0) {
            return -random.nextInt(2);
        }
        if (kind < 20) {
            return random.nextLong(1, 5_000);
        }
        if (price > Long.MAX_VALUE / 10_000) {
            return random.nextInt(6) == 0 ? random.nextLong(1, 100) : 1;
        }
        if (kind < 60 && maxQuantity() == Long.MAX_VALUE) {
            return Math.max(1, Long.MAX_VALUE / Math.max(1, price) - random.nextLong(-1, 4));
        }
        return random.nextLong(1, 100);
    }

    /** A market order for more than there is. */
    int sweep(UnsafeBuffer command, int offset, boolean buy) {
        return encode(
                command,
                offset,
                0,
                0,
                world.accounts + 7,
                1,
                buy,
                OrderType.MARKET.code(),
                TimeInForce.IOC.code(),
                false,
                (byte) 0,
                0,
                1_000_000,
                0,
                0,
                0);
    }

    int enter(UnsafeBuffer command, int offset, long source, long sequence, long now) {
        final boolean buy = random.nextInt(100) < buyPercent;
        final int instrument = random.nextInt(300) == 0 ? 9 : random.nextInt(8) == 0 ? 2 : 1;
        final byte type = type();
        final byte timeInForce = timeInForce(type);
        final boolean stop = type == OrderType.STOP.code() || type == OrderType.STOP_LIMIT.code();
        final boolean unpriced =
                (type == OrderType.STOP.code() || type == OrderType.MARKET.code()) && random.nextInt(3) != 0;
        final long price = unpriced ? 0 : price(buy, instrument);
        final long quantity = quantity(price);
        final boolean iceberg = type == OrderType.ICEBERG.code();
        final long display = iceberg
                ? Math.max(random.nextInt(100) == 0 ? 0 : 1, quantity / random.nextInt(1, 8))
                : random.nextInt(300) == 0 ? 5 : 0;
        final boolean dated = timeInForce == TimeInForce.GTD.code();
        final long lives = random.nextBoolean() ? random.nextLong(SECOND / 10) : random.nextLong(50 * SECOND);
        final boolean canBePostOnly = !stop && (iceberg || timeInForce != 2 && timeInForce != 3);
        final int length = encode(
                command,
                offset,
                source,
                sequence,
                random.nextInt(200) == 0 ? random.nextInt(-1, 1) : random.nextInt(1, world.accounts + 1),
                instrument,
                buy,
                type,
                timeInForce,
                random.nextInt(canBePostOnly ? 6 : 150) == 0,
                (byte) random.nextInt(random.nextInt(60) == 0 ? 8 : 5),
                price,
                quantity,
                stop ? stopPrice(buy) : random.nextInt(300) == 0 ? 5 : 0,
                display,
                dated ? now + lives - SECOND / 1_000 : random.nextInt(300) == 0 ? now + SECOND : 0);
        if (random.nextInt(400) == 0) {
            command.putByte(offset + 44, (byte) random.nextInt(-1, 5));
        }
        if (random.nextInt(400) == 0) {
            command.putByte(offset + 47, (byte) random.nextInt());
        }
        return length;
    }

    private int encode(
            UnsafeBuffer command,
            int offset,
            long source,
            long sequence,
            long account,
            int instrument,
            boolean buy,
            byte type,
            byte timeInForce,
            boolean postOnly,
            byte selfTradePrevention,
            long price,
            long quantity,
            long stopPrice,
            long display,
            long expireAt) {
        final long id = random.nextInt(25) == 0 ? anyId() : idStride * ++ids;
        final Side side = buy ? Side.BUY : Side.SELL;
        final boolean plain = reference.rulesVersion() == 1 && random.nextInt(100) != 0;
        return NewOrderCommand.encode(
                command,
                offset,
                source,
                sequence,
                id,
                account,
                instrument,
                side.code(),
                type,
                timeInForce,
                !plain && postOnly,
                plain ? 0 : selfTradePrevention,
                price,
                quantity,
                plain ? 0 : stopPrice,
                plain ? 0 : display,
                plain ? 0 : expireAt);
    }

    private byte type() {
        if (random.nextInt(300) == 0) {
            return (byte) random.nextInt(-1, 8);
        }
        if (random.nextInt(100) < limitPercent || reference.rulesVersion() == 1 && random.nextInt(20) != 0) {
            return random.nextInt(15) == 0 ? OrderType.MARKET.code() : OrderType.LIMIT.code();
        }
        final int kind = random.nextInt(world == FlowWorld.STOPS ? 16 : 8);
        return (switch (kind) {
                    case 0 -> OrderType.MARKET;
                    case 1, 2, 3 -> OrderType.ICEBERG;
                    case 4 -> OrderType.LIMIT;
                    default -> random.nextBoolean() ? OrderType.STOP : OrderType.STOP_LIMIT;
                })
                .code();
    }

    private byte timeInForce(byte type) {
        if (random.nextInt(150) == 0) {
            return (byte) random.nextInt(-1, 8);
        }
        if (type == OrderType.MARKET.code()) {
            return (random.nextInt(3) == 0 && reference.rulesVersion() > 1 ? TimeInForce.FOK : TimeInForce.IOC).code();
        }
        if (reference.rulesVersion() == 1) {
            return (random.nextInt(8) == 0 ? TimeInForce.IOC : TimeInForce.GTC).code();
        }
        return (switch (random.nextInt(type == OrderType.LIMIT.code() ? 16 : 10)) {
                    case 0, 1, 2 -> TimeInForce.GTD;
                    case 3 -> TimeInForce.DAY;
                    case 10 -> TimeInForce.IOC;
                    case 11, 12 -> TimeInForce.FOK;
                    default -> TimeInForce.GTC;
                })
                .code();
    }
}
