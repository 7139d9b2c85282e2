package io.hft.engine.journal;

import io.hft.engine.storage.SegmentFormat;

/**
 * The journal's layout: segments as drawn in {@link SegmentFormat} with the magic {@code HFTJRNL} and a space, whose frames are
 *
 * <pre>
 *   0  2  length: 16 + n
 *   2  2  1: with the mark
 *   4  4  CRC32C
 *   8  8  sequence of the command within the shard, from 1, without a gap
 *  16  8  mark: the sequence up to which the journal was known to be on the device
 *  24  8  time in nanoseconds since 1970-01-01 UTC
 *  32  n  the command's bytes, see {@code io.hft.engine.command}
 *   .  .  zeros up to a multiple of 8
 * </pre>
 *
 * Frames of version 1 have no mark: length 8 + n, 0 at 2, the time at 16.
 *
 * <p>The same is told for people in docs/formats/journal.md.
 */
public final class JournalFormat {
    public static final int VERSION = 2;
    public static final SegmentFormat SEGMENTS = new SegmentFormat("HFTJRNL ", VERSION, ".journal");

    static final int TIMESTAMP_LENGTH = 8;

    private JournalFormat() {}
}
