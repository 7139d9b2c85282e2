package io.hft.backend.stream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Who reads a topic. Callable from any thread. */
final class Readers {
    private final Set<StreamSession> sessions = ConcurrentHashMap.newKeySet();

    void add(StreamSession session) {
        sessions.add(session);
    }

    void remove(StreamSession session) {
        sessions.remove(session);
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    void forEach(Consumer<StreamSession> action) {
        sessions.forEach(action);
    }
}
