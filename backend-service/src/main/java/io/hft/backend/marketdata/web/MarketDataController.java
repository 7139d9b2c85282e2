package io.hft.backend.marketdata.web;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.OrderBookDepth;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.marketdata.BookView;
import io.hft.backend.marketdata.Books;
import io.hft.backend.marketdata.DayTicker;
import io.hft.backend.money.Decimals;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Market", description = "What everybody may know.")
class MarketDataController {
    private static final int DEPTH_MAX = 1000;

    private final EngineGateway engine;
    private final MarketSymbols markets;
    private final Books books;
    private final DayTicker ticker;
    private final Clock clock;

    MarketDataController(EngineGateway engine, MarketSymbols markets, Books books, DayTicker ticker, Clock clock) {
        this.engine = engine;
        this.markets = markets;
        this.books = books;
        this.ticker = ticker;
        this.clock = clock;
    }

    @GetMapping("/api/v1/market/{symbol}/book")
    @SecurityRequirements
    @Operation(
            summary = "The order book",
            description =
                    "Price and open quantity of each level, best first, as the engine published it last. It publishes so many"
                            + " levels per side as it is set to, 200 by default.")
    BookResponse book(
            @Parameter(example = "BTC-USD") @PathVariable String symbol,
            @Parameter(description = "Levels per side, 1 to 1000") @RequestParam(defaultValue = "20") int depth) {
        if (depth < 1 || depth > DEPTH_MAX) {
            throw Problem.validation("depth", "range", "must be 1 to " + DEPTH_MAX)
                    .asException();
        }
        Instrument instrument = markets.find(symbol);
        try {
            return BookResponse.of(engine.orderBook(instrument.symbol(), depth), instrument);
        } catch (EngineUnavailable e) {
            throw markets.engineAway();
        } catch (EngineRefusal e) {
            // Known from before; the engine of today does not have it.
            throw markets.unknown(instrument.symbol());
        }
    }

    @GetMapping("/api/v1/market/{symbol}/ticker")
    @SecurityRequirements
    @Operation(
            summary = "The last 24 hours and the best prices",
            description =
                    "Prices of the last 24 hours, to the minute. Without a trade in that time they are the last one before it, and"
                            + " null before the first trade ever; a best price is null where that side of the book is empty or the engine is away.")
    TickerResponse ticker(@Parameter(example = "BTC-USD") @PathVariable String symbol) {
        Instrument instrument = markets.find(symbol);
        Optional<BookView> book = books.live(instrument.symbol());
        return TickerResponse.of(
                instrument,
                ticker.of(instrument.symbol()),
                book.flatMap(BookView::bestBid),
                book.flatMap(BookView::bestAsk),
                clock.instant());
    }

    @Schema(name = "OrderBook")
    record BookResponse(
            @Schema(example = "BTC-USD") String symbol,

            @Schema(description = "The engine's last event that this shows", example = "31")
            long sequence,

            @Schema(description = "[price, quantity], best first", example = "[[\"49999.99\", \"200.00000000\"]]")
            List<List<String>> bids,

            @Schema(description = "[price, quantity], best first", example = "[[\"50000.00\", \"200.00000000\"]]")
            List<List<String>> asks,

            Instant timestamp) {
        static BookResponse of(OrderBookDepth depth, Instrument instrument) {
            return new BookResponse(
                    depth.symbol(),
                    depth.sequence(),
                    levels(depth.bids(), instrument),
                    levels(depth.asks(), instrument),
                    depth.timestamp());
        }

        private static List<List<String>> levels(List<OrderBookDepth.Level> levels, Instrument instrument) {
            return levels.stream()
                    .map(level -> List.of(
                            level.price()
                                    .setScale(instrument.priceScale(), RoundingMode.UNNECESSARY)
                                    .toPlainString(),
                            Decimals.plain(level.quantity())))
                    .toList();
        }
    }
}
