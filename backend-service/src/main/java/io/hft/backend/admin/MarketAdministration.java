package io.hft.backend.admin;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.engine.EngineAdministration;
import io.hft.backend.engine.EngineContact;
import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineInstrument;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.TradingState;
import io.hft.backend.identity.Principal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Opens markets, changes their limits and stops them. What is done here holds on every backend: this one knows it before the caller does, the
 * others within a second or two. Callable from any thread; throws {@link EngineUnavailable} and {@link EngineRefusal}.
 */
@Service
public class MarketAdministration {
    private final EngineAdministration engine;
    private final EngineGateway gateway;
    private final AuditedActs acts;
    private final ApplicationEventPublisher publisher;

    MarketAdministration(
            EngineAdministration engine, EngineGateway gateway, AuditedActs acts, ApplicationEventPublisher publisher) {
        this.engine = engine;
        this.gateway = gateway;
        this.acts = acts;
        this.publisher = publisher;
    }

    /** As the engine has them now, by symbol. */
    public List<EngineInstrument> list() {
        return gateway.listInstruments().stream()
                .sorted(Comparator.comparing(EngineInstrument::symbol))
                .toList();
    }

    public Optional<EngineInstrument> find(String symbol) {
        return list().stream().filter(one -> one.symbol().equals(symbol)).findFirst();
    }

    /**
     * Defines a market or changes one.
     *
     * @param instrument its shard and trading state count for a new one only
     */
    public EngineInstrument upsert(EngineInstrument instrument, Principal operator) {
        AuditEvent wish = AuditEvent.of("market.definition")
                .by(operator.userId())
                .on("market " + instrument.symbol())
                .with("before", find(instrument.symbol()).map(String::valueOf).orElse("none"))
                .with("after", instrument.toString());
        EngineInstrument defined =
                acts.carryOut(wish, () -> engine.upsert(instrument), result -> wish.with("after", result.toString()));
        announce();
        return defined;
    }

    /** @throws EngineRefusal with the reason {@code UNKNOWN_INSTRUMENT}, too */
    public EngineInstrument setTradingState(String symbol, TradingState state, String reason, Principal operator) {
        EngineInstrument before = require(symbol);
        AuditEvent wish = AuditEvent.of("market.trading_state")
                .by(operator.userId())
                .on("market " + symbol)
                .with("before", before.tradingState().name())
                .with("after", state.name())
                .with("reason", reason);
        acts.carryOut(
                wish,
                () -> {
                    engine.setTradingState(symbol, state);
                    return state;
                },
                done -> wish);
        announce();
        return require(symbol);
    }

    private EngineInstrument require(String symbol) {
        return find(symbol)
                .orElseThrow(() -> new EngineRefusal("UNKNOWN_INSTRUMENT", "symbol: there is no such market", null));
    }

    /** Before the answer goes out, so that the operator's next request meets the market as it is now. */
    private void announce() {
        publisher.publishEvent(new EngineContact(gateway.listInstruments()));
    }
}
