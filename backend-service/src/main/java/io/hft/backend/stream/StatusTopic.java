package io.hft.backend.stream;

import io.hft.backend.marketdata.ExchangeStatus;
import io.hft.backend.marketdata.ExchangeStatus.Market;
import io.hft.backend.marketdata.web.StatusResponse;
import java.util.List;
import org.springframework.stereotype.Component;

/** Channel {@code status}: the exchange's whole state when the engine comes or goes or a market's trading state changes. */
@Component
final class StatusTopic implements StateChannel {
    private record State(boolean connected, List<Market> markets) {}

    private final StateTopics<State> topics;

    StatusTopic(ExchangeStatus status, Messages messages) {
        this.topics = new StateTopics<>(
                subscription -> {
                    ExchangeStatus.Status present = status.present();
                    return new State(present.engineConnected(), present.markets());
                },
                (subscription, seq, state) -> messages.of(
                        Channel.STATUS,
                        Messages.SNAPSHOT,
                        seq,
                        Fields.of("status", StatusResponse.of(status.present()))));
    }

    @Override
    public Channel channel() {
        return Channel.STATUS;
    }

    @Override
    public StateTopics<State> topics() {
        return topics;
    }
}
