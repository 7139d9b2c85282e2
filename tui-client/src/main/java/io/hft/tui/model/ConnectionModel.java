package io.hft.tui.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How we are connected, and to what. */
public final class ConnectionModel {
    /** The live feed's state. */
    public enum Feed {
        CONNECTING,
        LIVE,
        /** Connected, and nothing comes. */
        SILENT,
        /** Not connected; the next try is at {@link ConnectionModel#retryAt}. */
        DOWN
    }

    private Feed feed = Feed.CONNECTING;
    private @Nullable Instant retryAt;
    private @Nullable Duration latency;
    private String engine = "?";
    private String account = "";
    private boolean sandbox;
    private long sequence;

    public Feed feed() {
        return feed;
    }

    public void feed(Feed now, @Nullable Instant nextTry) {
        feed = now;
        retryAt = nextTry;
        if (now != Feed.LIVE) {
            latency = null;
        }
    }

    public @Nullable Instant retryAt() {
        return retryAt;
    }

    public @Nullable Duration latency() {
        return latency;
    }

    public void latency(Duration roundTrip) {
        latency = roundTrip;
    }

    /** The exchange's word for its state: ok, restricted, engine_unavailable. */
    public String engine() {
        return engine;
    }

    public void engine(String state) {
        engine = state;
    }

    public String account() {
        return account;
    }

    public boolean sandbox() {
        return sandbox;
    }

    public void account(String name, boolean inSandbox) {
        account = name;
        sandbox = inSandbox;
    }

    /** The engine's newest event that anything here shows. */
    public long sequence() {
        return sequence;
    }

    public void sawSequence(long seen) {
        sequence = Math.max(sequence, seen);
    }

    /** What is shown may be old. */
    public boolean isStale() {
        return feed != Feed.LIVE || engine.equals("engine_unavailable");
    }
}
