package io.hft.engine.risk;

import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.snapshot.AccountRecord;
import io.hft.engine.snapshot.PositionRecord;
import io.hft.engine.snapshot.SnapshotEncoder;
import io.hft.engine.snapshot.SnapshotSection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What of risk is part of a snapshot, counted and in an order that does not depend on who came first. What orders bring with them
 * (open orders, open quantities) is not: it comes back with them; nor is what decides nothing any more (a past second's count, a
 * position of zero).
 */
public final class RiskState {
    private final AccountState accounts;
    private final Positions positions;
    private final long second;
    private final List<RiskLimits> limits;
    private final long[] accountIds;
    // Accounts with a position, grouped by instrument: those of instrument i stand from starts[i] to starts[i + 1].
    private final long[] holders;
    private final int[] starts;

    RiskState(LimitScopes scopes, AccountState accounts, Positions positions, long second) {
        this.accounts = accounts;
        this.positions = positions;
        this.second = second;
        limits = scopes.all();
        limits.sort(Comparator.comparingInt(RiskLimits::instrumentId).thenComparingLong(RiskLimits::accountId));
        accountIds = accountIds(accounts, second);
        starts = starts(positions);
        holders = holders(positions, starts);
    }

    private static long[] accountIds(AccountState accounts, long second) {
        final long[] ids = new long[accounts.size()];
        int count = 0;
        for (int record = 1; record <= accounts.size(); record++) {
            if (accounts.isKilled(record) || accounts.ordersInSecond(record, second) != 0) {
                ids[count++] = accounts.accountId(record);
            }
        }
        final long[] sorted = Arrays.copyOf(ids, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static int[] starts(Positions positions) {
        int limit = 1;
        for (int record = 1; record <= positions.size(); record++) {
            limit = Math.max(limit, positions.instrumentId(record) + 1);
        }
        final int[] starts = new int[limit + 1];
        for (int record = 1; record <= positions.size(); record++) {
            if (!positions.isFlat(record)) {
                starts[positions.instrumentId(record) + 1]++;
            }
        }
        for (int i = 1; i <= limit; i++) {
            starts[i] += starts[i - 1];
        }
        return starts;
    }

    private static long[] holders(Positions positions, int[] starts) {
        final long[] holders = new long[starts[starts.length - 1]];
        final int[] next = starts.clone();
        for (int record = 1; record <= positions.size(); record++) {
            if (!positions.isFlat(record)) {
                holders[next[positions.instrumentId(record)]++] = positions.accountId(record);
            }
        }
        for (int i = 0; i < starts.length - 1; i++) {
            Arrays.sort(holders, starts[i], starts[i + 1]);
        }
        return holders;
    }

    public int limits() {
        return limits.size();
    }

    public int accounts() {
        return accountIds.length;
    }

    public int positions() {
        return holders.length;
    }

    /** Writes the sections of limits, accounts and positions. */
    public void writeTo(SnapshotEncoder out) {
        writeLimits(out);
        out.begin(SnapshotSection.ACCOUNTS);
        for (final long accountId : accountIds) {
            final int record = accounts.find(accountId);
            AccountRecord.encode(
                    out.buffer(),
                    out.record(AccountRecord.LENGTH),
                    accountId,
                    accounts.ordersInSecond(record, second),
                    (byte) (accounts.isKilled(record) ? 1 : 0));
        }
        out.begin(SnapshotSection.POSITIONS);
        for (int instrumentId = 0; instrumentId < starts.length - 1; instrumentId++) {
            for (int i = starts[instrumentId]; i < starts[instrumentId + 1]; i++) {
                final int record = positions.find(holders[i], instrumentId);
                PositionRecord.encode(
                        out.buffer(),
                        out.record(PositionRecord.LENGTH),
                        holders[i],
                        instrumentId,
                        positions.positionLow(record),
                        positions.positionHigh(record));
            }
        }
    }

    private void writeLimits(SnapshotEncoder out) {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[SetRiskLimitsCommand.LENGTH]);
        final int body = SetRiskLimitsCommand.LENGTH - CommandHeader.LENGTH;
        out.begin(SnapshotSection.RISK_LIMITS);
        for (final RiskLimits scope : limits) {
            SetRiskLimitsCommand.encode(
                    command,
                    0,
                    0,
                    0,
                    scope.accountId(),
                    scope.instrumentId(),
                    scope.priceBandBasisPoints(),
                    scope.maxQuantityLots(),
                    scope.maxNotional(),
                    scope.maxPositionLots(),
                    scope.maxOpenOrders(),
                    scope.ordersPerSecond());
            out.buffer().putBytes(out.record(body), command, CommandHeader.LENGTH, body);
        }
    }
}
