package io.hft.engine.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.stub.ServerCallStreamObserver;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.marketdata.DepthChanges;
import io.hft.engine.marketdata.DepthMirrors;
import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.TradingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed over books that the test changes, with clients whose transport the test opens and closes. */
class DepthFeedTest {
    private final DepthMirrors mirrors = new DepthMirrors();
    private final DepthChanges changes = new DepthChanges(mirrors);
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[Event.LENGTH]);
    private @Nullable DepthFeed feed;
    private long sequence;

    @BeforeEach
    void define() {
        say(EventType.INSTRUMENT, 0, 0);
    }

    @AfterEach
    void stop() {
        if (feed != null) {
            feed.close();
        }
    }

    @Test
    void beginsWithASnapshotAndSaysWhatChanges() {
        bid(100, 5, 1);
        bid(99, 7, 2);
        final Client client = subscribe(2);
        client.awaitUpdates(1);
        final MarketDataUpdate snapshot = client.received.getFirst();
        assertThat(snapshot.getSnapshot()).isTrue();
        assertThat(snapshot.getSequence()).isEqualTo(1);
        assertThat(snapshot.getEventSequence()).isEqualTo(3);
        assertThat(snapshot.getTimestampNanos()).isEqualTo(1_003);
        assertThat(snapshot.getBidsList()).containsExactly(level(100, "0.05", 1), level(99, "0.07", 2));
        assertThat(snapshot.getLastTradePrice()).isEmpty();
        assertThat(snapshot.getTradingState()).isEqualTo(TradingState.TRADING);

        bid(99, 8, 3);
        client.awaitUpdates(2);
        assertThat(client.received.get(1).getSnapshot()).isFalse();
        assertThat(client.received.get(1).getSequence()).isEqualTo(2);
        assertThat(client.received.get(1).getBidsList()).containsExactly(level(99, "0.08", 3));
        assertThat(client.received.get(1).getAsksList()).isEmpty();
    }

    @Test
    void saysWhichLevelsLeaveAndEnterTheDepthAskedFor() {
        bid(100, 5, 1);
        bid(99, 5, 1);
        bid(98, 5, 1);
        final Client client = subscribe(2);
        client.awaitUpdates(1);
        bid(101, 6, 1);
        client.awaitUpdates(2);
        assertThat(client.received.get(1).getBidsList()).containsExactly(level(101, "0.06", 1), gone(99));
        bid(101, 0, 0);
        client.awaitUpdates(3);
        assertThat(client.received.get(2).getBidsList()).containsExactly(gone(101), level(99, "0.05", 1));
        // Out of sight: nothing to say. The change behind it shows that it was not only late.
        bid(98, 9, 9);
        bid(100, 1, 1);
        client.awaitUpdates(4);
        assertThat(client.received.get(3).getBidsList()).containsExactly(level(100, "0.01", 1));
    }

    @Test
    void sendsAClientThatDoesNotReadNothingAndThenTheDifferenceToWhatItHas() {
        bid(100, 5, 1);
        final Client slow = subscribe(5);
        final Client quick = subscribe(5);
        slow.awaitUpdates(1);
        quick.awaitUpdates(1);
        slow.ready = false;
        for (int i = 1; i <= 50; i++) {
            bid(100, 5 + i, 1);
            bid(100 - i % 4, 3, 1);
            quick.awaitBook(mirrors);
        }
        bid(98, 0, 0);
        quick.awaitBook(mirrors);
        assertThat(slow.received).hasSize(1);
        slow.becomeReady();
        slow.awaitBook(mirrors);
        assertThat(slow.received).hasSize(2);
        assertThat(quick.received).hasSizeGreaterThan(10);
    }

    @Test
    void tellsTradesAndStatesWithoutAnyLevel() {
        bid(100, 5, 1);
        final Client client = subscribe(5);
        client.awaitUpdates(1);
        say(EventType.TRADE, 77, 0);
        client.awaitUpdates(2);
        assertThat(client.received.get(1).getLastTradePrice()).isEqualTo("0.77");
        assertThat(client.received.get(1).getBidsCount()).isZero();
        say(EventType.TRADING_STATE, 0, io.hft.engine.instrument.TradingState.HALTED.code());
        client.awaitUpdates(3);
        assertThat(client.received.get(2).getTradingState()).isEqualTo(TradingState.HALTED);
        assertThat(client.received.get(2).getLastTradePrice()).isEqualTo("0.77");
        assertThat(client.received.get(2).getBidsCount()).isZero();
    }

    @Test
    void makesOneUpdateOfWhatHappensWithinAnInterval() {
        final Client client = subscribe(5, 1_000_000);
        client.awaitUpdates(1);
        for (int i = 1; i <= 1_000; i++) {
            bid(100, i, 1);
        }
        client.awaitBook(mirrors);
        assertThat(client.received).hasSizeLessThan(200);
    }

    @Test
    void keepsTheOthersGoingWhenOneLeaves() {
        final Client first = subscribe(5);
        final Client second = subscribe(5);
        first.awaitUpdates(1);
        second.awaitUpdates(1);
        first.cancel();
        await().untilAsserted(() -> assertThat(first.released).isTrue());
        bid(100, 1, 1);
        second.awaitUpdates(2);
        assertThat(first.received).hasSize(1);
    }

    private void bid(final long price, final long quantity, final int count) {
        changes.level(1, true, price, quantity, count);
        say(EventType.NEW, 0, 0);
    }

    private void say(final EventType type, final long lastPrice, final long quantity) {
        sequence++;
        Event.encodeHeader(event, 0, type, sequence, 1_000 + sequence, 0, 0);
        Event.encodeOrder(event, 0, 0, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, 0, quantity, 0, 0);
        Event.encodeOutcome(event, 0, lastPrice, 0, 0, 0, 0, RejectReason.NONE.code(), (byte) 0, (byte) 0);
        changes.event(event, 0);
        changes.commandDone();
        changes.show();
    }

    private Client subscribe(final int depth) {
        return subscribe(depth, 100);
    }

    private Client subscribe(final int depth, final int intervalMicros) {
        if (feed == null) {
            feed = new DepthFeed(new EngineConfig.MarketData(200, intervalMicros, 10, 1));
            mirrors.onChange(feed::ring);
        }
        final DepthFeed from = feed;
        final Market market = new Market(
                new io.hft.engine.instrument.Instrument(1, "A-B", "A", "B", 1, 2, 1, 2, 1_000_000, 100, 0),
                // The feed has no business with the shard.
                null,
                new DecimalGrid(1, 2, "tick size"),
                new DecimalGrid(1, 2, "lot size"),
                io.hft.engine.instrument.TradingState.TRADING);
        final Client client = new Client(depth);
        final DepthSubscription subscription = new DepthSubscription(
                client,
                from.executor(),
                List.of(from.join(market, Objects.requireNonNull(mirrors.find(1)), depth)),
                gone -> {
                    from.leave(gone.groups());
                    client.released = true;
                });
        subscription.open();
        return client;
    }

    private static PriceLevel level(final long price, final String quantity, final int count) {
        return PriceLevel.newBuilder()
                .setPrice(java.math.BigDecimal.valueOf(price, 2).toPlainString())
                .setQuantity(quantity)
                .setOrderCount(count)
                .build();
    }

    private static PriceLevel gone(final long price) {
        return level(price, "0", 0);
    }

    /** A client's end; the test says whether it reads. */
    private static final class Client extends ServerCallStreamObserver<MarketDataUpdate> {
        private final int depth;
        private final List<MarketDataUpdate> received = new CopyOnWriteArrayList<>();
        private volatile boolean ready = true;
        private volatile boolean cancelled;
        private volatile boolean released;
        private Runnable onReady = () -> {};
        private Runnable onCancel = () -> {};

        Client(final int depth) {
            this.depth = depth;
        }

        void awaitUpdates(final int count) {
            await().pollInterval(Duration.ofMillis(2))
                    .untilAsserted(() -> assertThat(received).hasSize(count));
        }

        /** Until what was received makes the book that is shown. */
        void awaitBook(final DepthMirrors mirrors) {
            await().pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
                final RebuiltBook book = new RebuiltBook(depth);
                new ArrayList<>(received).forEach(book::apply);
                final var view = Objects.requireNonNull(mirrors.find(1)).read(depth);
                final List<PriceLevel> bids = new ArrayList<>();
                for (int i = 0; i < view.bids().size(); i++) {
                    final long lots = view.bids().quantityLots(i);
                    bids.add(level(
                            view.bids().priceTicks(i),
                            java.math.BigDecimal.valueOf(lots, 2).toPlainString(),
                            view.bids().orderCount(i)));
                }
                assertThat(book.bids()).isEqualTo(bids);
            });
        }

        void becomeReady() {
            ready = true;
            onReady.run();
        }

        void cancel() {
            cancelled = true;
            onCancel.run();
        }

        @Override
        public void onNext(final MarketDataUpdate value) {
            assertThat(ready).isTrue();
            received.add(value);
        }

        @Override
        public void onError(final Throwable t) {
            throw new AssertionError(t);
        }

        @Override
        public void onCompleted() {}

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public void setOnCancelHandler(final Runnable handler) {
            onCancel = handler;
        }

        @Override
        public void setOnReadyHandler(final Runnable handler) {
            onReady = handler;
        }

        @Override
        public void setCompression(final String compression) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(final int count) {}

        @Override
        public void setMessageCompression(final boolean enable) {}
    }
}
