package io.hft.engine.reference;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.TradingState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** The whole engine over encoded commands: deadlines, sources, then the command, as the rules page has them. */
public final class ReferenceEngine {
    private static final int NEW_ORDER = 1;
    private static final int CANCEL = 2;
    private static final int REPLACE = 3;
    private static final int UPSERT_INSTRUMENT = 4;
    private static final int STATE_HASH = 5;
    private static final int MASS_CANCEL = 6;
    private static final int TICK = 7;
    private static final int CONFIGURE = 8;
    private static final int SET_RISK_LIMITS = 9;
    private static final int SET_TRADING_STATE = 10;
    private static final int KILL_SWITCH = 11;
    private static final int LAST_RULES_VERSION = 3;
    private static final byte NO_SIDE = 0;

    private final ReferenceShard shard;
    private final ReferenceOrders orders;
    private final Map<Long, Long> sources = new HashMap<>();

    public ReferenceEngine(int maxOpenOrders, int recentOrderIds) {
        shard = new ReferenceShard(maxOpenOrders, recentOrderIds);
        orders = new ReferenceOrders(shard);
    }

    /** Applies one command; what it says is in {@link #events()} until the next. */
    public void apply(DirectBuffer command, int at, int length, long timestampNanos) {
        shard.now = Math.max(shard.now, timestampNanos);
        events().begin(shard.now);
        if (shard.rulesVersion > 1) {
            shard.expire();
        }
        final boolean understood = length >= 24
                && command.getShort(at, LITTLE_ENDIAN) == 0x4843
                && command.getByte(at + 2) == 1
                && command.getInt(at + 4, LITTLE_ENDIAN) == length;
        if (!understood) {
            unsupported();
            return;
        }
        final int type = command.getByte(at + 3);
        if (isNextOfSource(command, at, type, length)) {
            carryOut(command, at, type, length);
        }
    }

    public ReferenceEvents events() {
        return shard.events;
    }

    public @Nullable ReferenceMarket market(int instrument) {
        return shard.markets.get(instrument);
    }

    public Collection<ReferenceOrder> openOrders() {
        return shard.live.values();
    }

    /** A live order, or a finished one that is remembered. */
    public @Nullable ReferenceOrder find(long orderId) {
        return shard.known(orderId);
    }

    /** An order without anything, to stand for one that is not known. */
    public static ReferenceOrder noOrder() {
        return new ReferenceOrder();
    }

    public int rulesVersion() {
        return shard.rulesVersion;
    }

    /** The earliest deadline of an open order, {@link Long#MAX_VALUE} when there is none. */
    public long nextDeadline() {
        return shard.deadlines.isEmpty() ? Long.MAX_VALUE : shard.deadlines.first().deadline;
    }

    private void carryOut(DirectBuffer command, int at, int type, int length) {
        final boolean old = type <= STATE_HASH || type == CONFIGURE;
        if (!old && shard.rulesVersion == 1) {
            unsupported();
        } else if (type == NEW_ORDER && length == 88) {
            enter(order(command, at), command.getByte(at + 47));
        } else if (type == CANCEL && length == 48) {
            orders.cancel(number(command, at, 24), number(command, at, 32), small(command, at, 40));
        } else if (type == REPLACE && (length == 64 || length == 80 && shard.rulesVersion > 1)) {
            orders.replace(
                    number(command, at, 24),
                    number(command, at, 32),
                    small(command, at, 40),
                    number(command, at, 48),
                    number(command, at, 56),
                    length == 80 ? number(command, at, 64) : 0,
                    length == 80 ? number(command, at, 72) : 0);
        } else if (type == UPSERT_INSTRUMENT && length == 120) {
            upsertInstrument(command, at);
        } else if (type == STATE_HASH && length == 24) {
            plain(EventType.STATE_HASH, RejectReason.NONE, events().hash(), 0, 0, NO_SIDE, 0);
        } else if (type == MASS_CANCEL && length == 48) {
            massCancel(number(command, at, 32), small(command, at, 40), command.getByte(at + 44));
        } else if (type == CONFIGURE && length == 48) {
            configure(command, at);
        } else if (type == SET_RISK_LIMITS && length == 72) {
            setRiskLimits(command, at);
        } else if (type == SET_TRADING_STATE && length == 32) {
            setTradingState(small(command, at, 24), command.getByte(at + 28));
        } else if (type == KILL_SWITCH && length == 40) {
            killSwitch(number(command, at, 24), command.getByte(at + 32) != 0, command.getByte(at + 33) != 0);
        } else if (type != TICK || length != 24) {
            unsupported();
        }
    }

