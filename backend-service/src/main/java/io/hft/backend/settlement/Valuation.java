package io.hft.backend.settlement;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** What assets are worth in USD while a batch is booked: as before it, until a trade of the batch says otherwise. */
final class Valuation {
    static final String USD = "USD";

    private final Map<String, BigDecimal> prices;

    /** @param prices of the assets that this batch pays with, USD excepted */
    Valuation(Map<String, BigDecimal> prices) {
        this.prices = new HashMap<>(prices);
    }

    void traded(Instrument instrument, BigDecimal price) {
        if (instrument.quoteAsset().equals(USD)) {
            prices.computeIfPresent(instrument.baseAsset(), (asset, before) -> price);
        }
    }

    BigDecimal usd(String asset, BigDecimal amount) {
        return asset.equals(USD) ? amount : Decimals.value(amount, prices.getOrDefault(asset, Decimals.ZERO));
    }
}
