package io.hft.engine.eventlog;

import io.hft.engine.storage.SegmentFormat;

/**
 * The event log's layout: segments as drawn in {@link SegmentFormat} with the magic {@code HFTEVNT} and a space; a frame's sequence
 * is the event's, its payload the event's bytes (see {@code io.hft.engine.event}). Told for people in docs/formats/events.md.
 */
public final class EventLogFormat {
    public static final int VERSION = 1;
    public static final SegmentFormat SEGMENTS = new SegmentFormat("HFTEVNT ", VERSION, ".events");

    private EventLogFormat() {}
}
