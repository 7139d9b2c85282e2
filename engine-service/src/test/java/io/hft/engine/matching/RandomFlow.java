package io.hft.engine.matching;

import io.hft.engine.book.PriceWorld;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.MassCancelCommand;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.command.StateHashCommand;
import io.hft.engine.command.TickCommand;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.reference.ReferenceEngine;
import io.hft.engine.reference.ReferenceMarket;
import io.hft.engine.reference.ReferenceOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An endless flow of commands of one world, made from a seed. It looks at the reference to aim at orders that are there; moods that
 * change every few hundred commands make books fill, empty, cross and drift.
 */
final class RandomFlow {
    static final int OFFSET = 8;
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final int SOURCES = 6;
    /** So long one side of a deep book is filled, before it is swept empty and the other side's turn comes. */
    private static final int DEEP_PHASE = 10_000;

    final UnsafeBuffer command = new UnsafeBuffer(new byte[OFFSET + CommandHeader.MAX_COMMAND_LENGTH]);

    private final FlowWorld world;
    private final SplittableRandom random;
    private final ReferenceEngine reference;
    private final RandomOrders orders;
    private final Map<Long, Long> sourceSequences = new HashMap<>();
    private final List<ReferenceOrder> targets = new ArrayList<>();
    private long step;
    private long timeNanos;
    private int cancelPercent;
    private int replacePercent;
    private long source;
    private long sequence;
    private boolean somethingIsShut;

    RandomFlow(FlowWorld world, long seed, ReferenceEngine reference) {
        this.world = world;
        this.reference = reference;
        random = new SplittableRandom(seed);
        orders = new RandomOrders(world, random, reference);
        timeNanos = 20_000 * DAY + random.nextLong(DAY);
        changeMood();
    }

    long timeNanos() {
        return timeNanos;
    }

    /** An id that was used at some time, or one of the next to come. */
    long anyOrderId() {
        return orders.anyId();
    }

    /** Encodes the next command and returns its length. */
    int next() {
        step++;
        source = 0;
        sequence = 0;
        if (step <= EnginePair.INSTRUMENTS) {
            return upsert((int) step, orders.maxQuantity());
        }
        if (step == EnginePair.INSTRUMENTS + 1 && !world.beginsWithFirstRules()) {
            return configure(random.nextInt(4) == 0 ? 2 : 3, world.maxOpenOrders, world.recentOrderIds);
        }
        if (step % 400 == 0) {
            changeMood();
        }
        passTime();
        if (random.nextInt(10) == 0) {
            takeSource();
        }
        if (world == FlowWorld.DEEP && step % DEEP_PHASE > DEEP_PHASE - 4) {
            return orders.sweep(command, OFFSET, step / DEEP_PHASE % 2 != 0);
        }
        final int controlEvery = world == FlowWorld.RISK ? 25 : world == FlowWorld.DEEP ? 5_000 : 120;
        return random.nextInt(somethingIsShut ? Math.min(25, controlEvery) : controlEvery) == 0 ? control() : ofOrder();
    }

    private void changeMood() {
        cancelPercent = world == FlowWorld.SPARSE ? 45 : random.nextInt(3, 35);
        replacePercent = random.nextInt(5, 25);
        orders.changeMood();
        if (world == FlowWorld.DEEP) {
            cancelPercent = random.nextInt(4);
            replacePercent = random.nextInt(6);
            orders.fillSide(step / DEEP_PHASE % 2 == 0);
        }
    }

    private void passTime() {
        switch (random.nextInt(200)) {
            case 0 -> timeNanos += random.nextLong(2 * SECOND);
            case 1 -> timeNanos -= random.nextLong(SECOND);
            case 2 -> timeNanos = Math.max(timeNanos, Math.min(reference.nextDeadline(), timeNanos + DAY));
            case 3 -> timeNanos += random.nextInt(40) == 0 ? random.nextLong(2 * DAY) : 0;
            default -> timeNanos += random.nextLong(SECOND / 500);
        }
    }

    // Mostly the next command of a source, now and then one that came before or comes too early.
    private void takeSource() {
        source = random.nextLong(1, SOURCES + 1) * (random.nextInt(50) == 0 ? -1 : 1);
        final long last = sourceSequences.getOrDefault(source, 0L);
        sequence = last + 1;
        switch (random.nextInt(12)) {
            case 0 -> sequence = Math.max(0, last - random.nextInt(3));
            case 1 -> sequence = last + 2 + random.nextInt(3);
            default -> sourceSequences.put(source, sequence);
        }
    }

