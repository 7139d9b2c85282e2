package io.hft.engine.marketdata;

/**
 * Best bid and ask; a side's quantity and count are 0 where it is empty.
 *
 * @param sequence the last event that this shows
 * @param timestampNanos of that event
 * @param lastTradePriceTicks 0 before the first trade
 */
public record TopOfBook(
        long sequence,
        long timestampNanos,
        long bidPriceTicks,
        long bidQuantityLots,
        int bidOrderCount,
        long askPriceTicks,
        long askQuantityLots,
        int askOrderCount,
        long lastTradePriceTicks) {
    /** The same top, known to show the moment. */
    TopOfBook notBefore(final ShownMoment.Moment moment) {
        return moment.sequence() <= sequence
                ? this
                : new TopOfBook(
                        moment.sequence(),
                        moment.timestampNanos(),
                        bidPriceTicks,
                        bidQuantityLots,
                        bidOrderCount,
                        askPriceTicks,
                        askQuantityLots,
                        askOrderCount,
                        lastTradePriceTicks);
    }
}
