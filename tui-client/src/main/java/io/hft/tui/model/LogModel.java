package io.hft.tui.model;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What has happened, newest last. */
public final class LogModel {
    private static final int KEPT = 500;

    /** How much it matters. */
    public enum Level {
        INFO,
        GOOD,
        WARNING,
        ERROR
    }

    /** A line. */
    public record Entry(Instant at, Level level, String text) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int offset;

    public void add(Instant at, Level level, String text) {
        entries.addLast(new Entry(at, level, text.replaceAll("\\p{Cntrl}+", " ")));
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    public Optional<Entry> last() {
        return Optional.ofNullable(entries.peekLast());
    }

    /** How many of the newest have been scrolled away. */
    public int offset() {
        return Math.clamp(offset, 0, Math.max(0, entries.size() - 1));
    }

    public void move(int places) {
        offset = Math.max(0, offset() - places);
    }
}
