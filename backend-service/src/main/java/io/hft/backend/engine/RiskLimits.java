package io.hft.backend.engine;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one scope; they take the place of those that it had. A limit that is null, or 0, does not limit.
 *
 * @param accountId null for every account
 * @param symbol null for every market
 * @param maxQuantity of one order; with a symbol only
 * @param maxNotional of one order, in the quote asset; with a symbol only
 * @param maxPosition that an account may reach, long or short, with what is open; with a symbol only
 * @param priceBandBasisPoints half width of the price band in hundredths of a percent; with a symbol and without an account only
 * @param maxOpenOrders of an account; without a symbol only
 * @param ordersPerSecond of an account; without a symbol only
 */
public record RiskLimits(
        @Nullable Long accountId,
        @Nullable String symbol,
        @Nullable BigDecimal maxQuantity,
        @Nullable BigDecimal maxNotional,
        @Nullable BigDecimal maxPosition,
        int priceBandBasisPoints,
        int maxOpenOrders,
        int ordersPerSecond) {}
