package io.hft.backend.funding;

import io.hft.backend.instruments.Asset;
import io.hft.backend.instruments.Assets;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/** Deposits at what the asset is worth at the moment: that becomes its cost basis. Joins the caller's transaction, if there is one. */
@Component
public class Deposits {
    private final Ledger ledger;
    private final Assets assets;

    Deposits(Ledger ledger, Assets assets) {
        this.ledger = ledger;
        this.assets = assets;
    }

    /** The asset and the user must exist. */
    public Ledger.Booked deposit(long userId, String asset, BigDecimal amount) {
        BigDecimal price = assets.find(asset).map(Asset::priceUsd).orElse(null);
        return ledger.deposit(userId, asset, amount, price == null ? Decimals.ZERO : Decimals.value(amount, price));
    }
}
