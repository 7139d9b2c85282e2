package io.hft.engine.eventlog;

/** Somebody asks for events that are not kept any more. */
public final class EventsGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long firstSequence;

    EventsGoneException(final long sequence, final long firstSequence) {
        super("event " + sequence + " is no longer retained; the first that is has sequence " + firstSequence);
        this.firstSequence = firstSequence;
    }

    /** The first event that is retained. */
    public long firstSequence() {
        return firstSequence;
    }
}
