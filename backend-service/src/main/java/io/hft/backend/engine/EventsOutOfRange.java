package io.hft.backend.engine;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The engine's event log does not hold the sequence asked for: it is beyond its end (the log was lost or is another one) or pruned. */
public final class EventsOutOfRange extends RuntimeException {
    /** How the engine says it; part of its contract. */
    private static final Pattern FIRST_RETAINED = Pattern.compile("first retained event of shard \\d+ is (\\d{1,18})");

    private final OptionalLong firstRetained;

    public EventsOutOfRange(String message, @Nullable Throwable cause) {
        super(message, cause);
        Matcher matcher = FIRST_RETAINED.matcher(message);
        this.firstRetained = matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /** The oldest event that the engine still has; empty when what was asked for is not old but beyond the log's end. */
    public OptionalLong firstRetained() {
        return firstRetained;
    }
}
