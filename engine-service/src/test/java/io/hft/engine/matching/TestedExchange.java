package io.hft.engine.matching;

import java.util.List;

/** Which engine a case is run against, and whether with buying and selling exchanged. */
enum TestedExchange {
    ENGINE,
    MIRRORED_ENGINE,
    NAIVE,
    MIRRORED_NAIVE;

    static List<TestedExchange> all() {
        return List.of(values());
    }

    Exchange open(int maxOpenOrders, int recentOrderIds) {
        final boolean naive = this == NAIVE || this == MIRRORED_NAIVE;
        return new Exchange(
                naive ? TestedCore.reference() : TestedCore.engine(),
                this == MIRRORED_ENGINE || this == MIRRORED_NAIVE,
                maxOpenOrders,
                recentOrderIds);
    }
}