    private int ofOrder() {
        final int kind = random.nextInt(100);
        if (kind < cancelPercent) {
            final ReferenceOrder order = target();
            return CancelOrderCommand.encode(
                    command, OFFSET, source, sequence, id(order), account(order), instrument(order));
        }
        if (kind < cancelPercent + replacePercent) {
            return replace(target());
        }
        return orders.enter(command, OFFSET, source, sequence, timeNanos);
    }

    private int replace(ReferenceOrder order) {
        final boolean known = order != NONE;
        final long price = random.nextInt(3) == 0 ? 0 : orders.price(known ? order.isBuy() : random.nextBoolean(), 1);
        final long total =
                switch (random.nextInt(6)) {
                    case 0 -> random.nextInt(4) == 0 ? order.cumulative - random.nextInt(2) : order.total;
                    case 1, 2 ->
                        order.cumulative
                                + random.nextLong(Math.max(1, order.total - order.cumulative))
                                + random.nextInt(2);
                    case 3 -> order.cumulative + orders.quantity(price);
                    default -> Math.max(order.total, orders.quantity(price));
                };
        final boolean longForm = random.nextInt(4) == 0 || order.waiting || order.display != 0;
        if (!longForm) {
            return ReplaceOrderCommand.encode(
                    command, OFFSET, source, sequence, id(order), account(order), instrument(order), price, total);
        }
        final boolean stop = random.nextInt(order.waiting ? 2 : 40) == 0;
        final boolean display = random.nextInt(order.display != 0 ? 2 : 40) == 0;
        return ReplaceOrderCommand.encode(
                command,
                OFFSET,
                source,
                sequence,
                id(order),
                account(order),
                instrument(order),
                price,
                total,
                stop ? orders.stopPrice(order.isBuy()) : 0,
                display ? random.nextLong(-1, Math.min(order.total, 1_000_000) + 4) : 0);
    }

    private static final ReferenceOrder NONE = ReferenceEngine.noOrder();

    /** Mostly a live order of any age. */
    private ReferenceOrder target() {
        if (random.nextInt(6) != 0 && !reference.openOrders().isEmpty()) {
            if (world != FlowWorld.DEEP) {
                targets.clear();
                targets.addAll(reference.openOrders());
                return targets.get(random.nextInt(targets.size()));
            }
        }
        for (int i = 0; i < (world == FlowWorld.DEEP ? 4 : 1); i++) {
            final ReferenceOrder order = reference.find(orders.anyId());
            if (order != null) {
                return order;
            }
        }
        return NONE;
    }

    private long id(ReferenceOrder order) {
        return order == NONE || random.nextInt(200) == 0 ? orders.anyId() : order.id;
    }

    private long account(ReferenceOrder order) {
        return random.nextInt(60) == 0 ? random.nextInt(0, world.accounts + 1) : order.account;
    }

    private int instrument(ReferenceOrder order) {
        return random.nextInt(100) == 0 ? random.nextInt(4) : order.instrument;
    }

    private int control() {
        if (somethingIsShut && random.nextInt(3) != 0) {
            return reopen();
        }
        final boolean risk = world == FlowWorld.RISK;
        return switch (random.nextInt(14)) {
            case 0, 1 ->
                MassCancelCommand.encode(
                        command,
                        OFFSET,
                        source,
                        sequence,
                        random.nextInt(-1, world.accounts + 1),
                        random.nextInt(0, random.nextInt(8) == 0 ? 9 : 3),
                        (byte) random.nextInt(0, random.nextInt(8) == 0 ? 9 : 3));
            case 2, 3 -> TickCommand.encode(command, OFFSET, source, sequence);
            case 4 -> StateHashCommand.encode(command, OFFSET, source, sequence);
            case 5 -> upsert(1 + random.nextInt(EnginePair.INSTRUMENTS), orders.maxQuantity());
            case 6 ->
                random.nextInt(3) == 0 && world != FlowWorld.FIRST_RULES
                        ? configure(
                                random.nextInt(4) == 0 && !world.beginsWithFirstRules() ? random.nextInt(5) : version(),
                                world.maxOpenOrders - random.nextInt(-1, world.maxOpenOrders / 4),
                                world.recentOrderIds - random.nextInt(-1, world.recentOrderIds / 2))
                        : garbage();
            case 7 -> setTradingState(random.nextInt(10));
            case 8 -> killSwitch(true);
            default -> risk || random.nextInt(4) == 0 ? riskLimits(random.nextInt(3) == 0) : killSwitch(false);
        };
    }

    // Mostly the one that holds, now and then the next.
    private int version() {
        final int now = reference.rulesVersion();
        return world == FlowWorld.FIRST_RULES || random.nextInt(12) != 0 ? now : Math.min(3, now + 1);
    }

