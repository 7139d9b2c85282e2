package io.hft.backend.instruments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.EngineContact;
import io.hft.backend.engine.EngineInstrument;
import io.hft.backend.engine.TradingState;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstrumentsTest {
    private final MoneyDatabase database = new MoneyDatabase();
    private final Instruments instruments =
            new Instruments(database.client(), database.transaction().getTransactionManager());

    private static EngineInstrument instrument(String base, String quote, String tick, String lot) {
        return new EngineInstrument(
                base + "-" + quote,
                base,
                quote,
                new BigDecimal(tick),
                new BigDecimal(lot),
                BigDecimal.TEN,
                BigDecimal.ONE,
                0,
                0,
                TradingState.TRADING);
    }

    @Test
    void leavesOutWhatCannotBeKeptAndTakesTheOthers() {
        instruments.onEngineContact(new EngineContact(List.of(
                instrument("AAA", "USD", "0.000000001", "1"),
                instrument("BBB", "USD", "0.01", "0.0000000001"),
                instrument("lower", "USD", "0.01", "1"),
                instrument("CCC", "USD", "0.0000000100", "0.00000001"))));
        assertThat(instruments.all()).extracting(Instrument::symbol).containsExactly("BTC-USD", "CCC-USD");
    }
}
