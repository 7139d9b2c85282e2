package io.hft.engine;

import static io.hft.engine.SnapshotFixture.snapshot;
import static io.hft.engine.SnapshotFixture.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.SubscribeEventsRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events are given up while somebody reads them. */
@Timeout(120)
class EventRetentionTest {
    @TempDir
    Path directory;

    @Test
    void endsTheStreamOfAClientWhoseNextEventIsGoneAndNeverSendsAWrongOne() {
        final EngineConfig config = SnapshotFixture.config(directory)
                .withJournal(new EngineConfig.Journal(Durability.NONE, 5, SnapshotFixture.SEGMENT_BYTES))
                .withEventLog(new EngineConfig.EventLog(SnapshotFixture.SEGMENT_BYTES, 100))
                .withSnapshots(new EngineConfig.Snapshots(0, 0, 1));
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 1_000);
            final SlowReader reader = new SlowReader();
            TradingEngineGrpc.newStub(engine.channel())
                    .subscribeEvents(
                            SubscribeEventsRequest.newBuilder()
                                    .setFromSequence(1)
                                    .build(),
                            reader);
            reader.call.request(1);
            await().until(() -> !reader.events.isEmpty());
            final List<ExecutionReport> expected = new ArrayList<>();
            for (int round = 1; round <= 4; round++) {
                trade(engine, 10_000L * round, 2_500);
                // Before they go.
                expected.addAll(engine.events(
                        expected.isEmpty() ? 1 : expected.getLast().getSequence() + 1,
                        engine.stats().getLastSequence()));
                snapshot(engine);
            }
            final long first = engine.stats().getFirstSequence();
            assertThat(first).isGreaterThan(expected.size() / 2);
            reader.call.request(Integer.MAX_VALUE);
            await().until(() -> reader.end.get() != null);
            // What the transport had taken already is right, and then it ends.
            assertThat(reader.events).isEqualTo(expected.subList(0, reader.events.size()));
            assertThat((long) reader.events.size()).isLessThan(first);
            assertThat(reader.end.get()).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
                assertThat(e.getStatus().getDescription())
                        .isEqualTo("from_sequence: the first retained event of shard 0 is " + first);
            });
            assertThat(engine.events(first, expected.size()))
                    .isEqualTo(expected.subList((int) first - 1, expected.size()));
        }
    }

    /** Asks for messages itself. */
    private static final class SlowReader implements ClientResponseObserver<SubscribeEventsRequest, EventBatch> {
        private final List<ExecutionReport> events = Collections.synchronizedList(new ArrayList<>());
        private final AtomicReference<Throwable> end = new AtomicReference<>();
        private ClientCallStreamObserver<SubscribeEventsRequest> call;

        @Override
        public void beforeStart(final ClientCallStreamObserver<SubscribeEventsRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(final EventBatch batch) {
            events.addAll(batch.getEventsList());
        }

        @Override
        public void onError(final Throwable cause) {
            end.set(cause);
        }

        @Override
        public void onCompleted() {
            end.set(new IllegalStateException("completed"));
        }
    }
}
