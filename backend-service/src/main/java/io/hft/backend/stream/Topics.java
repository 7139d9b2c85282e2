package io.hft.backend.stream;

import java.util.Map;

/** A channel. Callable from any thread; a session subscribes and unsubscribes on its own thread. */
interface Topics {
    /** Which channel this is. */
    Channel channel();

    /**
     * Begins to send to a session: first a snapshot or what lies behind {@code resume}, then what comes. Again for a subscription that exists:
     * begins anew.
     *
     * @param resume as in {@link Request.Subscribe}
     */
    void subscribe(StreamSession session, Subscription subscription, Map<Integer, Long> resume);

    void unsubscribe(StreamSession session, Subscription subscription);
}
