package io.hft.backend.stream;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Readers of states that are looked up again and again and sent when they differ: each message is the whole state, so only the newest one
 * matters to a slow reader. Callable from any thread.
 *
 * @param <S> a state
 */
final class StateTopics<S> {
    /** Gives the present state and what of it counts as a difference. */
    interface Look<S> {
        S look(Subscription subscription);
    }

    /** Writes a state. */
    interface Writer<S> {
        Frame write(Subscription subscription, long seq, S state);
    }

    private final Look<S> look;
    private final Writer<S> writer;
    private final Map<Subscription, Topic> topics = new ConcurrentHashMap<>();

    StateTopics(Look<S> look, Writer<S> writer) {
        this.look = look;
        this.writer = writer;
    }

    void subscribe(StreamSession session, Subscription subscription) {
        topics.computeIfAbsent(subscription, Topic::new).subscribe(session);
    }

    void unsubscribe(StreamSession session, Subscription subscription) {
        Topic topic = topics.get(subscription);
        if (topic != null) {
            topic.readers.remove(session);
        }
        session.outbox().forget(subscription);
    }

    /** Looks again wherever somebody reads. */
    void refresh(Consumer<RuntimeException> problems) {
        topics.values().forEach(topic -> {
            try {
                topic.refresh();
            } catch (RuntimeException e) {
                problems.accept(e);
            }
        });
    }

    private final class Topic {
        private final Subscription subscription;
        private final Readers readers = new Readers();
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable S sent;
        private @Nullable Frame frame;
        private long seq;

        Topic(Subscription subscription) {
            this.subscription = subscription;
        }

        void subscribe(StreamSession session) {
            lock.lock();
            try {
                boolean first = readers.isEmpty();
                readers.add(session);
                if (first || frame == null) {
                    update();
                }
                session.outbox().put(subscription, Objects.requireNonNull(frame));
            } finally {
                lock.unlock();
            }
        }

        void refresh() {
            if (readers.isEmpty()) {
                return;
            }
            lock.lock();
            try {
                if (update()) {
                    Frame written = Objects.requireNonNull(frame);
                    readers.forEach(session -> session.outbox().put(subscription, written));
                }
            } finally {
                lock.unlock();
            }
        }

        private boolean update() {
            S present = look.look(subscription);
            if (present.equals(sent)) {
                return false;
            }
            sent = present;
            frame = writer.write(subscription, ++seq, present);
            return true;
        }
    }
}
