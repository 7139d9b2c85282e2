package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.BatchEncoder;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.sequencing.ShardQuery;
import io.hft.engine.v1.SessionCommands;
import io.hft.engine.v1.SessionOpen;
import io.hft.engine.v1.SessionOpened;
import io.hft.engine.v1.SessionReply;
import io.hft.engine.v1.SessionRequest;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of commands. What comes in is worked on by one thread at a time: the network's, or, when the stream had to wait for room in
 * the ring or in its window, one of the executor's. No lock is taken anywhere; a message is asked for when an earlier one is in the ring, so
 * that a full ring, a full window and a client that does not read all end in the transport's flow control.
 */
final class OrderSession {
    private static final Logger LOG = LoggerFactory.getLogger(OrderSession.class);
    /** Messages that the transport may have brought before we have looked at the first of them. */
    private static final int MESSAGES_AHEAD = 32;

    private final OrderSessionService service;
    private final ServerCallStreamObserver<SessionReply> observer;
    private final Executor executor;
    private final SessionOutput output;
    private final Queue<SessionRequest> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private final BatchEncoder encoder = this::encode;

    private volatile boolean halfClosed;
    private volatile boolean stopping;
    private volatile @Nullable Runnable successor;

    /** Of the working thread. */
    private OrderSessionService.@Nullable Source source;

    private @Nullable ShardPipeline shard;
    private @Nullable SessionCommands commands;
    private int taken;
    private long nextSequence;
    private boolean removed;

    OrderSession(
            final OrderSessionService service,
            final ServerCallStreamObserver<SessionReply> observer,
            final Executor executor,
            final int window,
            final int backlogMax) {
        this.service = service;
        this.observer = observer;
        this.executor = executor;
        this.output = new SessionOutput(observer, window, backlogMax, this::wake);
    }

    void start() {
        observer.disableAutoRequest();
        observer.setOnReadyHandler(output::drain);
        observer.setOnCancelHandler(() -> {
            output.cancelled();
            pump();
        });
        observer.request(MESSAGES_AHEAD);
    }

    StreamObserver<SessionRequest> requests() {
        return new StreamObserver<>() {
            @Override
            public void onNext(final SessionRequest request) {
                inbox.add(request);
                pump();
            }

            @Override
            public void onError(final Throwable cause) {
                output.cancelled();
                pump();
            }

            @Override
            public void onCompleted() {
                halfClosed = true;
                pump();
            }
        };
    }

    /** Any thread: reads no further and ends when everything is answered. */
    void stop() {
        stopping = true;
        wake();
    }

    /** Any thread. */
    void end(final Status status) {
        output.end(status);
        wake();
    }

    /** Any thread: there may be something to do, but not on this thread. */
    private void wake() {
        try {
            executor.execute(this::pump);
        } catch (final RejectedExecutionException e) {
            // The server is going down and ends the call itself.
            output.cancelled();
        }
    }

