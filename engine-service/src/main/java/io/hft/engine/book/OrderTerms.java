package io.hft.engine.book;

import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;

/** What an order asks for besides price and quantity, packed into one number: the codes, one byte each. */
public final class OrderTerms {
    private static final int BUY = Side.BUY.code();

    private OrderTerms() {}

    public static int of(Side side, OrderType orderType, TimeInForce timeInForce) {
        return of(side.code(), orderType.code(), timeInForce.code());
    }

    public static int of(byte sideCode, byte orderTypeCode, byte timeInForceCode) {
        return (sideCode & 0xFF) | (orderTypeCode & 0xFF) << 8 | (timeInForceCode & 0xFF) << 16;
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
}
