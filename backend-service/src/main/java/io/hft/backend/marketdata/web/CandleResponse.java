package io.hft.backend.marketdata.web;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.marketdata.Candle;
import io.hft.backend.money.Decimals;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A candle on the wire, over REST and in the live channel. */
@Schema(name = "Candle")
public record CandleResponse(
        @Schema(example = "2026-01-01T12:00:00Z") Instant openTime,
        @Schema(example = "49990.00") @Nullable String open,
        @Schema(example = "50010.00") @Nullable String high,
        @Schema(example = "49990.00") @Nullable String low,
        @Schema(example = "50000.00") @Nullable String close,

        @Schema(example = "1.25000000", description = "In the base asset")
        String volume,

        @Schema(example = "62500.00000000", description = "In the quote asset")
        String quoteVolume,

        @Schema(example = "5") long trades) {
    public static CandleResponse of(Candle candle, Instrument instrument) {
        return new CandleResponse(
                candle.openTime(),
                TickerResponse.price(candle.open(), instrument),
                TickerResponse.price(candle.high(), instrument),
                TickerResponse.price(candle.low(), instrument),
                TickerResponse.price(candle.close(), instrument),
                Decimals.plain(candle.volume()),
                Decimals.plain(candle.quoteVolume()),
                candle.trades());
    }
}
