package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.engine.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What settlement has booked of a shard's events, and which ones it takes next. */
class SettlementCursorTest extends SettlementScene {
    @Test
    void refusesGapsAndRepeatsAndBooksNothingOfThem() {
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        List<ExecutionReport> first = List.copyOf(events);
        book();
        assertThatThrownBy(() -> settlement.book(0, first))
                .isInstanceOf(SettlementProblem.class)
                .hasMessageContaining("event 2 should come next");
        sequence++;
        event(Type.CANCELED, buy, ALICE, Side.BUY, "100", "2");
        assertThatThrownBy(this::book).isInstanceOf(SettlementProblem.class).hasMessageContaining("the engine sent 3");
        assertThat(settlement.cursor(0).sequence()).isEqualTo(1);
        assertThat(state(buy)).startsWith("NEW");
    }

    @Test
    void knowsTheEventUnderTheCursorAgain() {
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        ExecutionReport booked = events.getLast();
        book();
        settlement.confirm(0, booked);
        // Read by a backend that knows the kind of event, and sent by an engine that writes more zeros.
        sequence = 0;
        event(Type.OTHER, buy, ALICE, Side.BUY, "100.00", "2.0");
        settlement.confirm(0, events.getLast());
        for (String[] other : new String[][] {{"100", "3"}, {"101", "2"}}) {
            sequence = 0;
            event(Type.NEW, buy, ALICE, Side.BUY, other[0], other[1]);
            ExecutionReport another = events.getLast();
            assertThatThrownBy(() -> settlement.confirm(0, another))
                    .isInstanceOf(LogDiverged.class)
                    .hasMessageContaining("event 1");
        }
    }

    @Test
    void takesAnEventWithoutAFingerprintOnceUnlessTheLogWasWrongBefore() {
        long buy = order(ALICE, Side.BUY, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "2");
        ExecutionReport booked = events.getLast();
        book();
        sequence = 0;
        event(Type.NEW, buy, ALICE, Side.BUY, "100", "3");
        ExecutionReport another = events.getLast();
        database.jdbc().update("update settlement_cursors set fingerprint = null");
        settlement.diverge(0, "too short");
        assertThatThrownBy(() -> settlement.confirm(0, another)).isInstanceOf(LogDiverged.class);
        assertThat(settlement.cursor(0).diverged()).isEqualTo("too short");
        database.jdbc().update("update settlement_cursors set diverged = null");
        settlement.confirm(0, booked);
        assertThatThrownBy(() -> settlement.confirm(0, another)).isInstanceOf(LogDiverged.class);
        settlement.diverge(0, "another log");
        settlement.confirm(0, booked);
        assertThat(settlement.cursor(0).diverged()).as("the right log is back").isNull();
    }

    @Test
    void refusesHalfATrade() {
        long sell = order(BOB, Side.SELL, "100", "2");
        trade(sell, BOB, Side.SELL, "100", "2", "2", 9, STRANGER, "100", "2", "2", "100", "2");
        assertThat(Step.endsWithinTrade(events)).isFalse();
        List<ExecutionReport> half = List.of(events.getFirst());
        assertThat(Step.endsWithinTrade(half)).isTrue();
        assertThatThrownBy(() -> settlement.book(0, half)).isInstanceOf(SettlementProblem.class);
    }
}
