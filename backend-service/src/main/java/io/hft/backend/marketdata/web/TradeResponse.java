package io.hft.backend.marketdata.web;

import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.marketdata.Trade;
import io.hft.backend.money.Decimals;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trade on the wire, over REST and in the live channel. */
@Schema(name = "Trade")
public record TradeResponse(
        @Schema(example = "1042", description = "Contiguous per market, from 1")
        long seq,

        @Schema(example = "77") String tradeId,
        @Schema(example = "50000.00") String price,
        @Schema(example = "0.25000000") String quantity,

        @Schema(description = "Of the incoming order: BUY lifted an offer, SELL hit a bid")
        Side side,

        Instant executedAt) {
    public static TradeResponse of(Trade trade, Instrument instrument) {
        @Nullable String price = TickerResponse.price(trade.price(), instrument);
        return new TradeResponse(
                trade.number(),
                Long.toString(trade.tradeId()),
                Objects.requireNonNull(price),
                Decimals.plain(trade.quantity()),
                trade.takerSide(),
                trade.executedAt());
    }
}