    private void pump() {
        int seen = work.getAndIncrement() == 0 ? 1 : 0;
        while (seen > 0) {
            try {
                workOn();
            } catch (final InvalidField e) {
                output.end(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
            } catch (final RuntimeException e) {
                LOG.error("a session failed", e);
                output.end(Status.INTERNAL.withDescription("internal error"));
            }
            if (output.isEnded()) {
                remove();
            }
            seen = work.addAndGet(-seen);
        }
    }

    private void workOn() {
        while (!output.isEnded()) {
            if (successor != null) {
                output.end(Status.ABORTED.withDescription("another stream of this source has taken over"));
            } else if (stopping) {
                output.endWhenAnswered(Status.UNAVAILABLE.withDescription("the engine is stopping"));
                return;
            } else if (commands != null) {
                if (!offer(commands)) {
                    return;
                }
            } else {
                final SessionRequest request = output.mayTakeCommands() || shard == null ? inbox.poll() : null;
                if (request == null) {
                    // Half-closed is set behind the last message: look in this order.
                    if (halfClosed && inbox.isEmpty() && (shard == null || output.mayTakeCommands())) {
                        output.endWhenAnswered(Status.OK);
                    }
                    return;
                }
                take(request);
            }
        }
    }

    private void remove() {
        inbox.clear();
        commands = null;
        if (!removed) {
            removed = true;
            service.ended(source, this);
        }
        final Runnable next = successor;
        if (next != null) {
            successor = null;
            next.run();
        }
    }

    private void take(final SessionRequest request) {
        switch (request.getRequestCase()) {
            case OPEN -> {
                if (shard != null) {
                    throw new InvalidField("open", "must come once, as the first message");
                }
                open(request.getOpen());
                observer.request(1);
            }
            case COMMANDS -> {
                if (shard == null) {
                    throw new InvalidField("open", "must be the first message");
                }
                begin(request.getCommands());
            }
            case REQUEST_NOT_SET -> throw new InvalidField("request", "must be open or commands");
        }
    }

    private void open(final SessionOpen open) {
        if (open.getSourceId() <= 0) {
            throw new InvalidField("source_id", "must be positive");
        }
        final ShardPipeline pipeline = service.markets().requireShard(open.getShard());
        final long[] accountIds = new long[open.getAccountIdsCount()];
        for (int i = 0; i < accountIds.length; i++) {
            accountIds[i] = open.getAccountIds(i);
            if (accountIds[i] <= 0) {
                throw new InvalidField("account_ids", "must all be positive");
            }
        }
        shard = pipeline;
        output.open(open.getSourceId(), accountIds);
        final OrderSessionService.Source key = new OrderSessionService.Source(pipeline.shard(), open.getSourceId());
        source = key;
        final OrderSession before = service.enter(key, this);
        if (before == null) {
            ask(pipeline, open.getSourceId());
        } else {
            // Only when the other stream will put no more commands into the ring we may ask which was the last.
            before.giveWayTo(() -> ask(pipeline, open.getSourceId()));
        }
    }

    private void giveWayTo(final Runnable next) {
        successor = next;
        pump();
    }

    /** From the question's place in the ring on, the answer holds: this stream is the only one that adds commands of its source. */
    private void ask(final ShardPipeline pipeline, final long sourceId) {
        final Admission admission = pipeline.open(output, new ShardQuery() {
            private long last;

            @Override
            public void execute(final MatchingEngine engine) {
                last = engine.lastSourceSequence(sourceId);
            }

            @Override
            public void onComplete() {
                output.opened(SessionOpened.newBuilder()
                        .setShard(pipeline.shard())
                        .setLastSourceSequence(last)
                        .setWindow(output.window())
                        .build());
                wake();
            }

            @Override
            public void onFailure(final String reason) {
                end(Status.UNAVAILABLE.withDescription(reason));
            }
        });
        if (admission == Admission.RING_FULL) {
            pipeline.whenRoom(() -> executeOrEnd(() -> ask(pipeline, sourceId)));
        } else if (admission != Admission.ACCEPTED) {
            end(Answers.refusal(admission, pipeline.failure()));
        }
    }

    private void executeOrEnd(final Runnable task) {
        try {
            executor.execute(task);
        } catch (final RejectedExecutionException e) {
            output.cancelled();
        }
    }

    private void begin(final SessionCommands batch) {
        final long first = batch.getFirstSourceSequence();
        if (first <= 0) {
            throw new InvalidField("first_source_sequence", "must be positive");
        }
        if (nextSequence != 0 && first != nextSequence) {
            throw new InvalidField(
                    "first_source_sequence", "must be " + nextSequence + ", the next of this stream, is " + first);
        }
        if (first > Long.MAX_VALUE - batch.getCommandsCount()) {
            throw new InvalidField("first_source_sequence", "is too large");
        }
        nextSequence = first + batch.getCommandsCount();
        taken = 0;
        commands = batch;
    }

    /** Returns false when the rest has to wait; then somebody will wake us. */
    private boolean offer(final SessionCommands batch) {
        final int left = batch.getCommandsCount() - taken;
        if (left > 0) {
            final int room = output.room();
            if (room == 0) {
                return false;
            }
            final ShardPipeline pipeline = Objects.requireNonNull(shard);
            final int offered = Math.min(left, room);
            // Counted before they are in the ring, since their answers may come at once.
            output.sent(offered);
            final int accepted = pipeline.offer(encoder, offered, output);
            output.sent(Math.max(accepted, 0) - offered);
            if (accepted == ShardPipeline.NOT_SERVING) {
                output.end(Answers.refusal(Admission.NOT_SERVING, pipeline.failure()));
                return true;
            }
            taken += accepted;
            if (accepted == 0) {
                pipeline.whenRoom(this::wake);
                return false;
            }
        }
        if (taken == batch.getCommandsCount()) {
            commands = null;
            observer.request(1);
        }
        return true;
    }

    private int encode(final int index, final MutableDirectBuffer buffer, final int offset) {
        final SessionCommands batch = Objects.requireNonNull(commands);
        final int at = taken + index;
        return SessionForm.encode(
                batch.getCommands(at), output.sourceId(), batch.getFirstSourceSequence() + at, buffer, offset);
    }
}
