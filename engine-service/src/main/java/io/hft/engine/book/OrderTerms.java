package io.hft.engine.book;

import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;

/**
 * What an order asks for besides prices, quantities and times, packed into one number: the codes of side, order type and time in
 * force, one byte each from the lowest, then the flags of a new order's command (post-only, self-trade prevention).
 */
public final class OrderTerms {
    private static final int BUY = Side.BUY.code();
    private static final int FLAGS_SHIFT = 24;
    private static final int POST_ONLY = 1 << FLAGS_SHIFT;

    private OrderTerms() {}

    public static int of(Side side, OrderType orderType, TimeInForce timeInForce) {
        return of(side.code(), orderType.code(), timeInForce.code(), (byte) 0);
    }

    public static int of(byte sideCode, byte orderTypeCode, byte timeInForceCode, byte flags) {
        return (sideCode & 0xFF) | (orderTypeCode & 0xFF) << 8 | (timeInForceCode & 0xFF) << 16 | flags << FLAGS_SHIFT;
    }

    public static byte sideCode(int terms) {
        return (byte) terms;
    }

    public static byte orderTypeCode(int terms) {
        return (byte) (terms >>> 8);
    }

    public static byte timeInForceCode(int terms) {
        return (byte) (terms >>> 16);
    }

    public static boolean isBuy(int terms) {
        return (byte) terms == BUY;
    }

    public static boolean isPostOnly(int terms) {
        return (terms & POST_ONLY) != 0;
    }

    /** As it was sent: 0 for the default. */
    public static byte selfTradePreventionCode(int terms) {
        return (byte) (terms >>> FLAGS_SHIFT + 1 & 7);
    }

    /** Whether these are terms that an order in the book can have: nothing of them is lost there. */
    public static boolean isPacked(int terms) {
        return unpack(pack(terms)) == terms;
    }

    /** The 12 bits that known codes need: side 2, order type 3, time in force 3, flags 4. */
    static int pack(int terms) {
        return terms & 3 | terms >>> 8 << 2 & 0x1C | terms >>> 16 << 5 & 0xE0 | terms >>> FLAGS_SHIFT << 8 & 0xF00;
    }

    static int unpack(int packed) {
        return packed & 3 | (packed >>> 2 & 7) << 8 | (packed >>> 5 & 7) << 16 | (packed >>> 8 & 0xF) << FLAGS_SHIFT;
    }
}
