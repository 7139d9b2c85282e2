package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.v1.SessionReply;
import io.hft.engine.v1.SessionRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The open order sessions: at most one of each source on each shard. */
final class OrderSessionService {
    /** Whose stream it is. */
    record Source(int shard, long sourceId) {}

    private final Markets markets;
    private final Executor executor;
    private final EngineConfig.Grpc settings;
    private final ConcurrentMap<Source, OrderSession> bySource = new ConcurrentHashMap<>();
    private final Set<OrderSession> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** @param executor goes on with the streams that had to wait */
    OrderSessionService(final Markets markets, final Executor executor, final EngineConfig.Grpc settings) {
        this.markets = markets;
        this.executor = executor;
        this.settings = settings;
    }

    StreamObserver<SessionRequest> session(final StreamObserver<SessionReply> observer) {
        if (streams.size() >= settings.maxSessions()) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("there are already " + settings.maxSessions() + " sessions")
                    .asRuntimeException();
        }
        final OrderSession session = new OrderSession(
                this,
                (ServerCallStreamObserver<SessionReply>) observer,
                executor,
                settings.sessionWindow(),
                settings.sessionBacklog());
        streams.add(session);
        session.start();
        if (stopping) {
            session.stop();
        }
        return session.requests();
    }

    Markets markets() {
        return markets;
    }

    /** Makes the session the one of its source; returns the one before it, which has to go. */
    @Nullable
    OrderSession enter(final Source source, final OrderSession session) {
        return bySource.put(source, session);
    }

    void ended(final @Nullable Source source, final OrderSession session) {
        streams.remove(session);
        if (source != null) {
            bySource.remove(source, session);
        }
    }

    int sessions(final int shard) {
        int count = 0;
        for (final Source source : bySource.keySet()) {
            if (source.shard() == shard) {
                count++;
            }
        }
        return count;
    }

    /** Reads no further, and ends each stream when what it sent is answered: the engine is stopping. */
    void stop() {
        stopping = true;
        streams.forEach(OrderSession::stop);
    }

    /** A shard has failed: nothing more will be answered there. */
    void failed(final int shard, final String reason) {
        bySource.forEach((source, session) -> {
            if (source.shard() == shard) {
                session.end(Status.UNAVAILABLE.withDescription(reason));
            }
        });
    }
}