    private void enter(ReferenceOrder order, byte flags) {
        if (shard.rulesVersion > 1) {
            orders.enter(order, (flags & 0xF0) != 0);
            return;
        }
        // Version 1 knows none of these terms, and says nothing of them.
        final boolean unknownTerms = flags != 0 || (order.stopPrice | order.display | order.deadline) != 0;
        order.postOnly = false;
        order.selfTradePrevention = 0;
        order.stopPrice = 0;
        order.display = 0;
        order.deadline = 0;
        orders.enter(order, unknownTerms);
    }

    private static ReferenceOrder order(DirectBuffer command, int at) {
        final ReferenceOrder order = new ReferenceOrder();
        order.id = number(command, at, 24);
        order.account = number(command, at, 32);
        order.instrument = small(command, at, 40);
        order.side = command.getByte(at + 44);
        order.type = command.getByte(at + 45);
        order.timeInForce = command.getByte(at + 46);
        order.postOnly = (command.getByte(at + 47) & 1) != 0;
        order.selfTradePrevention = (byte) (command.getByte(at + 47) >> 1 & 7);
        order.price = number(command, at, 48);
        order.total = number(command, at, 56);
        order.stopPrice = number(command, at, 64);
        order.display = number(command, at, 72);
        order.deadline = number(command, at, 80);
        return order;
    }

    private boolean isNextOfSource(DirectBuffer command, int at, int type, int length) {
        final long source = number(command, at, 8);
        if (source == 0) {
            return true;
        }
        final long sequence = number(command, at, 16);
        events().source(source, sequence);
        final boolean ofOrder = type >= NEW_ORDER && type <= REPLACE && length >= 48;
        final long orderId = ofOrder ? number(command, at, 24) : 0;
        final long last = sources.getOrDefault(source, 0L);
        final boolean tooMany = last == 0 && sources.size() >= shard.maxSources;
        if (!tooMany && sequence == last + 1) {
            sources.put(source, sequence);
            return true;
        }
        if (!tooMany && sequence > 0 && sequence <= last) {
            shard.tellDuplicate(orderId, ofOrder ? number(command, at, 32) : 0);
            return false;
        }
        plain(
                ofOrder && type == CANCEL
                        ? EventType.CANCEL_REJECTED
                        : ofOrder && type == REPLACE ? EventType.REPLACE_REJECTED : EventType.REJECTED,
                tooMany ? RejectReason.TOO_MANY_SOURCES : RejectReason.SOURCE_SEQUENCE_GAP,
                orderId,
                ofOrder ? number(command, at, 32) : 0,
                ofOrder ? small(command, at, 40) : 0,
                NO_SIDE,
                0);
        return false;
    }

    private void upsertInstrument(DirectBuffer command, int at) {
        final int id = small(command, at, 24);
        final Instrument instrument;
        try {
            instrument = UpsertInstrumentCommand.decode(command, at);
        } catch (IllegalArgumentException e) {
            reject(RejectReason.INVALID_INSTRUMENT, 0, id, NO_SIDE);
            return;
        }
        final ReferenceMarket sameId = shard.markets.get(id);
        final boolean symbolIsTaken = shard.markets.values().stream()
                .anyMatch(market -> market.definition.symbol().equals(instrument.symbol()));
        if (sameId == null ? symbolIsTaken : !sameId.definition.sameGridAs(instrument)) {
            reject(RejectReason.INVALID_INSTRUMENT, 0, id, NO_SIDE);
            return;
        }
        if (sameId == null) {
            shard.markets.put(id, new ReferenceMarket(instrument));
        } else {
            sameId.definition = instrument;
        }
        hashBody(command, at, 120);
        plain(EventType.INSTRUMENT, RejectReason.NONE, 0, 0, id, NO_SIDE, 0);
    }

    private void hashBody(DirectBuffer command, int at, int length) {
        final byte[] body = new byte[length - 24];
        command.getBytes(at + 24, body);
        events().hashBody(body);
    }

    private void massCancel(long account, int instrument, byte side) {
        if (instrument != 0 && !shard.markets.containsKey(instrument)) {
            reject(RejectReason.UNKNOWN_INSTRUMENT, account, instrument, side);
        } else if (account < 0) {
            reject(RejectReason.INVALID_ACCOUNT, account, instrument, side);
        } else if (side < 0 || side > 2) {
            reject(RejectReason.INVALID_SIDE, account, instrument, side);
        } else {
            final int cancelled = shard.cancelAll(account, instrument, side, RejectReason.MASS_CANCELED);
            plain(EventType.MASS_CANCELED, RejectReason.NONE, 0, account, instrument, side, cancelled);
        }
    }

