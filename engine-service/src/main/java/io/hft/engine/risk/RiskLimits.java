package io.hft.engine.risk;

import io.hft.engine.command.SetRiskLimitsCommand;
import org.agrona.DirectBuffer;

/**
 * The limits of one scope: of an account in an instrument, of an account, of an instrument, or of everything. A limit of 0 is not
 * set in this scope: a wider one may set it.
 *
 * @param accountId 0: every account
 * @param instrumentId 0: every instrument
 * @param priceBandBasisPoints half width of the band in hundredths of a percent, at most {@value #MAX_BAND_BASIS_POINTS}; only of
 *     scopes with an instrument and without an account
 * @param maxQuantityLots the largest total quantity of one order; this and the next two only of scopes with an instrument
 * @param maxNotional price times quantity of one order, in ticks times lots
 * @param maxPositionLots the largest position on either side
 * @param maxOpenOrders of one account in one shard; this and the next only of scopes without an instrument
 * @param ordersPerSecond new orders and replaces of one account in one shard
 */
public record RiskLimits(
        long accountId,
        int instrumentId,
        int priceBandBasisPoints,
        long maxQuantityLots,
        long maxNotional,
        long maxPositionLots,
        int maxOpenOrders,
        int ordersPerSecond) {
    public static final int MAX_BAND_BASIS_POINTS = 10_000;

    /** Whether all limits are within their ranges and belong to this scope. */
    public boolean isValid() {
        if (accountId < 0
                || instrumentId < 0
                || priceBandBasisPoints < 0
                || priceBandBasisPoints > MAX_BAND_BASIS_POINTS
                || maxQuantityLots < 0
                || maxNotional < 0
                || maxPositionLots < 0
                || maxOpenOrders < 0
                || ordersPerSecond < 0) {
            return false;
        }
        return instrumentId == 0
                ? priceBandBasisPoints == 0 && maxQuantityLots == 0 && maxNotional == 0 && maxPositionLots == 0
                : maxOpenOrders == 0 && ordersPerSecond == 0 && (accountId == 0 || priceBandBasisPoints == 0);
    }

    /** Whether the scope sets no limit at all. */
    public boolean isEmpty() {
        return equals(new RiskLimits(accountId, instrumentId, 0, 0, 0, 0, 0, 0));
    }

    static RiskLimits decode(DirectBuffer command, int offset) {
        return new RiskLimits(
                SetRiskLimitsCommand.accountId(command, offset),
                SetRiskLimitsCommand.instrumentId(command, offset),
                SetRiskLimitsCommand.priceBandBasisPoints(command, offset),
                SetRiskLimitsCommand.maxQuantityLots(command, offset),
                SetRiskLimitsCommand.maxNotional(command, offset),
                SetRiskLimitsCommand.maxPositionLots(command, offset),
                SetRiskLimitsCommand.maxOpenOrders(command, offset),
                SetRiskLimitsCommand.ordersPerSecond(command, offset));
    }
}
