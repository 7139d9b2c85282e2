package io.hft.backend.stream;

import java.util.Map;
import java.util.function.Consumer;

/** A channel of states that are looked up again and again: nothing to resume, each snapshot is all there is. */
interface StateChannel extends Topics, Refreshed {
    StateTopics<?> topics();

    @Override
    default void subscribe(StreamSession session, Subscription subscription, Map<Integer, Long> resume) {
        topics().subscribe(session, subscription);
    }

    @Override
    default void unsubscribe(StreamSession session, Subscription subscription) {
        topics().unsubscribe(session, subscription);
    }

    @Override
    default void refresh(Consumer<RuntimeException> problems) {
        topics().refresh(problems);
    }
}
