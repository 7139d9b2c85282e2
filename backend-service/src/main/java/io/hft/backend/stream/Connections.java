package io.hft.backend.stream;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** The open sessions of this backend and how many there may be. Callable from any thread. */
@Component
final class Connections {
    private final StreamProperties limits;
    private final Map<String, StreamSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<Long, Set<StreamSession>> byUser = new ConcurrentHashMap<>();
    private final AtomicLong queuedChars = new AtomicLong();

    Connections(StreamProperties limits, MeterRegistry metrics) {
        this.limits = limits;
        metrics.gauge("hft.stream.connections", sessions, Map::size);
        metrics.gauge("hft.stream.queued.chars", queuedChars);
    }

    /** What waits for all readers together; outboxes count in it. */
    AtomicLong queuedChars() {
        return queuedChars;
    }

    boolean isFull() {
        return sessions.size() >= limits.maxConnections();
    }

    boolean isFull(String address) {
        return byAddress.getOrDefault(address, 0) >= limits.maxConnectionsPerAddress();
    }

    void add(StreamSession session) {
        sessions.put(session.id(), session);
        byAddress.merge(session.address(), 1, Integer::sum);
    }

    void remove(StreamSession session) {
        if (sessions.remove(session.id(), session)) {
            byAddress.computeIfPresent(session.address(), (address, count) -> count > 1 ? (Integer) (count - 1) : null);
            leave(session);
        }
    }

    /** Counts a session for its user; false when the user has too many. Callers without credentials are not counted. */
    boolean enter(StreamSession session, StreamIdentity identity) {
        if (!identity.principal().authenticated()) {
            return true;
        }
        long userId = identity.principal().userId();
        Set<StreamSession> own = byUser.compute(userId, (user, known) -> {
            Set<StreamSession> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            if (all.size() < limits.maxConnectionsPerUser()) {
                all.add(session);
            }
            return all;
        });
        return own.contains(session);
    }

    /** The session counts for nobody any more. */
    void leave(StreamSession session) {
        session.identity()
                .map(identity -> identity.principal().userId())
                .ifPresent(userId -> byUser.computeIfPresent(userId, (user, known) -> {
                    known.remove(session);
                    return known.isEmpty() ? null : known;
                }));
    }

    Collection<StreamSession> all() {
        return sessions.values();
    }
}
