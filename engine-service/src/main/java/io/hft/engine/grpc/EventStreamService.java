package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hft.engine.eventlog.EventLog;
import io.hft.engine.eventlog.EventLogReader;
import io.hft.engine.eventlog.EventsGoneException;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.SubscribeEventsRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Events out: history from the event log, then live from the same log, so that there is no seam between them. */
final class EventStreamService {
    private final Markets markets;
    private final Wire wire;
    private final Executor executor;
    private final int subscribersMax;
    private final int eventsPerBatch;
    private final AtomicInteger subscribers = new AtomicInteger();
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();

    EventStreamService(
            final Markets markets,
            final Wire wire,
            final Executor executor,
            final int subscribersMax,
            final int eventsPerBatch) {
        this.markets = markets;
        this.wire = wire;
        this.executor = executor;
        this.subscribersMax = subscribersMax;
        this.eventsPerBatch = eventsPerBatch;
    }

    void subscribe(final SubscribeEventsRequest request, final StreamObserver<EventBatch> observer) {
        final ShardPipeline shard = markets.requireShard(request.getShard());
        final long from = request.getFromSequence();
        if (from < 1) {
            throw new InvalidField("from_sequence", "must be positive; the first event has sequence 1");
        }
        final EventLog log = shard.eventLog();
        final long last = log.lastSequence();
        if (from > last + 1) {
            throw Status.OUT_OF_RANGE
                    .withDescription("from_sequence: the next event of shard " + shard.shard() + " is " + (last + 1))
                    .asRuntimeException();
        }
        if (from < log.firstSequence()) {
            throw tooLate(shard, log.firstSequence());
        }
        if (subscribers.incrementAndGet() > subscribersMax) {
            subscribers.decrementAndGet();
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("there are already " + subscribersMax + " subscribers")
                    .asRuntimeException();
        }
        final Subscription subscription =
                new Subscription((ServerCallStreamObserver<EventBatch>) observer, shard, from);
        open.add(subscription);
        log.addListener(subscription.listener);
        subscription.start();
    }

    private static StatusRuntimeException tooLate(final ShardPipeline shard, final long first) {
        return Status.OUT_OF_RANGE
                .withDescription("from_sequence: the first retained event of shard " + shard.shard() + " is " + first)
                .asRuntimeException();
    }

    int subscribers() {
        return subscribers.get();
    }

    /** Ends all streams: the engine is stopping. */
    void stop() {
        open.forEach(subscription -> subscription.stop(Answers.unavailable("the engine is stopping")));
    }

    private final class Subscription extends PacedStream<EventBatch> {
        private final Runnable listener = this::wake;
        private final ShardPipeline shard;
        private final EventLogReader reader;
        private long next;

        Subscription(final ServerCallStreamObserver<EventBatch> observer, final ShardPipeline shard, final long from) {
            super(observer, executor);
            this.shard = shard;
            this.reader = shard.eventLog().reader();
            this.next = from;
        }

        @Override
        @Nullable
        EventBatch next() {
            final EventBatch.Builder batch = EventBatch.newBuilder().setShard(shard.shard());
            final int count;
            try {
                count = reader.read(
                        next,
                        eventsPerBatch,
                        (sequence, buffer, offset, length) ->
                                batch.addEvents(wire.report(shard.shard(), buffer, offset)));
            } catch (final EventsGoneException e) {
                // A client that reads too slowly for what is kept.
                throw tooLate(shard, e.firstSequence());
            }
            next += count;
            return count == 0 ? null : batch.build();
        }

        @Override
        void release() {
            shard.eventLog().removeListener(listener);
            open.remove(this);
            subscribers.decrementAndGet();
            reader.close();
        }
    }
}
