package io.hft.engine.sequencing;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether a shard still works. The first failure stands for ever: nothing is retried, nothing leaves any more. */
final class PipelineState {
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final Consumer<String> onFailure;
    private volatile Runnable wakeAll = () -> {};

    /** @param onFailure called once, on the failing thread, with the reason */
    PipelineState(final Consumer<String> onFailure) {
        this.onFailure = onFailure;
    }

    void wakeAll(final Runnable wake) {
        wakeAll = wake;
    }

    void fail(final String reason) {
        if (failure.compareAndSet(null, reason)) {
            wakeAll.run();
            onFailure.accept(reason);
        }
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Why the shard failed, or null. */
    @Nullable
    String failure() {
        return failure.get();
    }
}
