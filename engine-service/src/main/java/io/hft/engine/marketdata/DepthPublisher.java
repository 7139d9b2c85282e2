package io.hft.engine.marketdata;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The latest published view of each instrument. One thread publishes, any thread reads. */
public final class DepthPublisher {
    private volatile AtomicReferenceArray<@Nullable DepthView> views = new AtomicReferenceArray<>(16);

    /** Lets readers see a view; only the publisher, or recovery before it starts. */
    public void publish(final DepthView view) {
        final int id = view.instrumentId();
        AtomicReferenceArray<@Nullable DepthView> current = views;
        if (id >= current.length()) {
            final @Nullable DepthView[] copy = new @Nullable DepthView[current.length()];
            Arrays.setAll(copy, current::get);
            current = new AtomicReferenceArray<>(Arrays.copyOf(copy, id * 2));
            current.set(id, view);
            views = current;
        } else {
            current.set(id, view);
        }
    }

    /** The latest view, or null for an instrument that was never shown. */
    public @Nullable DepthView view(final int instrumentId) {
        final AtomicReferenceArray<@Nullable DepthView> current = views;
        return instrumentId < current.length() ? current.get(instrumentId) : null;
    }
}
