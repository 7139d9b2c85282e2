package io.hft.bench.flow;

import java.util.Locale;

/** The kinds of flow that are measured. The first five are short-lived orders around a moving market. */
public enum FlowShape {
    /** The market walks within one per cent. */
    NORMAL(10, 100),
    /** The market stands: narrow, two prices deep, hardly a trade. */
    STATIC(0, 0),
    /** The market swings by a sixth of its price. */
    SWING_25(85, 1_200),
    /** The market swings by a quarter of its price. */
    SWING_40(135, 1_950),
    /** The market falls by a third and comes back, again and again. */
    FLASH_CRASH(200, 3_000),
    /** Orders are cancelled and replaced when they are 1 to 50,000 messages old. */
    INTERLEAVED(10, 100),
    /** A million orders rest at 10,000 prices a side; any of them may be cancelled or replaced next. */
    DEEP(0, 0);

    private final int stepTicks;
    private final int spreadTicks;

    FlowShape(int stepTicks, int spreadTicks) {
        this.stepTicks = stepTicks;
        this.spreadTicks = spreadTicks;
    }

    /** As on the command line: {@code flash-crash}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Standard deviation of the market's move from one order to the next of a side. */
    int stepTicks() {
        return stepTicks;
    }

    /** Standard deviation of the market's price over time. */
    int spreadTicks() {
        return spreadTicks;
    }

    /** Makes the flow of a seed, of exactly so many messages. */
    public OrderFlow generate(long seed, int messages) {
        return switch (this) {
            case INTERLEAVED -> new InterleavedFlow(seed).generate(messages);
            case DEEP -> new DeepFlow(seed, messages / 2).generate(messages);
            default -> new ShortLivedFlow(this, seed).generate(messages);
        };
    }
}
