package io.hft.backend.marketdata.web;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.marketdata.Candle;
import io.hft.backend.marketdata.CandleInterval;
import io.hft.backend.marketdata.Candles;
import io.hft.backend.marketdata.Tape;
import io.hft.backend.marketdata.Trade;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemException;
import io.hft.backend.web.cursor.Cursors;
import io.hft.backend.web.cursor.PageLimit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was traded. */
@RestController
@Tag(name = "Market")
class HistoryController {
    private static final String TRADES = "trades";
    private static final int CANDLES_MAX = 1_000;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final MarketSymbols markets;
    private final Tape tape;
    private final Candles candles;
    private final Cursors cursors;

    HistoryController(MarketSymbols markets, Tape tape, Candles candles, Cursors cursors) {
        this.markets = markets;
        this.tape = tape;
        this.candles = candles;
        this.cursors = cursors;
    }

    @GetMapping("/api/v1/market/{symbol}/trades")
    @SecurityRequirements
    @Operation(
            summary = "The latest trades, newest first",
            description = "Trades are on the tape once they are booked.")
    TradePage trades(
            @Parameter(example = "BTC-USD") @PathVariable String symbol,
            @Parameter(description = "next_cursor of the page before") @RequestParam(required = false) @Nullable
                    String cursor,
            @Parameter(description = "1 to 500") @RequestParam(defaultValue = PageLimit.DEFAULT) int limit) {
        PageLimit.check(limit);
        Instrument instrument = markets.find(symbol);
        List<String> filters = List.of(instrument.symbol());
        long before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursors.read(TRADES, filters, cursor));
        List<Trade> found = tape.before(instrument.symbol(), before, limit + 1);
        return new TradePage(
                PageLimit.page(found, limit).stream()
                        .map(trade -> TradeResponse.of(trade, instrument))
                        .toList(),
                PageLimit.next(found, limit, last -> cursors.write(TRADES, filters, Long.toString(last.number()))));
    }

    @GetMapping("/api/v1/market/{symbol}/candles")
    @SecurityRequirements
    @Operation(
            summary = "Candles, oldest first",
            description =
                    "From the first trade of the market to now, without a gap: one without a trade carries the last close, volume 0."
                            + " Without `from` the last ones before `to`, with it the first ones from there on; the present candle is the last"
                            + " one and still changes. A trade belongs to the candle of its execution, also when it is booked a little later.")
    CandlePage candles(
            @Parameter(example = "BTC-USD") @PathVariable String symbol,
            @Parameter(
                            description = "How long a candle lasts",
                            schema =
                                    @Schema(
                                            allowableValues = {"1m", "5m", "15m", "1h", "1d"},
                                            defaultValue = "1m"))
                    @RequestParam(defaultValue = "1m")
                    String interval,
            @Parameter(
                            description = "Candles that begin here or later: RFC 3339, or milliseconds since 1970",
                            example = "2026-01-01T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    String from,
            @Parameter(description = "Candles that begin before: RFC 3339, or milliseconds since 1970")
                    @RequestParam(required = false)
                    @Nullable
                    String to,
            @Parameter(description = "1 to 1000") @RequestParam(defaultValue = "100") int limit) {
        checkRange("limit", limit, CANDLES_MAX);
        CandleInterval wanted = CandleInterval.of(interval).orElseThrow(() -> Problem.validation(
                        "interval", "one_of", "must be one of " + String.join(", ", CandleInterval.texts()))
                .asException());
        Instant begin = from == null ? null : time("from", from);
        Instant end = to == null ? null : time("to", to);
        if (begin != null && end != null && begin.isAfter(end)) {
            throw Problem.validation("from", "order", "must not be after to").asException();
        }
        Instrument instrument = markets.find(symbol);
        return new CandlePage(
                instrument.symbol(),
                wanted.text(),
                find(instrument.symbol(), wanted, begin, end, limit).stream()
                        .map(candle -> CandleResponse.of(candle, instrument))
                        .toList());
    }

    private List<Candle> find(
            String symbol, CandleInterval interval, @Nullable Instant from, @Nullable Instant to, int limit) {
        Duration span = interval.duration().multipliedBy(limit);
        if (from == null && to == null) {
            return candles.latest(symbol, interval, limit);
        }
        if (from == null) {
            Instant end = interval.ceiling(to);
            return candles.range(symbol, interval, end.minus(span), end);
        }
        Optional<Instant> first = candles.first(symbol, interval);
        if (first.isEmpty()) {
            return List.of();
        }
        Instant begin = first.get().isAfter(from) ? first.get() : interval.ceiling(from);
        Instant full = begin.plus(span);
        return candles.range(symbol, interval, begin, to == null || full.isBefore(to) ? full : to);
    }

    private static void checkRange(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw Problem.validation(field, "range", "must be 1 to " + max).asException();
        }
    }

    private static Instant time(String field, String text) {
        try {
            Instant time = text.matches("[0-9]{1,15}")
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw malformed(field);
            }
            return time;
        } catch (DateTimeException e) {
            throw malformed(field);
        }
    }

    private static ProblemException malformed(String field) {
        return Problem.validation(
                        field, "time", "must be a time such as 2026-01-01T00:00:00Z, or milliseconds since 1970")
                .asException();
    }

    @Schema(name = "Trades")
    record TradePage(
            List<TradeResponse> items,

            @Schema(description = "For the next, older page; null on the last one") @Nullable
            String nextCursor) {}

    @Schema(name = "Candles")
    record CandlePage(
            @Schema(example = "BTC-USD") String symbol,
            @Schema(example = "1m") String interval,
            List<CandleResponse> items) {}
}
