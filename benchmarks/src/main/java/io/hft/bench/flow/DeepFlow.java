package io.hft.bench.flow;

/**
 * A deep book: first so many orders rest, evenly over 10,000 prices a side, then any of them is cancelled or replaced, new ones take
 * their places, and one message in ten takes a little from the best.
 */
final class DeepFlow {
    private static final int LEVELS = 10_000;
    private static final int MIDDLE = 50_000;
    private static final int MAX_QUANTITY = 100;

    private final Seeded seeded;
    private final long[] restingIds;
    private final long[] restingPrices;
    private int resting;
    private long nextId = 1;

    DeepFlow(long seed, int resting) {
        this.seeded = new Seeded(seed);
        this.restingIds = new long[Math.max(1, resting) + 1];
        this.restingPrices = new long[restingIds.length];
    }

    OrderFlow generate(int messages) {
        final OrderFlow flow = new OrderFlow(messages);
        final int full = restingIds.length - 1;
        for (int message = 0; message < messages; message++) {
            if (message < full) {
                enter(flow, message);
                continue;
            }
            final int chance = seeded.below(100);
            if (chance < 10) {
                take(flow, message);
            } else if (chance < 30) {
                replace(flow, message);
            } else if (resting < full) {
                enter(flow, message);
            } else {
                cancel(flow, message);
            }
        }
        return flow;
    }

    private void enter(OrderFlow flow, int message) {
        final long price = farPrice(seeded.below(2) == 0);
        restingIds[resting] = nextId;
        restingPrices[resting++] = price;
        flow.addNew(message, nextId++, price < MIDDLE, price, 1 + seeded.below(MAX_QUANTITY), false);
    }

    private void take(OrderFlow flow, int message) {
        final boolean buy = seeded.below(2) == 0;
        final long price = buy ? MIDDLE + LEVELS : MIDDLE - LEVELS;
        flow.addNew(message, nextId++, buy, price, 1 + seeded.below(MAX_QUANTITY), true);
    }

    // Some were filled meanwhile: then the replace or cancel is refused, as it happens to people.
    private void replace(OrderFlow flow, int message) {
        final int at = seeded.below(resting);
        final boolean buy = restingPrices[at] < MIDDLE;
        restingPrices[at] = farPrice(buy);
        flow.addReplace(message, restingIds[at], buy, restingPrices[at], 1 + seeded.below(MAX_QUANTITY));
    }

    private void cancel(OrderFlow flow, int message) {
        final int at = seeded.below(resting);
        flow.addCancel(message, restingIds[at]);
        resting--;
        restingIds[at] = restingIds[resting];
        restingPrices[at] = restingPrices[resting];
    }

    private long farPrice(boolean buy) {
        final int away = 1 + seeded.below(LEVELS);
        return buy ? MIDDLE - away : MIDDLE + away;
    }
}
