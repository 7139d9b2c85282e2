package io.hft.backend.stream;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.marketdata.Candle;
import io.hft.backend.marketdata.CandleInterval;
import io.hft.backend.marketdata.Candles;
import io.hft.backend.marketdata.web.CandleResponse;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Channel {@code candles}: the newest candles of a market and an interval whenever they differ; several, since a trade is booked a moment after it
 * is executed and may belong to a candle that is over.
 */
@Component
final class CandleTopics implements StateChannel {
    private static final int NEWEST = 3;

    private final Instruments instruments;
    private final StateTopics<List<Candle>> topics;

    CandleTopics(Instruments instruments, Candles candles, Messages messages) {
        this.instruments = instruments;
        this.topics = new StateTopics<>(
                subscription -> candles.latest(instrument(subscription).symbol(), interval(subscription), NEWEST),
                (subscription, seq, state) -> {
                    Instrument instrument = instrument(subscription);
                    return messages.of(
                            Channel.CANDLES,
                            Messages.SNAPSHOT,
                            seq,
                            Fields.of(
                                    "symbol",
                                    instrument.symbol(),
                                    "interval",
                                    interval(subscription).text(),
                                    "candles",
                                    state.stream()
                                            .map(candle -> CandleResponse.of(candle, instrument))
                                            .toList()));
                });
    }

    private Instrument instrument(Subscription subscription) {
        return instruments.find(String.valueOf(subscription.symbol())).orElseThrow();
    }

    private static CandleInterval interval(Subscription subscription) {
        return CandleInterval.of(String.valueOf(subscription.interval())).orElseThrow();
    }

    @Override
    public Channel channel() {
        return Channel.CANDLES;
    }

    @Override
    public StateTopics<List<Candle>> topics() {
        return topics;
    }
}
