package io.hft.bench.book;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Whole numbers as decimal digits, two at a time. */
final class DecimalText {
    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final short[] PAIRS = pairs();
    private static final byte[] MIN_VALUE = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
    private static final int INT_DIGITS = 9;
    private static final int INT_LIMIT = 1_000_000_000;

    private DecimalText() {}

    /** Writes a number and returns where it ends; at most 20 bytes. */
    static int write(byte[] text, int begin, long value) {
        if (value >= 0 && value < INT_LIMIT) {
            return writeInt(text, begin, (int) value);
        }
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN_VALUE, 0, text, begin, MIN_VALUE.length);
            return begin + MIN_VALUE.length;
        }
        if (value < 0) {
            text[begin] = '-';
            return write(text, begin + 1, -value);
        }
        final int end = write(text, begin, value / INT_LIMIT);
        digits(text, end, end + INT_DIGITS, (int) (value % INT_LIMIT));
        return end + INT_DIGITS;
    }

    private static int writeInt(byte[] text, int begin, int value) {
        final int end = begin + length(value);
        digits(text, begin, end, value);
        return end;
    }

    // From the last digit to the first; zeros in front when there is more room than digits.
    private static void digits(byte[] text, int begin, int end, int value) {
        int rest = value;
        int at = end - 2;
        while (at >= begin) {
            final int quotient = rest / 100;
            PAIR.set(text, at, PAIRS[rest - quotient * 100]);
            rest = quotient;
            at -= 2;
        }
        if (at + 1 == begin) {
            text[begin] = (byte) ('0' + rest);
        }
    }

    private static int length(int value) {
        if (value < 10_000) {
            return value < 100 ? value < 10 ? 1 : 2 : value < 1_000 ? 3 : 4;
        }
        if (value < 1_000_000) {
            return value < 100_000 ? 5 : 6;
        }
        return value < 100_000_000 ? value < 10_000_000 ? 7 : 8 : INT_DIGITS;
    }

    private static short[] pairs() {
        final short[] pairs = new short[100];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) ('0' + i / 10 | '0' + i % 10 << 8);
        }
        return pairs;
    }
}
