package io.hft.backend.marketdata;

import java.util.List;

/** Hears each step of the books. Called on the feed's thread of that market, so be quick. */
public interface BookListener {
    /**
     * A further step.
     *
     * @param book the state behind it
     * @param bids levels that changed since the state before
     * @param asks likewise
     */
    void changed(BookView book, List<BookLevel> bids, List<BookLevel> asks);

    /** The book begins anew: what is between the last state and this one is not known. */
    void replaced(BookView book);

    /** The engine's stream is broken: the last state may be old, until the book is {@link #replaced}. */
    void stale(String symbol);
}
