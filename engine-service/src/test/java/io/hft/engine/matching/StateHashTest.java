package io.hft.engine.matching;

import static io.hft.engine.command.Side.BUY;
import static io.hft.engine.command.Side.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StateHashTest {
    private final EngineUnderTest engine = new EngineUnderTest();

    @Test
    void tellsTheHashBeforeItsOwnEvent() {
        engine.limit(1, BUY, 100, 10);
        final long hash = engine.engine.stateHash();
        final List<Report> reports = engine.askStateHash();
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().type()).hasToString("STATE_HASH");
        assertThat(reports.getFirst().orderId()).isEqualTo(hash);
        assertThat(engine.engine.stateHash()).isNotEqualTo(hash);
    }

    @Test
    void differsWhenAnythingThatWasSaidDiffers() {
        final EngineUnderTest other = new EngineUnderTest();
        engine.limit(1, BUY, 100, 10);
        other.limit(1, BUY, 100, 11);
        assertThat(engine.engine.stateHash()).isNotEqualTo(other.engine.stateHash());
    }

    @Test
    void differsWhenAnInstrumentDiffersInWhatItsEventDoesNotSay() {
        final EngineUnderTest other = new EngineUnderTest();
        assertThat(engine.engine.stateHash()).isEqualTo(other.engine.stateHash());
        engine.upsert(EngineUnderTest.instrument(2, "ETH-USD", 5));
        other.upsert(EngineUnderTest.instrument(2, "ETH-USD", 6));
        assertThat(engine.engine.stateHash()).isNotEqualTo(other.engine.stateHash());
    }

    @Test
    void isTheSameNumberInEveryJvm() {
        engine.limit(1, BUY, 100, 10);
        engine.limit(2, SELL, 99, 4);
        engine.replace(1, 101, 20);
        engine.cancel(1);
        assertThat(engine.engine.stateHash()).isEqualTo(-748_031_137_359_825_306L);
    }
}
