package io.hft.backend.reconciliation;

import io.hft.backend.engine.EngineOrder;
import java.math.BigDecimal;

/** What both sides say about an open order, in one form, so that equal states are equal texts. */
final class OrderTerms {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private OrderTerms() {}

    static String of(EngineOrder order) {
        return text(
                order.accountId(),
                order.side().name(),
                order.status(),
                order.price(),
                order.quantity(),
                order.cumulativeQuantity(),
                order.leavesQuantity());
    }

    static String text(
            long accountId,
            String side,
            String status,
            BigDecimal price,
            BigDecimal quantity,
            BigDecimal cumulative,
            BigDecimal leaves) {
        return "user " + accountId + " " + side + " " + status + " price " + plain(price) + " quantity "
                + plain(quantity) + " cumulative " + plain(cumulative) + " leaves " + plain(leaves);
    }

    static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** 64 bits of a text, to compare millions by. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
