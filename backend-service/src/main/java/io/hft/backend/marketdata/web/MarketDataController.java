package io.hft.backend.marketdata.web;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.OrderBookDepth;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.money.Decimals;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Market", description = "What everybody may know.")
class MarketDataController {
    private static final int DEPTH_MAX = 1000;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final EngineGateway engine;
    private final Instruments instruments;
    private final Clock clock;

    MarketDataController(EngineGateway engine, Instruments instruments, Clock clock) {
        this.engine = engine;
        this.instruments = instruments;
        this.clock = clock;
    }

    @GetMapping("/api/v1/market/{symbol}/book")
    @SecurityRequirements
    @Operation(
            summary = "The order book",
            description = "Price and open quantity of each level, best first, as the engine published it last.")
    BookResponse book(
            @Parameter(example = "BTC-USD") @PathVariable String symbol,
            @Parameter(description = "Levels per side, 1 to 1000") @RequestParam(defaultValue = "20") int depth) {
        if (depth < 1 || depth > DEPTH_MAX) {
            throw Problem.validation("depth", "range", "must be 1 to " + DEPTH_MAX)
                    .asException();
        }
        String wanted = symbol.strip().toUpperCase(Locale.ROOT);
        Instrument instrument = instruments.find(wanted).orElseThrow(() -> unknown(wanted));
        try {
            return BookResponse.of(engine.orderBook(wanted, depth), instrument);
        } catch (EngineUnavailable e) {
            throw engineAway();
        } catch (EngineRefusal e) {
            // Known from before; the engine of today does not have it.
            throw unknown(wanted);
        }
    }

    /** Before the first contact with the engine nobody knows what there is. */
    private ProblemException unknown(String symbol) {
        return instruments.all().isEmpty()
                ? engineAway()
                : Problem.of(ErrorCode.INSTRUMENT_NOT_FOUND, "There is no market " + symbol)
                        .asException();
    }

    private static ProblemException engineAway() {
        return Problem.of(ErrorCode.ENGINE_UNAVAILABLE, "The matching engine does not answer; try again shortly")
                .withRetryAfter(RETRY_AFTER_SECONDS)
                .asException();
    }

    @GetMapping("/api/v1/time")
    @SecurityRequirements
    @Operation(summary = "The exchange's clock")
    TimeResponse time() {
        Instant now = clock.instant();
        return new TimeResponse(now, now.toEpochMilli());
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

    @Schema(name = "Time")
    record TimeResponse(
            Instant timestamp,
            @Schema(example = "1767225600000") long epochMillis) {}
}
