package io.hft.engine.grpc;

import static io.hft.engine.EngineFixture.FIRST_EVENTS;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.hft.engine.EngineFixture;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubscribeEventsRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who subscribes to events. */
@Timeout(120)
class EventStreamServiceTest {
    @TempDir
    Path directory;

    @Test
    void streamsHistoryThenLiveToSeveralReadersWithoutGapOrRepeat() throws Exception {
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 500);
            final long before = engine.stats().getLastSequence();
            final List<Reader> readers = new ArrayList<>();
            for (final long from : new long[] {1, before / 2, before + 1}) {
                readers.add(new Reader(engine, from));
            }
            final Thread first = Thread.ofPlatform().start(() -> trade(engine, 1_000, 500));
            readers.add(new Reader(engine, 3));
            trade(engine, 2_000, 500);
            first.join();
            final long last = engine.stats().getLastSequence();
            for (final Reader reader : readers) {
                await().until(() -> reader.last() == last);
                assertThat(reader.sequences())
                        .containsExactlyElementsOf(LongStream.rangeClosed(reader.from, last)
                                .boxed()
                                .toList());
                reader.cancel();
            }
        }
    }

    @Test
    void keepsAReaderThatDoesNotReadFromHoldingUpOthers() throws Exception {
        try (EngineFixture engine = EngineFixture.start(
                config().withJournal(new EngineConfig.Journal(EngineConfig.Durability.NONE, 10, 1 << 20)))) {
            final CountDownLatch mayRead = new CountDownLatch(1);
            final List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
            TradingEngineGrpc.newStub(engine.channel()).subscribeEvents(from(1), new StreamObserver<>() {
                @Override
                public void onNext(final EventBatch batch) {
                    try {
                        mayRead.await();
                    } catch (final InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    batch.getEventsList().forEach(event -> sequences.add(event.getSequence()));
                }

                @Override
                public void onError(final Throwable failure) {}

                @Override
                public void onCompleted() {}
            });
            trade(engine, 1, 10_000);
            final long last = engine.stats().getLastSequence();
            mayRead.countDown();
            await().until(() -> sequences.size() == last);
            assertThat(sequences)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, last).boxed().toList());
        }
    }

    @Test
    void boundsTheNumberOfReadersAndFreesTheirPlaces() throws Exception {
        final EngineConfig.Grpc grpc = config().grpc();
        try (EngineFixture engine = EngineFixture.start(config().withGrpc(new EngineConfig.Grpc(
                grpc.streamThreads(),
                2,
                grpc.maxInboundMessageBytes(),
                grpc.eventsPerBatch(),
                grpc.reportsPerAnswer(),
                grpc.openOrdersPerPage(),
                grpc.shutdownGraceMillis(),
                grpc.maxSessions(),
                grpc.sessionWindow(),
                grpc.sessionBacklog())))) {
            final Reader first = new Reader(engine, 1);
            final Reader second = new Reader(engine, 1);
            await().until(() -> first.last() == FIRST_EVENTS && second.last() == FIRST_EVENTS);
            final Reader third = new Reader(engine, 1);
            await().until(() -> third.failure.get() != null);
            assertThat(Status.fromThrowable(third.failure.get()).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            first.cancel();
            await().until(() -> {
                final Reader again = new Reader(engine, 1);
                await().until(() -> again.failure.get() != null || again.last() == FIRST_EVENTS);
                return again.failure.get() == null;
            });
        }
    }

    @Test
    void endsOpenStreamsWhenItStops() throws Exception {
        // A grace that a stream left open would use up, far beyond this test's own deadline.
        final EngineFixture engine = EngineFixture.start(config().withGrpc(withGrace(config().grpc(), 60_000)));
        final Reader reader = new Reader(engine, 1);
        await().until(() -> reader.last() == FIRST_EVENTS);
        assertTimeoutPreemptively(Duration.ofSeconds(30), engine.engine()::close);
        await().until(() -> reader.failure.get() != null);
        assertThat(Status.fromThrowable(reader.failure.get()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        engine.close();
    }

    private static EngineConfig.Grpc withGrace(final EngineConfig.Grpc grpc, final int graceMillis) {
        return new EngineConfig.Grpc(
                grpc.streamThreads(),
                grpc.maxSubscribers(),
                grpc.maxInboundMessageBytes(),
                grpc.eventsPerBatch(),
                grpc.reportsPerAnswer(),
                grpc.openOrdersPerPage(),
                graceMillis,
                grpc.maxSessions(),
                grpc.sessionWindow(),
                grpc.sessionBacklog());
    }

    private EngineConfig config() {
        return EngineFixture.config(directory);
    }

    /** Orders on both sides that partly trade, and cancels of some of them. */
    private static void trade(final EngineFixture engine, final long firstId, final int count) {
        final Random random = new Random(firstId);
        for (long id = firstId; id < firstId + count; id++) {
            if (random.nextInt(5) == 0) {
                engine.cancel(firstId + random.nextInt((int) (id - firstId + 1)));
            }
            final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            engine.client()
                    .submitOrder(limit(id, side, 49_990 + random.nextInt(20) + ".00", "0." + (1 + random.nextInt(9)))
                            // Nobody trades with himself.
                            .setAccountId(side == Side.BUY ? 7 : 8)
                            .build());
        }
    }

    private static SubscribeEventsRequest from(final long sequence) {
        return SubscribeEventsRequest.newBuilder().setFromSequence(sequence).build();
    }

    /** A subscription that remembers what came. */
    private static final class Reader implements StreamObserver<EventBatch> {
        private final long from;
        private final List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Context.CancellableContext context = Context.current().withCancellation();

        Reader(final EngineFixture engine, final long from) {
            this.from = from;
            context.run(() -> TradingEngineGrpc.newStub(engine.channel())
                    .subscribeEvents(EventStreamServiceTest.from(from), this));
        }

        void cancel() {
            context.cancel(null);
        }

        long last() {
            final List<Long> now = sequences();
            return now.isEmpty() ? 0 : now.getLast();
        }

        List<Long> sequences() {
            synchronized (sequences) {
                return List.copyOf(sequences);
            }
        }

        @Override
        public void onNext(final EventBatch batch) {
            batch.getEventsList().forEach(event -> sequences.add(event.getSequence()));
        }

        @Override
        public void onError(final Throwable cause) {
            failure.set(cause);
        }

        @Override
        public void onCompleted() {
            failure.set(new IllegalStateException("completed"));
        }
    }
}
