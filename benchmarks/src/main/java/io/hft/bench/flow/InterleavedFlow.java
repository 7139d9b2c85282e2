package io.hft.bench.flow;

/**
 * Orders that live on while others come: each resting order is cancelled or replaced when it is 1 to 50,000 messages old, every age as
 * likely as any other, so that about 25,000 orders wait for their turn and none of them is warm in a cache. One order in ten takes.
 */
final class InterleavedFlow {
    private static final int MAX_AGE = 50_000;
    private static final int SLOTS = 1 << 17;
    private static final int MIDDLE = 33_500;
    private static final int MAX_QUANTITY = 100;
    private static final int DEPTH = 200;

    private final Seeded seeded;
    private final long[] dueIds = new long[SLOTS];
    private final long[] duePrices = new long[SLOTS];
    private final boolean[] dueBuys = new boolean[SLOTS];
    private long marketThousandths;
    private long nextId = 1;

    InterleavedFlow(long seed) {
        seeded = new Seeded(seed);
    }

    OrderFlow generate(int messages) {
        final OrderFlow flow = new OrderFlow(messages);
        for (int message = 0; message < messages; message++) {
            final int slot = message & SLOTS - 1;
            final long due = dueIds[slot];
            dueIds[slot] = 0;
            if (due == 0) {
                enter(flow, message);
            } else if (seeded.below(100) < 20) {
                final long price = duePrices[slot] + seeded.below(5) - 2;
                flow.addReplace(message, due, dueBuys[slot], price, 1 + seeded.below(MAX_QUANTITY));
                schedule(message, due, price, dueBuys[slot]);
            } else {
                flow.addCancel(message, due);
            }
        }
        return flow;
    }

    private void enter(OrderFlow flow, int message) {
        final int step = FlowShape.INTERLEAVED.stepTicks();
        final long spread = FlowShape.INTERLEAVED.spreadTicks();
        marketThousandths += (long) step * seeded.normalThousandths();
        marketThousandths -= marketThousandths * step * step / (2 * spread * spread);
        final long market = MIDDLE + marketThousandths / 1_000;
        final boolean buy = seeded.below(2) == 0;
        final boolean immediate = seeded.below(10) == 0;
        // Twice the same chance: near the market more often than far from it.
        final int distance = 1 + seeded.below(1 + seeded.below(DEPTH));
        final long price = immediate == buy ? market + distance : market - distance;
        final long id = nextId++;
        flow.addNew(message, id, buy, price, 1 + seeded.below(MAX_QUANTITY), immediate);
        if (!immediate) {
            schedule(message, id, price, buy);
        }
    }

    private void schedule(int message, long id, long price, boolean buy) {
        int slot = message + 1 + seeded.below(MAX_AGE) & SLOTS - 1;
        while (dueIds[slot] != 0) {
            slot = slot + 1 & SLOTS - 1;
        }
        dueIds[slot] = id;
        duePrices[slot] = price;
        dueBuys[slot] = buy;
    }
}