    private int reopen() {
        if (random.nextInt(8) == 0) {
            somethingIsShut = false;
        }
        return random.nextBoolean() ? setTradingState(1) : killSwitch(false);
    }

    private int setTradingState(int state) {
        somethingIsShut |= state == 2 || state == 3;
        final int instrument = random.nextInt(0, random.nextInt(6) == 0 ? 5 : EnginePair.INSTRUMENTS + 1);
        return SetTradingStateCommand.encode(
                command, OFFSET, source, sequence, instrument, (byte) (TradingState.isKnown((byte) state) ? state : 5));
    }

    private int killSwitch(boolean engage) {
        somethingIsShut |= engage;
        return KillSwitchCommand.encode(
                command,
                OFFSET,
                source,
                sequence,
                random.nextInt(random.nextInt(10) == 0 ? -1 : 0, engage ? 4 : world.accounts + 1),
                engage,
                random.nextBoolean());
    }

    private int riskLimits(boolean lift) {
        final boolean ofAccount = random.nextBoolean();
        final boolean ofInstrument = random.nextBoolean();
        final boolean wrong = random.nextInt(10) == 0;
        final boolean quantities = (ofInstrument || wrong) && !lift;
        final boolean counts = (!ofInstrument || wrong) && !lift;
        final boolean band = quantities && !ofAccount && random.nextInt(3) == 0;
        return SetRiskLimitsCommand.encode(
                command,
                OFFSET,
                source,
                sequence,
                ofAccount ? random.nextInt(random.nextInt(20) == 0 ? -1 : 1, world.accounts + 1) : 0,
                ofInstrument ? random.nextInt(1, random.nextInt(20) == 0 ? 5 : EnginePair.INSTRUMENTS + 1) : 0,
                band ? random.nextInt(wrong ? -1 : 0, wrong ? 20_000 : 200) : 0,
                quantities && random.nextInt(3) == 0 ? random.nextLong(wrong ? -5 : 20, 120) : 0,
                quantities && random.nextInt(3) == 0 ? random.nextLong(wrong ? -5 : 1, orders.middle() * 110) : 0,
                quantities && random.nextInt(3) == 0 ? random.nextLong(wrong ? -5 : 20, 3_000) : 0,
                counts && random.nextInt(3) == 0 ? random.nextInt(wrong ? -5 : 1, 25) : 0,
                counts && random.nextInt(3) == 0 ? random.nextInt(wrong ? -5 : 1, 60) : 0);
    }

    private int upsert(int id, long maxQuantity) {
        final boolean wrong = step > EnginePair.INSTRUMENTS && random.nextInt(3) == 0;
        final ReferenceMarket market = reference.market(id);
        final int band = market == null || random.nextInt(3) != 0 ? 0 : random.nextInt(0, 400);
        final String symbol = id == 1 == !wrong ? "BTC-USD" : "ETH-USD";
        final int length = UpsertInstrumentCommand.encode(
                command,
                OFFSET,
                source,
                sequence,
                new Instrument(
                        id, symbol, symbol.substring(0, 3), "USD", 1, 2, 1, 8, maxQuantity, orders.middle(), band));
        if (wrong && random.nextBoolean()) {
            command.putByte(OFFSET + 32 + random.nextInt(40), (byte) 0);
        }
        return length;
    }

    private int configure(int version, int mostOpen, int remembered) {
        return ConfigureCommand.encode(
                command,
                OFFSET,
                source,
                sequence,
                version,
                random.nextInt(30) == 0 ? 0 : mostOpen,
                random.nextInt(30) == 0 ? -1 : remembered,
                world == FlowWorld.TINY ? 2 + random.nextInt(4) : SOURCES,
                random.nextInt(30) == 0 ? DAY : random.nextLong(DAY));
    }

    private int garbage() {
        final int length = random.nextInt(0, CommandHeader.MAX_COMMAND_LENGTH / 8 + 1) * 8;
        if (random.nextBoolean() && length >= CommandHeader.LENGTH) {
            StateHashCommand.encode(command, OFFSET, source, sequence);
            command.putByte(OFFSET + 3, (byte) random.nextInt(16));
            command.putInt(OFFSET + 4, length);
            if (command.getByte(OFFSET + 3) == 4) {
                command.putByte(OFFSET + 3, (byte) 99);
            }
        } else {
            command.putByte(OFFSET + random.nextInt(8), (byte) random.nextInt());
        }
        return length;
    }

    static PriceWorld any(List<PriceWorld> worlds, SplittableRandom random) {
        return worlds.get(random.nextInt(worlds.size()));
    }
}
