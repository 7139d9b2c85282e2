package io.hft.backend.stream;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/** Channel {@code heartbeat}: one message each second, so that silence means something. */
@Component
final class Heartbeat implements Topics {
    private static final Subscription KEY = new Subscription(Channel.HEARTBEAT, null, null);

    private final Messages messages;
    private final Clock clock;
    private final Readers readers = new Readers();
    /** So that nobody's first beat is followed by the next but one. */
    private final ReentrantLock lock = new ReentrantLock();

    private long beats;

    Heartbeat(Messages messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public Channel channel() {
        return Channel.HEARTBEAT;
    }

    @Override
    public void subscribe(StreamSession session, Subscription subscription, Map<Integer, Long> resume) {
        lock.lock();
        try {
            session.outbox().put(KEY, frame(beats));
            readers.add(session);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void unsubscribe(StreamSession session, Subscription subscription) {
        readers.remove(session);
        session.outbox().forget(KEY);
    }

    void beat() {
        lock.lock();
        try {
            beats++;
            if (!readers.isEmpty()) {
                Frame frame = frame(beats);
                readers.forEach(session -> session.outbox().put(KEY, frame));
            }
        } finally {
            lock.unlock();
        }
    }

    private Frame frame(long beat) {
        return messages.of(Channel.HEARTBEAT, Messages.UPDATE, beat, Fields.of("timestamp", clock.instant()));
    }
}
