package io.hft.engine.risk;

import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.snapshot.AccountRecord;
import io.hft.engine.snapshot.PositionRecord;
import io.hft.engine.snapshot.SnapshotDecoder;
import io.hft.engine.snapshot.SnapshotSection;
import org.agrona.DirectBuffer;

/** Reads what {@link RiskState} wrote, and refuses what risk would never come to know. */
final class RiskStateReader {
    private static final int LIMITS_LENGTH = SetRiskLimitsCommand.LENGTH - CommandHeader.LENGTH;

    private final SnapshotDecoder in;
    private final Instruments instruments;

    RiskStateReader(SnapshotDecoder in, Instruments instruments) {
        this.in = in;
        this.instruments = instruments;
    }

    void readLimits(long count, Risk risk) {
        final DirectBuffer buffer = in.buffer();
        long lastAccountId = -1;
        int lastInstrumentId = 0;
        in.begin(SnapshotSection.RISK_LIMITS);
        for (long i = 0; i < count; i++) {
            // The record is a command's body.
            final int command = in.record(LIMITS_LENGTH) - CommandHeader.LENGTH;
            final RiskLimits limits = RiskLimits.decode(buffer, command);
            requireKnown(limits.instrumentId(), true);
            if (!limits.isValid()) {
                throw in.refuse("limits that could not be set: " + limits);
            }
            requireRising(lastInstrumentId, lastAccountId, limits.instrumentId(), limits.accountId());
            lastInstrumentId = limits.instrumentId();
            lastAccountId = limits.accountId();
            risk.set(limits);
        }
    }

    void readAccounts(long count, AccountState accounts, long second) {
        final DirectBuffer buffer = in.buffer();
        long last = 0;
        in.begin(SnapshotSection.ACCOUNTS);
        for (long i = 0; i < count; i++) {
            final int at = in.record(AccountRecord.LENGTH);
            final long accountId = AccountRecord.accountId(buffer, at);
            final long orders = AccountRecord.ordersInSecond(buffer, at);
            final byte killed = AccountRecord.killed(buffer, at);
            in.requireZeros(at + AccountRecord.LENGTH - 7, 7);
            requireRising(0, last, 0, accountId);
            if (orders < 0 || killed < 0 || killed > 1 || orders == 0 && killed == 0) {
                throw in.refuse("account " + accountId + " has " + orders + " orders and kill switch " + killed);
            }
            last = accountId;
            accounts.restore(accounts.findOrAdd(accountId), killed == 1, second, orders);
        }
    }

    void readPositions(long count, Positions positions) {
        final DirectBuffer buffer = in.buffer();
        long lastAccountId = 0;
        int lastInstrumentId = 0;
        in.begin(SnapshotSection.POSITIONS);
        for (long i = 0; i < count; i++) {
            final int at = in.record(PositionRecord.LENGTH);
            final long accountId = PositionRecord.accountId(buffer, at);
            final int instrumentId = PositionRecord.instrumentId(buffer, at);
            final long low = PositionRecord.positionLow(buffer, at);
            final long high = PositionRecord.positionHigh(buffer, at);
            in.requireZeros(at + 12, 4);
            requireKnown(instrumentId, false);
            requireRising(lastInstrumentId, lastAccountId, instrumentId, accountId);
            if (accountId <= 0 || (low | high) == 0) {
                throw in.refuse("a position of account " + accountId + " that nobody has");
            }
            lastInstrumentId = instrumentId;
            lastAccountId = accountId;
            positions.restore(positions.findOrAdd(accountId, instrumentId), low, high);
        }
    }

    private void requireKnown(int instrumentId, boolean orAll) {
        if (instruments.find(instrumentId) == null && !(orAll && instrumentId == 0)) {
            throw in.refuse("there is no instrument " + instrumentId);
        }
    }

    private void requireRising(int lastInstrumentId, long lastAccountId, int instrumentId, long accountId) {
        if (instrumentId < lastInstrumentId || instrumentId == lastInstrumentId && accountId <= lastAccountId) {
            throw in.refuse("account " + accountId + " in instrument " + instrumentId + " comes behind account "
                    + lastAccountId + " in " + lastInstrumentId);
        }
    }
}
