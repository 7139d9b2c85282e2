package io.hft.backend.stream;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.marketdata.BookLevel;
import io.hft.backend.marketdata.BookView;
import io.hft.backend.marketdata.Books;
import io.hft.backend.marketdata.DayStatistics;
import io.hft.backend.marketdata.DayTicker;
import io.hft.backend.marketdata.web.TickerResponse;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Channel {@code ticker}: the whole ticker whenever it differs from the last one, a few times a second at most. */
@Component
final class TickerTopics implements StateChannel {
    private record State(DayStatistics day, Optional<BookLevel> bid, Optional<BookLevel> ask) {}

    private final Instruments instruments;
    private final Books books;
    private final DayTicker ticker;
    private final StateTopics<State> topics;

    TickerTopics(Instruments instruments, Books books, DayTicker ticker, Messages messages, Clock clock) {
        this.instruments = instruments;
        this.books = books;
        this.ticker = ticker;
        this.topics = new StateTopics<>(subscription -> look(instrument(subscription)), (subscription, seq, state) -> {
            Instrument instrument = instrument(subscription);
            TickerResponse content =
                    TickerResponse.of(instrument, state.day(), state.bid(), state.ask(), clock.instant());
            return messages.of(
                    Channel.TICKER,
                    Messages.SNAPSHOT,
                    seq,
                    Fields.of("symbol", instrument.symbol(), "ticker", content));
        });
    }

    private State look(Instrument instrument) {
        Optional<BookView> book = books.live(instrument.symbol());
        return new State(
                ticker.of(instrument.symbol()), book.flatMap(BookView::bestBid), book.flatMap(BookView::bestAsk));
    }

    private Instrument instrument(Subscription subscription) {
        return instruments.find(String.valueOf(subscription.symbol())).orElseThrow();
    }

    @Override
    public Channel channel() {
        return Channel.TICKER;
    }

    @Override
    public StateTopics<State> topics() {
        return topics;
    }
}
