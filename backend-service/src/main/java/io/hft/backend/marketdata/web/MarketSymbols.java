package io.hft.backend.marketdata.web;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemException;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The market that a path names. */
@Component
final class MarketSymbols {
    private static final int RETRY_AFTER_SECONDS = 2;

    private final Instruments instruments;

    MarketSymbols(Instruments instruments) {
        this.instruments = instruments;
    }

    /** @throws ProblemException 404; 503 while nobody knows what there is */
    Instrument find(String symbol) {
        String wanted = symbol.strip().toUpperCase(Locale.ROOT);
        return instruments.find(wanted).orElseThrow(() -> unknown(wanted));
    }

    /** Before the first contact with the engine nobody knows what there is. */
    ProblemException unknown(String symbol) {
        return instruments.all().isEmpty()
                ? engineAway()
                : Problem.of(ErrorCode.INSTRUMENT_NOT_FOUND, "There is no market " + symbol)
                        .asException();
    }

    ProblemException engineAway() {
        return Problem.of(ErrorCode.ENGINE_UNAVAILABLE, "The matching engine does not answer; try again shortly")
                .withRetryAfter(RETRY_AFTER_SECONDS)
                .asException();
    }
}
