package io.hft.backend.trading;

import io.hft.backend.engine.Side;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.instruments.Assets;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.orders.KeyedPlacement;
import io.hft.backend.orders.NewOrder;
import io.hft.backend.orders.Order;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Buys an asset at the market with another one. Blocks until the outcome is booked; use virtual threads. */
@Component
public class MarketBuy {
    private static final Pattern ASSET = Pattern.compile("[A-Z0-9]{1,12}");

    private final Assets assets;
    private final Instruments instruments;
    private final KeyedPlacement placement;

    MarketBuy(Assets assets, Instruments instruments, KeyedPlacement placement) {
        this.assets = assets;
        this.instruments = instruments;
        this.placement = placement;
    }

    /** What became of it. */
    public sealed interface Result {
        record UnknownAsset(String symbol) implements Result {}

        /** Both assets exist, but nobody trades one for the other. */
        record NoMarket() implements Result {}

        record Handled(KeyedPlacement.Result result) implements Result {}
    }

    /**
     * @param asset what to buy, {@code payWith} what to pay with; upper case
     * @param composer the answer to a placed order; must give the same for the same order
     */
    public Result buy(
            IdempotencyClaim claim,
            String asset,
            String payWith,
            BigDecimal quantity,
            Function<Order, StoredAnswer> composer) {
        Optional<KeyedPlacement.Result> repeat = placement.repeat(claim, composer);
        if (repeat.isPresent()) {
            return new Result.Handled(repeat.get());
        }
        if (!exists(asset)) {
            return new Result.UnknownAsset(asset);
        }
        if (!exists(payWith)) {
            return new Result.UnknownAsset(payWith);
        }
        Optional<Instrument> instrument = instruments.find(asset, payWith);
        if (instrument.isEmpty()) {
            return new Result.NoMarket();
        }
        NewOrder order = NewOrder.market(claim.userId(), instrument.get().symbol(), Side.BUY, quantity);
        return new Result.Handled(placement.place(order, claim, composer));
    }

    private boolean exists(String asset) {
        return ASSET.matcher(asset).matches() && assets.find(asset).isPresent();
    }
}
