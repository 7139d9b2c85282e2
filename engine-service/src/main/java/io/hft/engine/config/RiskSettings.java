package io.hft.engine.config;

import io.hft.engine.config.EngineConfig.AccountLimits;
import io.hft.engine.config.EngineConfig.AccountRisk;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.config.EngineConfig.InstrumentLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section {@code risk}. Limits of an instrument that the settings list are held against its grid here; those of one that only the
 * journal knows, when the journal is read.
 */
final class RiskSettings {
    private final List<InstrumentConfig> instruments;

    private RiskSettings(final List<InstrumentConfig> instruments) {
        this.instruments = instruments;
    }

    static EngineConfig.Risk read(final YamlNode node, final List<InstrumentConfig> instruments) {
        final RiskSettings settings = new RiskSettings(instruments);
        final AccountLimits everyAccount = accountLimits(node);
        final List<InstrumentLimits> limits = settings.instrumentLimits(node, true);
        final List<AccountRisk> accounts = settings.accounts(node);
        node.close();
        return new EngineConfig.Risk(everyAccount, limits, accounts);
    }

    private List<AccountRisk> accounts(final YamlNode parent) {
        final List<AccountRisk> accounts = new ArrayList<>();
        final Set<Long> known = new HashSet<>();
        for (final YamlNode node : parent.children("accounts")) {
            final long accountId = node.positiveLong("account");
            final AccountLimits limits = accountLimits(node);
            final List<InstrumentLimits> perInstrument = instrumentLimits(node, false);
            node.close();
            if (accountId > 0 && !known.add(accountId)) {
                node.problem("account", "must be unique, '" + accountId + "' stands here twice");
            }
            accounts.add(new AccountRisk(accountId, limits, perInstrument));
        }
        return accounts;
    }

    private static AccountLimits accountLimits(final YamlNode node) {
        return new AccountLimits(
                node.whole("max-open-orders", 0, 0, Integer.MAX_VALUE),
                node.whole("orders-per-second", 0, 0, Integer.MAX_VALUE));
    }

    private List<InstrumentLimits> instrumentLimits(final YamlNode parent, final boolean withBand) {
        final List<InstrumentLimits> limits = new ArrayList<>();
        final Set<String> known = new HashSet<>();
        for (final YamlNode node : parent.children("instruments")) {
            final String symbol = node.text("symbol", "");
            final @Nullable BigDecimal maxQuantity = node.optionalDecimal("max-quantity");
            final @Nullable BigDecimal maxNotional = node.optionalDecimal("max-notional");
            final @Nullable BigDecimal maxPosition = node.optionalDecimal("max-position");
            final int band = withBand ? node.whole("price-band-basis-points", 0, 0, 10_000) : 0;
            node.close();
            if (symbol.isEmpty()) {
                node.problem("symbol", "is missing: name an instrument such as BTC-USD");
            } else if (!known.add(symbol)) {
                node.problem("symbol", "must be unique, '" + symbol + "' stands here twice");
            }
            requireGrid(node, symbol, maxQuantity, maxNotional, maxPosition);
            limits.add(new InstrumentLimits(symbol, maxQuantity, maxNotional, maxPosition, band));
        }
        return limits;
    }

    private void requireGrid(
            final YamlNode node,
            final String symbol,
            final @Nullable BigDecimal maxQuantity,
            final @Nullable BigDecimal maxNotional,
            final @Nullable BigDecimal maxPosition) {
        for (final InstrumentConfig instrument : instruments) {
            if (!instrument.symbol().equals(symbol)) {
                continue;
            }
            if (maxQuantity != null) {
                node.requireMultiple("max-quantity", maxQuantity, "lot-size", instrument.lotSize());
            }
            if (maxPosition != null) {
                node.requireMultiple("max-position", maxPosition, "lot-size", instrument.lotSize());
            }
            if (maxNotional != null) {
                node.requireMultiple(
                        "max-notional",
                        maxNotional,
                        "tick-size times lot-size",
                        instrument.tickSize().multiply(instrument.lotSize()));
            }
        }
    }
}