    private void configure(DirectBuffer command, int at) {
        final int version = small(command, at, 24);
        final int mostOpen = small(command, at, 28);
        final int remembered = small(command, at, 32);
        final int mostSources = small(command, at, 36);
        final long dayEnd = number(command, at, 40);
        final boolean sensible =
                mostOpen > 0 && remembered > 0 && mostSources > 0 && dayEnd >= 0 && dayEnd < 86_400_000_000_000L;
        if (version < shard.rulesVersion || version > LAST_RULES_VERSION || !sensible) {
            unsupported();
            return;
        }
        shard.rulesVersion = version;
        shard.maxOpenOrders = mostOpen;
        shard.recentOrderIds = remembered;
        shard.forgetOldest();
        shard.maxSources = mostSources;
        shard.dayEnd = dayEnd;
        hashBody(command, at, 48);
        plain(EventType.CONFIGURED, RejectReason.NONE, 0, 0, 0, NO_SIDE, version);
    }

    private void setRiskLimits(DirectBuffer command, int at) {
        final long account = number(command, at, 24);
        final int instrument = small(command, at, 32);
        final ReferenceRisk.Scope scope = new ReferenceRisk.Scope(account, instrument);
        final ReferenceRisk.Limits limits = new ReferenceRisk.Limits(
                small(command, at, 36),
                number(command, at, 40),
                number(command, at, 48),
                number(command, at, 56),
                small(command, at, 64),
                small(command, at, 68));
        if (account < 0) {
            reject(RejectReason.INVALID_ACCOUNT, account, instrument, NO_SIDE);
        } else if (instrument != 0 && !shard.markets.containsKey(instrument)) {
            reject(RejectReason.UNKNOWN_INSTRUMENT, account, instrument, NO_SIDE);
        } else if (!limits.areValidFor(scope)) {
            reject(RejectReason.INVALID_RISK_LIMITS, account, instrument, NO_SIDE);
        } else {
            shard.risk.limits.put(scope, limits);
            hashBody(command, at, 72);
            plain(EventType.RISK_LIMITS, RejectReason.NONE, 0, account, instrument, NO_SIDE, 0);
        }
    }

    private void setTradingState(int instrument, byte state) {
        final ReferenceMarket market = shard.markets.get(instrument);
        if (market == null) {
            reject(RejectReason.UNKNOWN_INSTRUMENT, 0, instrument, NO_SIDE);
        } else if (!TradingState.isKnown(state)) {
            reject(RejectReason.INVALID_TRADING_STATE, 0, instrument, NO_SIDE);
        } else {
            market.state = TradingState.of(state);
            plain(EventType.TRADING_STATE, RejectReason.NONE, 0, 0, instrument, NO_SIDE, state);
        }
    }

    private void killSwitch(long account, boolean engage, boolean cancel) {
        if (account < 0) {
            reject(RejectReason.INVALID_ACCOUNT, account, 0, NO_SIDE);
            return;
        }
        if (engage) {
            shard.risk.killed.add(account);
            if (cancel) {
                shard.cancelAll(account, 0, NO_SIDE, RejectReason.KILL_SWITCH);
            }
        } else {
            shard.risk.killed.remove(account);
        }
        plain(EventType.KILL_SWITCH, RejectReason.NONE, 0, account, 0, NO_SIDE, engage ? 1 : 0);
    }

    private void unsupported() {
        reject(RejectReason.UNSUPPORTED_COMMAND, 0, 0, NO_SIDE);
    }

    private void reject(RejectReason reason, long account, int instrument, byte side) {
        plain(EventType.REJECTED, reason, 0, account, instrument, side, 0);
    }

    private void plain(
            EventType type, RejectReason reason, long orderId, long account, int instrument, byte side, long quantity) {
        events().plain(type, reason, orderId, account, instrument, side, quantity);
    }

    private static long number(DirectBuffer command, int at, int field) {
        return command.getLong(at + field, LITTLE_ENDIAN);
    }

    private static int small(DirectBuffer command, int at, int field) {
        return command.getInt(at + field, LITTLE_ENDIAN);
    }

    /** Everything open in an instrument: bids, asks, stops; empty when it is unknown. */
    public List<ReferenceOrder> openOrders(int instrument) {
        final ReferenceMarket market = shard.markets.get(instrument);
        return market == null ? new ArrayList<>() : market.all();
    }
}
