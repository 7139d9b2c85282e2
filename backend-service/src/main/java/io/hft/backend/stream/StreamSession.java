package io.hft.backend.stream;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection: who it acts as, what it reads, what waits for it. Its requests come one at a time; the rest is callable from any thread. */
final class StreamSession {
    private final String id;
    private final String address;
    private final Outbox outbox;
    private final Limiter limiter;
    private final Messages messages;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final long openedNanos = System.nanoTime();
    private volatile long heardNanos = openedNanos;
    private volatile long pingedNanos = openedNanos;
    private volatile @Nullable StreamIdentity identity;
    private volatile @Nullable Long cancelsFor;

    StreamSession(String id, String address, Outbox outbox, Limiter limiter, Messages messages) {
        this.id = id;
        this.address = address;
        this.outbox = outbox;
        this.limiter = limiter;
        this.messages = messages;
    }

    String id() {
        return id;
    }

    String address() {
        return address;
    }

    Outbox outbox() {
        return outbox;
    }

    Limiter limiter() {
        return limiter;
    }

    Set<Subscription> subscriptions() {
        return subscriptions;
    }

    Optional<StreamIdentity> identity() {
        return Optional.ofNullable(identity);
    }

    void actAs(@Nullable StreamIdentity who) {
        identity = who;
    }

    /** Whose orders are cancelled when the connection ends; null for nobody's. */
    @Nullable
    Long cancelsFor() {
        return cancelsFor;
    }

    void cancelFor(@Nullable Long userId) {
        cancelsFor = userId;
    }

    /** A coded word that answers no message. */
    void refuse(StreamError error, String text) {
        outbox.add(messages.error(null, error, text));
    }

    /** Something came from the client. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    long silentNanos(long now) {
        return now - heardNanos;
    }

    long openNanos(long now) {
        return now - openedNanos;
    }

    /** Whether a ping is due; then it counts as sent. */
    boolean pingDue(long now, long intervalNanos) {
        if (now - pingedNanos < intervalNanos) {
            return false;
        }
        pingedNanos = now;
        return true;
    }

    /** True for the first caller only: who cleans up. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    boolean isEnded() {
        return ended.get();
    }
}
