package io.hft.engine.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.TradingState;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DepthChangesTest {
    private final DepthMirrors mirrors = new DepthMirrors();
    private final DepthChanges changes = new DepthChanges(mirrors);
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[Event.LENGTH]);

    @Test
    void showsNothingOfACommandThatIsNotDone() {
        event(EventType.NEW, 1, 0, 0);
        changes.level(1, true, 100, 5, 1);
        changes.commandDone();
        event(EventType.NEW, 2, 0, 0);
        changes.level(1, true, 101, 6, 1);
        changes.show();
        assertThat(view(1).sequence()).isEqualTo(1);
        assertThat(view(1).timestampNanos()).isEqualTo(1_001);
        assertThat(view(1).bids().size()).isEqualTo(1);
        changes.level(1, true, 100, 0, 0);
        changes.show();
        assertThat(view(1).bids().priceTicks(0)).isEqualTo(100);
        changes.commandDone();
        changes.show();
        assertThat(view(1).sequence()).isEqualTo(2);
        assertThat(view(1).bids().size()).isEqualTo(1);
        assertThat(view(1).bids().priceTicks(0)).isEqualTo(101);
    }

    @Test
    void showsACommandOverSeveralBooksWithOneSequence() {
        event(EventType.CANCELED, 3, 0, 0);
        for (int i = 0; i < 2_000; i++) {
            changes.level(1 + i % 40, i % 2 == 0, 100 + i, 7, 1);
        }
        event(EventType.MASS_CANCELED, 4, 0, 0);
        changes.commandDone();
        changes.show();
        for (int id = 1; id <= 40; id++) {
            assertThat(view(id).sequence()).isEqualTo(4);
            assertThat(view(id).bids().size() + view(id).asks().size()).isEqualTo(50);
        }
    }

    @Test
    void saysUpToWhichEventABookIsShownAlsoWhenNothingChangedInIt() {
        change(1, 1);
        change(2, 2);
        event(EventType.REJECTED, 3, 0, 0);
        changes.commandDone();
        changes.show();
        assertThat(view(1).sequence()).isEqualTo(3);
        assertThat(view(1).timestampNanos()).isEqualTo(1_003);
        assertThat(view(2).sequence()).isEqualTo(3);
        assertThat(Objects.requireNonNull(mirrors.find(1)).top().sequence()).isEqualTo(3);
        event(EventType.REJECTED, 4, 0, 0);
        changes.show();
        assertThat(view(1).sequence()).isEqualTo(3);
    }

    @Test
    void tellsTradesStatesAndNewInstruments() {
        event(EventType.INSTRUMENT, 1, 0, 0);
        changes.commandDone();
        changes.show();
        assertThat(view(1).tradingState()).isEqualTo(TradingState.TRADING);
        event(EventType.TRADE, 2, 50, 0);
        event(EventType.TRADE, 3, 51, 0);
        changes.commandDone();
        event(EventType.TRADING_STATE, 4, 0, TradingState.CANCEL_ONLY.code());
        changes.commandDone();
        changes.show();
        assertThat(view(1).lastTradePriceTicks()).isEqualTo(51);
        assertThat(view(1).tradingState()).isEqualTo(TradingState.CANCEL_ONLY);
        assertThat(view(1).sequence()).isEqualTo(4);
    }

    @Test
    void ringsForWatchedBooksOnly() {
        final int[] rings = new int[1];
        mirrors.onChange(() -> rings[0]++);
        change(1, 1);
        assertThat(rings[0]).isZero();
        Objects.requireNonNull(mirrors.find(1)).watch(true);
        change(2, 2);
        assertThat(rings[0]).isZero();
        change(1, 3);
        assertThat(rings[0]).isOne();
    }

    private void change(final int instrumentId, final long sequence) {
        event(EventType.NEW, sequence, 0, 0);
        changes.level(instrumentId, true, 100, sequence, 1);
        changes.commandDone();
        changes.show();
    }

    private DepthView view(final int instrumentId) {
        return Objects.requireNonNull(mirrors.find(instrumentId)).read(Integer.MAX_VALUE);
    }

    private void event(final EventType type, final long sequence, final long lastPrice, final long quantity) {
        Event.encodeHeader(event, 0, type, sequence, 1_000 + sequence, 0, 0);
        Event.encodeOrder(event, 0, 0, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, 0, quantity, 0, 0);
        Event.encodeOutcome(event, 0, lastPrice, 0, 0, 0, 0, RejectReason.NONE.code(), (byte) 0, (byte) 0);
        changes.event(event, 0);
    }
}
