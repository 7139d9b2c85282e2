package io.hft.bench.flow;

/**
 * Orders that mostly live for a message or two: entered, a few replaced by a better price and one lot more, cancelled. One in seven is
 * immediate-or-cancel, one in twenty-five stays in the book, some are cancelled or replaced once more when they are gone.
 *
 * <p>Each side has a market of its own, a walk that is drawn back to its middle; a block of orders takes its prices from
 * both walks and comes in shuffled, so that neighbouring messages are at quite different prices and old orders get in the way of new
 * ones.
 */
final class ShortLivedFlow {
    private static final int BLOCK = 10_000;
    private static final int MIDDLE = 33_500;
    private static final int MAX_QUANTITY = 100;

    // Out of ten thousand orders. What is left over is entered and cancelled.
    private static final int IMMEDIATE = 1_486;
    private static final int STAYS = 316;
    private static final int REPLACED_STAYS = 86;
    private static final int REPLACED_CANCELED = 1_582;
    private static final int CANCELED_TWICE = 146;
    private static final int REPLACED_CANCELED_TWICE = 39;
    private static final int REPLACED_AFTER_CANCEL = 27;

    private final FlowShape shape;
    private final Seeded seeded;
    private final int[] shuffledIds = new int[BLOCK];
    private final long[] prices = new long[BLOCK];
    private long sequence;

    ShortLivedFlow(FlowShape shape, long seed) {
        this.shape = shape;
        this.seeded = new Seeded(seed);
    }

    OrderFlow generate(int messages) {
        final OrderFlow flow = new OrderFlow(messages);
        long firstId = 1;
        while (flow.size() < messages) {
            makeBlock();
            for (int i = 0; i < BLOCK && flow.size() < messages; i++) {
                addOrder(flow, messages, firstId, shuffledIds[i]);
            }
            firstId += BLOCK;
        }
        return flow;
    }

    private void makeBlock() {
        for (int i = 0; i < BLOCK; i++) {
            shuffledIds[i] = i;
        }
        seeded.shuffle(shuffledIds);
        walk(true, 0);
        walk(false, BLOCK / 2);
    }

    // The first half of a block's ids buys, the second sells.
    private void walk(boolean buy, int first) {
        long thousandths = 0;
        for (int i = first; i < first + BLOCK / 2; i++) {
            if (shape == FlowShape.STATIC) {
                prices[i] = standing(buy);
                continue;
            }
            thousandths += (long) shape.stepTicks() * seeded.normalThousandths();
            // Drawn back by the share that keeps the walk's spread: step^2 / (2 spread^2).
            thousandths -= thousandths
                    * shape.stepTicks()
                    * shape.stepTicks()
                    / (2L * shape.spreadTicks() * shape.spreadTicks());
            prices[i] = MIDDLE + thousandths / 1_000 + (buy ? -10 : 10);
        }
    }

    private long standing(boolean buy) {
        final int chance = seeded.below(1_000);
        // Hardly any price crosses: one in a thousand.
        final int away = chance < 1 ? -20 : chance < 3 ? 300 : chance < 100 ? -6 : 0;
        return MIDDLE + (buy ? -(5 + away) : 12 + away) + seeded.below(5) - 2;
    }

    private void addOrder(OrderFlow flow, int messages, long firstId, int index) {
        final long id = firstId + index;
        final boolean buy = index < BLOCK / 2;
        final long price = prices[index];
        final long quantity = 1 + seeded.below(MAX_QUANTITY);
        int fate = seeded.below(10_000);
        final boolean immediate = fate < IMMEDIATE;
        flow.addNew(sequence++, id, buy, price, quantity, immediate);
        if (immediate || (fate -= IMMEDIATE) < STAYS) {
            return;
        }
        fate -= STAYS;
        final int replaced = REPLACED_STAYS + REPLACED_CANCELED + REPLACED_CANCELED_TWICE + REPLACED_AFTER_CANCEL;
        if (fate < replaced && flow.size() < messages) {
            final int better = seeded.below(100) < 82 ? 1 : 0;
            flow.addReplace(sequence++, id, buy, buy ? price + better : price - better, quantity + 1);
        }
        if (fate < REPLACED_STAYS) {
            return;
        }
        cancel(flow, messages, id);
        if (fate < REPLACED_STAYS + REPLACED_AFTER_CANCEL) {
            if (flow.size() < messages) {
                flow.addReplace(sequence++, id, buy, price, quantity + 1);
            }
        } else if (fate < REPLACED_STAYS + REPLACED_AFTER_CANCEL + REPLACED_CANCELED_TWICE
                || fate >= replaced && fate < replaced + CANCELED_TWICE) {
            cancel(flow, messages, id);
        }
    }

    private void cancel(OrderFlow flow, int messages, long id) {
        if (flow.size() < messages) {
            flow.addCancel(sequence++, id);
        }
    }
}
