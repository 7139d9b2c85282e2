package io.hft.engine.matching;

import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.CommandType;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.MassCancelCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.StateHashCommand;
import io.hft.engine.command.TickCommand;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.risk.Risk;
import org.agrona.DirectBuffer;

/** Applies the commands that are about no single order: instruments, rules, risk, states, mass cancel, and the driver's own. */
final class OperatorCommands {
    private final Instruments instruments;
    private final EventEmitter events;
    private final Rules rules;
    private final Risk risk;
    private final OrderCommands orders;

    OperatorCommands(Instruments instruments, EventEmitter events, Rules rules, Risk risk, OrderCommands orders) {
        this.instruments = instruments;
        this.events = events;
        this.rules = rules;
        this.risk = risk;
        this.orders = orders;
    }

    /** Refuses what is not understood. */
    void apply(byte type, DirectBuffer command, int offset, int length) {
        if (type == CommandType.UPSERT_INSTRUMENT.code() && length == UpsertInstrumentCommand.LENGTH) {
            upsertInstrument(command, offset);
        } else if (type == CommandType.STATE_HASH.code() && length == StateHashCommand.LENGTH) {
            events.stateHashEvent();
        } else if (type == CommandType.CONFIGURE.code() && length == ConfigureCommand.LENGTH) {
            configure(command, offset);
        } else if (!rules.isFull()) {
            refuseUnsupported();
        } else if (type == CommandType.MASS_CANCEL.code() && length == MassCancelCommand.LENGTH) {
            massCancel(command, offset);
        } else if (type == CommandType.SET_RISK_LIMITS.code() && length == SetRiskLimitsCommand.LENGTH) {
            setRiskLimits(command, offset);
        } else if (type == CommandType.SET_TRADING_STATE.code() && length == SetTradingStateCommand.LENGTH) {
            setTradingState(command, offset);
        } else if (type == CommandType.KILL_SWITCH.code() && length == KillSwitchCommand.LENGTH) {
            throwKillSwitch(command, offset);
        } else if (type != CommandType.TICK.code() || length != TickCommand.LENGTH) {
            refuseUnsupported();
        }
    }

    void refuseUnsupported() {
        events.refusal(EventType.REJECTED, RejectReason.UNSUPPORTED_COMMAND, 0, 0, 0);
    }

    private void upsertInstrument(DirectBuffer command, int offset) {
        final Instrument instrument;
        try {
            instrument = UpsertInstrumentCommand.decode(command, offset);
        } catch (IllegalArgumentException e) {
            refuseInstrument(command, offset);
            return;
        }
        if (!instruments.upsert(instrument)) {
            refuseInstrument(command, offset);
            return;
        }
        orders.openBook(instrument.instrumentId());
        addBodyToHash(command, offset, UpsertInstrumentCommand.LENGTH);
        events.instrument(instrument.instrumentId());
    }

    private void refuseInstrument(DirectBuffer command, int offset) {
        events.refusal(
                EventType.REJECTED,
                RejectReason.INVALID_INSTRUMENT,
                0,
                0,
                UpsertInstrumentCommand.instrumentId(command, offset));
    }

    private void configure(DirectBuffer command, int offset) {
        final int version = ConfigureCommand.rulesVersion(command, offset);
        final int maxOpenOrders = ConfigureCommand.maxOpenOrders(command, offset);
        final int recentOrderIds = ConfigureCommand.recentOrderIds(command, offset);
        final int maxSources = ConfigureCommand.maxSources(command, offset);
        final long dayEnd = ConfigureCommand.dayEndNanos(command, offset);
        if (version < rules.version()
                || version > Rules.NEWEST
                || maxOpenOrders < 1
                || recentOrderIds < 1
                || maxSources < 1
                || dayEnd < 0
                || dayEnd >= Rules.NANOS_PER_DAY) {
            refuseUnsupported();
            return;
        }
        rules.activate(version, maxSources, dayEnd);
        orders.setCapacities(maxOpenOrders, recentOrderIds);
        addBodyToHash(command, offset, ConfigureCommand.LENGTH);
        events.notice(EventType.CONFIGURED, 0, 0, (byte) 0, version);
    }

    private void massCancel(DirectBuffer command, int offset) {
        final long accountId = MassCancelCommand.accountId(command, offset);
        final int instrumentId = MassCancelCommand.instrumentId(command, offset);
        final byte side = MassCancelCommand.sideCode(command, offset);
        final RejectReason reason = instrumentId != 0 && instruments.find(instrumentId) == null
                ? RejectReason.UNKNOWN_INSTRUMENT
                : accountId < 0
                        ? RejectReason.INVALID_ACCOUNT
                        : side != 0 && !Side.isKnown(side) ? RejectReason.INVALID_SIDE : RejectReason.NONE;
        if (reason != RejectReason.NONE) {
            events.massCancelRefusal(reason, accountId, instrumentId, side);
            return;
        }
        final long canceled = orders.cancelAll(accountId, instrumentId, side, RejectReason.MASS_CANCELED);
        events.notice(EventType.MASS_CANCELED, accountId, instrumentId, side, canceled);
    }

    private void setRiskLimits(DirectBuffer command, int offset) {
        final long accountId = SetRiskLimitsCommand.accountId(command, offset);
        final int instrumentId = SetRiskLimitsCommand.instrumentId(command, offset);
        final RejectReason reason = risk.setLimits(command, offset);
        if (reason != RejectReason.NONE) {
            events.refusal(EventType.REJECTED, reason, 0, accountId, instrumentId);
            return;
        }
        addBodyToHash(command, offset, SetRiskLimitsCommand.LENGTH);
        events.notice(EventType.RISK_LIMITS, accountId, instrumentId, (byte) 0, 0);
    }

    private void setTradingState(DirectBuffer command, int offset) {
        final int instrumentId = SetTradingStateCommand.instrumentId(command, offset);
        final RejectReason reason = risk.setTradingState(command, offset);
        if (reason != RejectReason.NONE) {
            events.refusal(EventType.REJECTED, reason, 0, 0, instrumentId);
            return;
        }
        events.notice(
                EventType.TRADING_STATE,
                0,
                instrumentId,
                (byte) 0,
                SetTradingStateCommand.tradingStateCode(command, offset));
    }

    private void throwKillSwitch(DirectBuffer command, int offset) {
        final long accountId = KillSwitchCommand.accountId(command, offset);
        final boolean engaged = KillSwitchCommand.isEngaged(command, offset);
        final RejectReason reason = risk.setKillSwitch(command, offset);
        if (reason != RejectReason.NONE) {
            events.refusal(EventType.REJECTED, reason, 0, accountId, 0);
            return;
        }
        if (engaged && KillSwitchCommand.isCancelOpenOrders(command, offset)) {
            orders.cancelAll(accountId, 0, (byte) 0, RejectReason.KILL_SWITCH);
        }
        events.notice(EventType.KILL_SWITCH, accountId, 0, (byte) 0, engaged ? 1 : 0);
    }

    // What a setting says is part of the state, though its event does not repeat it.
    private void addBodyToHash(DirectBuffer command, int offset, int length) {
        events.addToHash(command, offset + CommandHeader.LENGTH, length - CommandHeader.LENGTH);
    }
}
