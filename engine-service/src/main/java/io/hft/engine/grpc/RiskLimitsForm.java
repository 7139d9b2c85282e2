package io.hft.engine.grpc;

import io.hft.engine.instrument.Instrument;
import io.hft.engine.v1.SetRiskLimitsRequest;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one scope as a request says them, checked whole.
 *
 * @param market null for every symbol
 */
record RiskLimitsForm(
        @Nullable Market market,
        long accountId,
        int priceBandBasisPoints,
        long maxQuantityLots,
        long maxNotional,
        long maxPositionLots,
        int maxOpenOrders,
        int ordersPerSecond) {
    /**
     * @throws InvalidField for the first field that breaks a rule
     */
    static RiskLimitsForm of(final Markets markets, final SetRiskLimitsRequest request) {
        if (request.getAccountId() < 0) {
            throw new InvalidField("account_id", "must not be negative; 0 means every account");
        }
        final int band = notNegative("price_band_basis_points", request.getPriceBandBasisPoints());
        final int maxOpenOrders = notNegative("max_open_orders", request.getMaxOpenOrders());
        final int ordersPerSecond = notNegative("orders_per_second", request.getOrdersPerSecond());
        if (request.getSymbol().isEmpty()) {
            final String rule = "needs a symbol";
            requireNone(isUnset(request.getMaxQuantity()), "max_quantity", rule);
            requireNone(isUnset(request.getMaxNotional()), "max_notional", rule);
            requireNone(isUnset(request.getMaxPosition()), "max_position", rule);
            requireNone(band == 0, "price_band_basis_points", rule);
            return new RiskLimitsForm(null, request.getAccountId(), 0, 0, 0, 0, maxOpenOrders, ordersPerSecond);
        }
        final Market market = markets.require(request.getSymbol());
        requireNone(maxOpenOrders == 0, "max_open_orders", "goes with no symbol: it holds for all of them");
        requireNone(ordersPerSecond == 0, "orders_per_second", "goes with no symbol: it holds for all of them");
        requireNone(
                band == 0 || request.getAccountId() == 0,
                "price_band_basis_points",
                "goes with no account: it holds for all of them");
        if (band > Instrument.MAX_BAND_BASIS_POINTS) {
            throw new InvalidField("price_band_basis_points", "must be at most " + Instrument.MAX_BAND_BASIS_POINTS);
        }
        return new RiskLimitsForm(
                market,
                request.getAccountId(),
                band,
                lots(market, "max_quantity", request.getMaxQuantity()),
                isUnset(request.getMaxNotional()) ? 0 : market.notional("max_notional", request.getMaxNotional()),
                lots(market, "max_position", request.getMaxPosition()),
                0,
                0);
    }

    /** 0 for every instrument. */
    int instrumentId() {
        return market == null ? 0 : market.id();
    }

    private static long lots(final Market market, final String field, final String text) {
        return isUnset(text) ? 0 : market.quantity().parse(field, text);
    }

    private static boolean isUnset(final String text) {
        return text.isEmpty() || DecimalGrid.isZero(text);
    }

    private static int notNegative(final String field, final int value) {
        if (value < 0) {
            throw new InvalidField(field, "must not be negative; 0 means no limit");
        }
        return value;
    }

    private static void requireNone(final boolean holds, final String field, final String rule) {
        if (!holds) {
            throw new InvalidField(field, rule);
        }
    }
}
