package io.hft.backend.marketdata.web;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.marketdata.BookLevel;
import io.hft.backend.marketdata.DayStatistics;
import io.hft.backend.money.Decimals;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ticker on the wire, over REST and in the live channel. */
@Schema(name = "Ticker")
public record TickerResponse(
        @Schema(example = "BTC-USD") String symbol,

        @Schema(example = "49800.00", description = "Of the first trade within 24 hours") @Nullable
        String open,

        @Schema(example = "50000.00") @Nullable String high,
        @Schema(example = "49800.00") @Nullable String low,
        @Schema(example = "50000.00") @Nullable String last,

        @Schema(example = "12.50000000", description = "In the base asset")
        String volume,

        @Schema(example = "624000.00000000", description = "In the quote asset")
        String quoteVolume,

        @Schema(example = "200.00", description = "last minus open") @Nullable
        String change,

        @Schema(example = "0.40") @Nullable String changePercent,
        @Schema(example = "31") long trades,
        @Schema(example = "49999.99") @Nullable String bestBid,
        @Schema(example = "200.00000000") @Nullable String bestBidQuantity,
        @Schema(example = "50000.00") @Nullable String bestAsk,
        @Schema(example = "200.00000000") @Nullable String bestAskQuantity,
        Instant timestamp) {
    /** @param bid and {@code ask}: the best ones; empty while there is none or the engine's book is not known */
    public static TickerResponse of(
            Instrument instrument,
            DayStatistics day,
            Optional<BookLevel> bid,
            Optional<BookLevel> ask,
            Instant timestamp) {
        return new TickerResponse(
                instrument.symbol(),
                price(day.open(), instrument),
                price(day.high(), instrument),
                price(day.low(), instrument),
                price(day.last(), instrument),
                Decimals.plain(day.volume()),
                Decimals.plain(day.quoteVolume()),
                price(day.change(), instrument),
                day.changePercent() == null ? null : day.changePercent().toPlainString(),
                day.trades(),
                bid.map(BookLevel::price).orElse(null),
                bid.map(BookLevel::quantity).orElse(null),
                ask.map(BookLevel::price).orElse(null),
                ask.map(BookLevel::quantity).orElse(null),
                timestamp);
    }

    static @Nullable String price(@Nullable BigDecimal price, Instrument instrument) {
        return price == null
                ? null
                : price.setScale(instrument.priceScale(), RoundingMode.UNNECESSARY)
                        .toPlainString();
    }
}
