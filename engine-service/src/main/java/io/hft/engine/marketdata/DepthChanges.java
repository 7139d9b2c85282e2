package io.hft.engine.marketdata;

import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.instrument.TradingState;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * What commands changed in the books and is not shown yet. The publisher's own: it gathers here, marks where a command is whole,
 * and lets whole commands be seen together. Allocates nothing once it holds what the largest command changes.
 */
public final class DepthChanges {
    private static final byte BID = 1;
    private static final byte ASK = 2;
    private static final byte LAST_TRADE = 3;
    private static final byte TRADING_STATE = 4;
    private static final byte OPENED = 5;
    /** What one extraordinary command needed is given back when it is this much. */
    private static final int KEPT_MAX = 65_536;

    private static final int INITIAL = 512;

    private final DepthMirrors mirrors;

    private byte[] kinds = new byte[INITIAL];
    private int[] instrumentIds = new int[INITIAL];
    private long[] prices = new long[INITIAL];
    /** Of a level its quantity, of a trading state its code. */
    private long[] values = new long[INITIAL];

    private int[] counts = new int[INITIAL];
    private int size;
    /** So many belong to commands that are whole. */
    private int whole;

    private long lastSequence;
    private long lastTimestampNanos;
    private long wholeSequence;
    private long wholeTimestampNanos;
    private long shownSequence;

    private DepthMirror[] open = new DepthMirror[16];
    private int openCount;

    public DepthChanges(final DepthMirrors mirrors) {
        this.mirrors = mirrors;
    }

    /** A level is so from now on, see {@link io.hft.engine.event.EventSink#onLevel}. */
    public void level(
            final int instrumentId,
            final boolean bid,
            final long priceTicks,
            final long quantityLots,
            final int orderCount) {
        add(bid ? BID : ASK, instrumentId, priceTicks, quantityLots, orderCount);
    }

    /** An event; it may be about something that is shown. */
    public void event(final DirectBuffer buffer, final int offset) {
        final byte type = Event.typeCode(buffer, offset);
        if (type == EventType.TRADE.code()) {
            add(LAST_TRADE, Event.instrumentId(buffer, offset), Event.lastPriceTicks(buffer, offset), 0, 0);
        } else if (type == EventType.TRADING_STATE.code()) {
            add(TRADING_STATE, Event.instrumentId(buffer, offset), 0, Event.quantityLots(buffer, offset), 0);
        } else if (type == EventType.INSTRUMENT.code()) {
            add(OPENED, Event.instrumentId(buffer, offset), 0, 0, 0);
        }
        lastSequence = Event.sequence(buffer, offset);
        lastTimestampNanos = Event.timestampNanos(buffer, offset);
    }

    /** Everything that a command changed was said. */
    public void commandDone() {
        whole = size;
        wholeSequence = lastSequence;
        wholeTimestampNanos = lastTimestampNanos;
    }

    /** Lets the whole commands be seen; what belongs to an unfinished one stays. */
    public void show() {
        if (wholeSequence == shownSequence) {
            return;
        }
        if (whole > 0) {
            showBooks();
            forgetShown();
        }
        // After the books: whoever sees this finds them so.
        mirrors.shown(wholeSequence, wholeTimestampNanos);
        shownSequence = wholeSequence;
        if (openCount > 0) {
            tellWatchers();
        }
    }

    private void showBooks() {
        try {
            for (int i = 0; i < whole; i++) {
                apply(i);
            }
            for (int i = 0; i < openCount; i++) {
                open[i].end(wholeSequence, wholeTimestampNanos);
            }
        } catch (final RuntimeException | Error e) {
            for (int i = 0; i < openCount; i++) {
                if (open[i].isOpen()) {
                    open[i].lose();
                }
            }
            throw e;
        }
    }

    private void tellWatchers() {
        // Whoever begins to watch looks at the mirror afterwards; we look for watchers after the change. One of us sees
        // the other.
        VarHandle.fullFence();
        boolean isWatched = false;
        for (int i = 0; i < openCount; i++) {
            isWatched |= open[i].isWatched();
        }
        openCount = 0;
        if (isWatched) {
            mirrors.changed();
        }
    }

    /** Whole commands and others are dropped: nothing may be seen any more. */
    public void discard() {
        size = 0;
        whole = 0;
    }

    private void apply(final int i) {
        final DepthMirror mirror = mirrors.require(instrumentIds[i]);
        if (!mirror.isOpen()) {
            if (openCount == open.length) {
                open = Arrays.copyOf(open, openCount * 2);
            }
            open[openCount++] = mirror;
            mirror.begin();
        }
        switch (kinds[i]) {
            case BID -> mirror.level(true, prices[i], values[i], counts[i]);
            case ASK -> mirror.level(false, prices[i], values[i], counts[i]);
            case LAST_TRADE -> mirror.lastTrade(prices[i]);
            case TRADING_STATE -> mirror.tradingState(TradingState.of((byte) values[i]));
            default -> {
                // A new instrument is seen with an empty book.
            }
        }
    }

    private void add(final byte kind, final int instrumentId, final long price, final long value, final int count) {
        // A sweep or a mass cancel says the same level again and again: only the last word counts.
        final int last = size - 1;
        final boolean again = last >= whole
                && kinds[last] == kind
                && instrumentIds[last] == instrumentId
                && isSame(last, kind, price);
        final int place = again ? last : size;
        if (place == kinds.length) {
            resize(place * 2);
        }
        kinds[place] = kind;
        instrumentIds[place] = instrumentId;
        prices[place] = price;
        values[place] = value;
        counts[place] = count;
        size = place + 1;
    }

    private boolean isSame(final int place, final byte kind, final long price) {
        return kind == LAST_TRADE || prices[place] == price;
    }

    private void forgetShown() {
        final int left = size - whole;
        if (left > 0) {
            System.arraycopy(kinds, whole, kinds, 0, left);
            System.arraycopy(instrumentIds, whole, instrumentIds, 0, left);
            System.arraycopy(prices, whole, prices, 0, left);
            System.arraycopy(values, whole, values, 0, left);
            System.arraycopy(counts, whole, counts, 0, left);
        }
        size = left;
        whole = 0;
        if (kinds.length > KEPT_MAX && left < INITIAL) {
            resize(INITIAL);
        }
    }

    private void resize(final int length) {
        kinds = Arrays.copyOf(kinds, length);
        instrumentIds = Arrays.copyOf(instrumentIds, length);
        prices = Arrays.copyOf(prices, length);
        values = Arrays.copyOf(values, length);
        counts = Arrays.copyOf(counts, length);
    }
}
