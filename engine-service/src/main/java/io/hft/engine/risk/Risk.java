package io.hft.engine.risk;

import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.snapshot.SnapshotDecoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether an order may reach the book: kill switches, trading state and limits, in the order of {@code docs/matching-rules.md}. Belongs
 * to the thread of the matcher.
 *
 * <p>What an account has in an instrument is a <i>position record</i>, found once per order by {@link #position} and named by a
 * small number that never changes; it may be kept beside the order. The matcher tells what becomes of orders: {@link
 * #opened}, {@link #leavesChanged}, {@link #closed}, {@link #traded}. An order is open while it rests or waits for its trigger; the incoming
 * order is not, until it rests. All of this is kept under every rules version, the checks are made from version 2 on.
 *
 * <p>Memory grows with the positions, accounts and scopes that were named, and is never given back.
 */
public final class Risk {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final byte TRADING = TradingState.TRADING.code();
    private static final byte HALTED = TradingState.HALTED.code();

    private final Instruments instruments;
    private final LimitScopes scopes = new LimitScopes();
    private final AccountState accounts = new AccountState(scopes);
    private final Positions positions = new Positions(accounts, scopes);
    // By instrument id; state 0 means that nothing was ever said: trading.
    private byte[] tradingStates = new byte[8];
    // By instrument id; 0 means that no limit sets one: the definition's holds.
    private int[] bandLimits = new int[8];
    private boolean killed;

    /** @param instruments the registry of the shard: which instruments exist, and the bands of their definitions */
    public Risk(Instruments instruments) {
        this.instruments = instruments;
    }

    /** The position record of an account in an instrument that exists; made when there is none. */
    public int position(long accountId, int instrumentId) {
        return positions.findOrAdd(accountId, instrumentId);
    }

    /**
     * Whether a new order may go on; when it may, it is counted as one of this second. All its own fields are checked already.
     *
     * @param position of its account in its instrument
     * @param mayRest a stop of any kind, or a time in force other than IOC and FOK
     * @param priceTicks the limit or protection price, 0 for none
     * @param stopPriceTicks 0 for none
     * @param referenceTicks the instrument's last trade price; before its first trade the reference price of its definition
     * @param timestampNanos the command's effective time
     * @return the first rule that is broken, or {@code NONE}
     */
    public RejectReason checkOrder(
            int position,
            boolean buy,
            boolean mayRest,
            long priceTicks,
            long stopPriceTicks,
            long quantityLots,
            long referenceTicks,
            long timestampNanos) {
        final RejectReason reason = checkSwitches(position);
        if (reason != RejectReason.NONE) {
            return reason;
        }
        final RejectReason size = checkSize(position, priceTicks, quantityLots, referenceTicks);
        if (size != RejectReason.NONE) {
            return size;
        }
        if (!isWithinBand(positions.instrumentId(position), buy, priceTicks, stopPriceTicks, referenceTicks)) {
            return RejectReason.PRICE_OUTSIDE_BAND;
        }
        final int account = positions.account(position);
        if (mayRest && !accounts.hasRoom(account)) {
            return RejectReason.MAX_OPEN_ORDERS_EXCEEDED;
        }
        if (!positions.staysWithinPosition(position, buy, quantityLots)) {
            return RejectReason.MAX_POSITION_EXCEEDED;
        }
        return accounts.countOrder(account, Math.floorDiv(timestampNanos, NANOS_PER_SECOND))
                ? RejectReason.NONE
                : RejectReason.ORDER_RATE_EXCEEDED;
    }

    /**
     * Whether a replace may go on; when it may, it is counted as one of this second. A replace that only makes its order smaller at its price
     * needs {@link #checkSwitches} alone and is not counted.
     *
     * @param priceTicks as it will be; 0 for none
     * @param stopPriceTicks of a waiting stop, as it will be; 0 for none
     * @param pricesChange whether one of these two is another one than before
     * @param quantityLots the new total
     * @param addedLots by how much the total grows; may be negative
     * @return the first rule that is broken, or {@code NONE}
     */
    public RejectReason checkReplace(
            int position,
            boolean buy,
            long priceTicks,
            long stopPriceTicks,
            boolean pricesChange,
            long quantityLots,
            long addedLots,
            long referenceTicks,
            long timestampNanos) {
        final RejectReason reason = checkSwitches(position);
        if (reason != RejectReason.NONE) {
            return reason;
        }
        final RejectReason size = checkSize(position, priceTicks, quantityLots, referenceTicks);
        if (size != RejectReason.NONE) {
            return size;
        }
        if (pricesChange
                && !isWithinBand(positions.instrumentId(position), buy, priceTicks, stopPriceTicks, referenceTicks)) {
            return RejectReason.PRICE_OUTSIDE_BAND;
        }
        if (addedLots > 0 && !positions.staysWithinPosition(position, buy, addedLots)) {
            return RejectReason.MAX_POSITION_EXCEEDED;
        }
        return accounts.countOrder(positions.account(position), Math.floorDiv(timestampNanos, NANOS_PER_SECOND))
                ? RejectReason.NONE
                : RejectReason.ORDER_RATE_EXCEEDED;
    }

    /** The kill switches and the trading state alone. */
    public RejectReason checkSwitches(int position) {
        if (killed) {
            return RejectReason.KILL_SWITCH_ENGAGED;
        }
        if (accounts.isKilled(positions.account(position))) {
            return RejectReason.ACCOUNT_KILL_SWITCH_ENGAGED;
        }
        final byte state = tradingStateCode(positions.instrumentId(position));
        if (state == TRADING) {
            return RejectReason.NONE;
        }
        return state == HALTED ? RejectReason.INSTRUMENT_HALTED : RejectReason.INSTRUMENT_CANCEL_ONLY;
    }

    private RejectReason checkSize(int position, long priceTicks, long quantityLots, long referenceTicks) {
        final long maxQuantity = positions.maxQuantityLots(position);
        if (maxQuantity != 0 && quantityLots > maxQuantity) {
            return RejectReason.MAX_QUANTITY_EXCEEDED;
        }
        final long maxNotional = positions.maxNotional(position);
        if (maxNotional != 0) {
            // A protection price of its own is checked already; the reference times the quantity may need 126 bits.
            final long price = priceTicks == 0 ? referenceTicks : priceTicks;
            final long notional = price * quantityLots;
            if (Math.multiplyHigh(price, quantityLots) != 0 || notional < 0 || notional > maxNotional) {
                return RejectReason.MAX_NOTIONAL_EXCEEDED;
            }
        }
        return RejectReason.NONE;
    }

    private boolean isWithinBand(
            int instrumentId, boolean buy, long priceTicks, long stopPriceTicks, long referenceTicks) {
        final int band = bandBasisPoints(instrumentId);
        if (band == 0) {
            return true;
        }
        final long upper = PriceBand.upper(referenceTicks, band);
        final long lower = PriceBand.lower(referenceTicks, band);
        return (priceTicks == 0 || (buy ? priceTicks <= upper : priceTicks >= lower))
                && (stopPriceTicks == 0 || stopPriceTicks >= lower && stopPriceTicks <= upper);
    }

    /**
     * The worst price at which an order without a price of its own may trade now: the band's edge; without a band the worst that there is.
     */
    public long bandEdgeTicks(int instrumentId, boolean buy, long referenceTicks) {
        final int band = bandBasisPoints(instrumentId);
        if (band == 0) {
            return buy ? Long.MAX_VALUE : 1;
        }
        return buy ? PriceBand.upper(referenceTicks, band) : PriceBand.lower(referenceTicks, band);
    }

    private int bandBasisPoints(int instrumentId) {
        final int limit = instrumentId < bandLimits.length ? bandLimits[instrumentId] : 0;
        if (limit != 0) {
            return limit;
        }
        final Instrument instrument = instruments.find(instrumentId);
        return instrument == null ? 0 : instrument.priceBandBasisPoints();
    }

    /** An order rests or waits from now on. */
    public void opened(int position, boolean buy, long leavesLots) {
        accounts.addOpenOrders(positions.account(position), 1);
        positions.addToOpen(position, buy, leavesLots);
    }

    /** An open order's leaves have grown or shrunk, and it stays open. */
    public void leavesChanged(int position, boolean buy, long byLots) {
        positions.addToOpen(position, buy, byLots);
    }

    /** An order is open no more, for whatever reason. @param leavesLots those that {@link #opened} and {@link #leavesChanged} made it have */
    public void closed(int position, boolean buy, long leavesLots) {
        accounts.addOpenOrders(positions.account(position), -1);
        positions.addToOpen(position, buy, -leavesLots);
    }

    /** So many lots changed hands; the open quantity of the maker is told besides. */
    public void traded(int makerPosition, int takerPosition, boolean takerBuys, long lots) {
        positions.addToPosition(takerPosition, takerBuys ? lots : -lots);
        positions.addToPosition(makerPosition, takerBuys ? -lots : lots);
    }

    /** Sets all limits of a scope. @return why nothing was changed, or {@code NONE} */
    public RejectReason setLimits(DirectBuffer command, int offset) {
        if (SetRiskLimitsCommand.accountId(command, offset) < 0) {
            return RejectReason.INVALID_ACCOUNT;
        }
        final int instrumentId = SetRiskLimitsCommand.instrumentId(command, offset);
        if (instrumentId != 0 && instruments.find(instrumentId) == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        final RiskLimits limits = RiskLimits.decode(command, offset);
        if (!limits.isValid()) {
            return RejectReason.INVALID_RISK_LIMITS;
        }
        set(limits);
        return RejectReason.NONE;
    }

    /** The limits are valid, their instrument is known. */
    void set(RiskLimits limits) {
        scopes.set(limits);
        final int instrumentId = limits.instrumentId();
        if (instrumentId != 0 && limits.accountId() == 0) {
            if (instrumentId >= bandLimits.length) {
                bandLimits = Arrays.copyOf(bandLimits, Math.max(instrumentId + 1, bandLimits.length * 2));
            }
            bandLimits[instrumentId] = limits.priceBandBasisPoints();
        }
    }

    /** Halts an instrument, leaves it open for cancels only, or resumes it. @return why nothing was changed, or {@code NONE} */
    public RejectReason setTradingState(DirectBuffer command, int offset) {
        final int instrumentId = SetTradingStateCommand.instrumentId(command, offset);
        if (instruments.find(instrumentId) == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        final byte state = SetTradingStateCommand.tradingStateCode(command, offset);
        if (!TradingState.isKnown(state)) {
            return RejectReason.INVALID_TRADING_STATE;
        }
        restoreTradingState(instrumentId, state);
        return RejectReason.NONE;
    }

    /** An instrument is in that known state from now on. */
    public void restoreTradingState(int instrumentId, byte state) {
        if (instrumentId >= tradingStates.length) {
            tradingStates = Arrays.copyOf(tradingStates, Math.max(instrumentId + 1, tradingStates.length * 2));
        }
        tradingStates[instrumentId] = state;
    }

    /**
     * Engages or releases a kill switch; cancelling what is open is the matcher's.
     *
     * @return why nothing was changed, or {@code NONE}
     */
    public RejectReason setKillSwitch(DirectBuffer command, int offset) {
        final long accountId = KillSwitchCommand.accountId(command, offset);
        if (accountId < 0) {
            return RejectReason.INVALID_ACCOUNT;
        }
        final boolean engaged = KillSwitchCommand.isEngaged(command, offset);
        if (accountId == 0) {
            killed = engaged;
        } else {
            accounts.setKilled(accounts.findOrAdd(accountId), engaged);
        }
        return RejectReason.NONE;
    }

    /** Whether a kill switch is engaged that holds for this account: its own or that of all. */
    public boolean isKilled(int position) {
        return killed || accounts.isKilled(positions.account(position));
    }

    /** What the open orders of that side have left; the nearest long where it does not fit one. */
    public long openLots(int position, boolean buy) {
        return positions.openLots(position, buy);
    }

    /** A code of {@link TradingState}. */
    public byte tradingStateCode(int instrumentId) {
        final byte state =
                instrumentId >= 0 && instrumentId < tradingStates.length ? tradingStates[instrumentId] : TRADING;
        return state == 0 ? TRADING : state;
    }

    /** What was set last for exactly this scope; null when no command ever set it. */
    public @Nullable RiskLimits limits(long accountId, int instrumentId) {
        return scopes.find(accountId, instrumentId);
    }

    /** Of all for account 0, else of that account alone. */
    public boolean isKillSwitchEngaged(long accountId) {
        if (accountId == 0) {
            return killed;
        }
        final int account = accounts.find(accountId);
        return account != RecordIndex.NONE && accounts.isKilled(account);
    }

    /** Bought minus sold; the nearest long where it does not fit one. */
    public long positionLots(long accountId, int instrumentId) {
        final int position = positions.find(accountId, instrumentId);
        return position == RecordIndex.NONE ? 0 : positions.positionLots(position);
    }

    /** What the account's open orders of that side have left; the nearest long where it does not fit one. */
    public long openLots(long accountId, int instrumentId, boolean buy) {
        final int position = positions.find(accountId, instrumentId);
        return position == RecordIndex.NONE ? 0 : positions.openLots(position, buy);
    }

    /** Over all instruments of the shard. */
    public long openOrders(long accountId) {
        final int account = accounts.find(accountId);
        return account == RecordIndex.NONE ? 0 : accounts.openOrders(account);
    }

    /** What of all this is part of a snapshot, but for the trading states and the kill switch of all. @param timestampNanos effective time of the last command */
    public RiskState state(long timestampNanos) {
        return new RiskState(scopes, accounts, positions, Math.floorDiv(timestampNanos, NANOS_PER_SECOND));
    }

    /**
     * Takes over from a snapshot what {@link #state} gave; before that nothing was said to this object but instruments. Orders are told as {@link
     * #opened} afterwards.
     *
     * @param limits how many there are, and so on
     * @throws io.hft.engine.snapshot.SnapshotFormatException when it is nothing that could be
     */
    public void restore(
            SnapshotDecoder in, boolean allKilled, long timestampNanos, long limits, long accountCount, long holders) {
        final RiskStateReader reader = new RiskStateReader(in, instruments);
        killed = allKilled;
        reader.readLimits(limits, this);
        reader.readAccounts(accountCount, accounts, Math.floorDiv(timestampNanos, NANOS_PER_SECOND));
        reader.readPositions(holders, positions);
    }
}
