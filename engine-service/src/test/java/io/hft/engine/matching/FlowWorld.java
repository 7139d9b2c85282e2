package io.hft.engine.matching;

import io.hft.engine.book.PriceWorld;
import java.util.List;

/** What a random flow is like: where its prices are, how many take part, how much the engine may hold. */
enum FlowWorld {
    /** Everything, at a handful of prices. */
    MIXED(List.of(PriceWorld.NARROW), 6, 120, 300, 1),
    /** Few accounts, so that many orders meet one of their own. */
    SELF_TRADES(List.of(PriceWorld.NARROW), 2, 80, 300, 1),
    /** Many stops close to the market, so that they set off one another. */
    STOPS(List.of(PriceWorld.NARROW), 8, 150, 300, 1),
    /** Little of everything that can run out: records, remembered ids, sources. */
    TINY(List.of(PriceWorld.NARROW, PriceWorld.EXTREME), 4, 12, 7, 1),
    /** Nearly nothing rests: empty and one-sided books. */
    SPARSE(List.of(PriceWorld.NARROW, PriceWorld.WIDE, PriceWorld.SCATTERED), 5, 60, 100, 1),
    /** Prices from 1 to the largest there is, quantities up to where sums overflow. */
    FAR(List.of(PriceWorld.SCATTERED, PriceWorld.EXTREME, PriceWorld.WIDE), 6, 120, 300, 1),
    /** Limits are set and lifted, markets halted, switches thrown. */
    RISK(List.of(PriceWorld.NARROW, PriceWorld.WIDE), 4, 120, 300, 1),
    /** The first rules, and in the middle of a flow the second. */
    CHANGING_RULES(List.of(PriceWorld.NARROW, PriceWorld.SCATTERED), 5, 100, 200, 1),
    /** The first rules only. */
    FIRST_RULES(List.of(PriceWorld.NARROW, PriceWorld.SCATTERED, PriceWorld.EXTREME), 5, 150, 300, 1),
    /** Thousands of orders, and sweeps through all of them. */
    DEEP(List.of(PriceWorld.NARROW, PriceWorld.WIDE), 50, 12_000, 20_000, 200);

    final List<PriceWorld> prices;
    final int accounts;
    final int maxOpenOrders;
    final int recentOrderIds;
    /** The whole book is compared after every so many commands. */
    final int compareEvery;

    boolean beginsWithFirstRules() {
        return this == FIRST_RULES || this == CHANGING_RULES;
    }

    FlowWorld(List<PriceWorld> prices, int accounts, int maxOpenOrders, int recentOrderIds, int compareEvery) {
        this.prices = prices;
        this.accounts = accounts;
        this.maxOpenOrders = maxOpenOrders;
        this.recentOrderIds = recentOrderIds;
        this.compareEvery = compareEvery;
    }
}
