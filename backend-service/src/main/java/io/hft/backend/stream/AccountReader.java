package io.hft.backend.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * One session's place in its account's events: what comes while its beginning is still being read waits behind it, and nothing is sent twice.
 * Callable from any thread.
 */
final class AccountReader {
    private static final int EARLY_MAX = 10_000;

    private record Early(int shard, AccountEvent event) {}

    private final StreamSession session;
    private final long userId;
    private final Map<Integer, Long> sent = new HashMap<>();
    private final Deque<Early> early = new ArrayDeque<>();
    private boolean live;

    AccountReader(StreamSession session, long userId) {
        this.session = session;
        this.userId = userId;
    }

    StreamSession session() {
        return session;
    }

    long userId() {
        return userId;
    }

    synchronized void deliver(int shard, AccountEvent event) {
        if (live) {
            send(shard, event);
        } else if (early.size() < EARLY_MAX) {
            early.add(new Early(shard, event));
        } else {
            session.outbox().close(CloseCode.SLOW_READER);
        }
    }

    /** The beginning is sent, up to these events of each shard. */
    synchronized void begin(Map<Integer, Long> upTo) {
        sent.putAll(upTo);
        early.forEach(one -> send(one.shard(), one.event()));
        early.clear();
        live = true;
    }

    private void send(int shard, AccountEvent event) {
        if (event.seq() > sent.getOrDefault(shard, 0L)) {
            sent.put(shard, event.seq());
            session.outbox().add(event.frame());
        }
    }
}
