package io.hft.engine.matching;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * The running hash over everything that the engine has said, so that two engines that were told the same can be compared by
 * one number. Made of 64-bit additions and multiplications over little-endian words: the same in any JVM. It detects accidents, not
 * forgery.
 *
 * <pre>
 * digest = sum over i of word(i) * MULTIPLIERS[i]        (words of a record; all multipliers odd)
 * hash'  = (hash ^ digest) * 0x9E3779B97F4A7C15, then hash' ^ (hash' >>> 32)
 * </pre>
 *
 * Records are the whole bytes of every event, and of an instrument's definition the body of its command (before its event).
 */
final class StateHash {
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;
    private static final int MAX_WORDS = 32;
    private static final long[] MULTIPLIERS = multipliers();

    private long value;

    long value() {
        return value;
    }

    /** Goes on from there. */
    void restore(long hash) {
        value = hash;
    }

    /** Takes in a record whose length is a multiple of 8. */
    void add(DirectBuffer buffer, int offset, int length) {
        long digest = 0;
        for (int i = 0; i < length >> 3; i++) {
            digest += buffer.getLong(offset + (i << 3), LITTLE_ENDIAN) * MULTIPLIERS[i];
        }
        final long mixed = (value ^ digest) * GOLDEN_RATIO;
        value = mixed ^ mixed >>> 32;
    }

    // SplitMix64 from seed 0, made odd.
    private static long[] multipliers() {
        final long[] multipliers = new long[MAX_WORDS];
        for (int i = 0; i < MAX_WORDS; i++) {
            long z = (i + 1) * GOLDEN_RATIO;
            z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
            z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
            multipliers[i] = (z ^ z >>> 31) | 1;
        }
        return multipliers;
    }
}
