package io.hft.bench.peers;

import io.hft.bench.book.BookReplay;
import io.hft.bench.book.ReportRing;
import io.hft.bench.flow.OrderFlow;
import java.util.Locale;

/** A book that flows are put through. */
public enum Contender {
    HFT,
    EXCHANGE_CORE,
    PARITY;

    /** As on the command line and in the results: {@code exchange-core}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A replay of the flow through a fresh book of this kind; to be run once. */
    public Runnable replay(OrderFlow flow, ReportRing ring) {
        return switch (this) {
            case HFT -> new BookReplay(flow, ring);
            case EXCHANGE_CORE -> new ExchangeCoreReplay(flow, ring);
            case PARITY -> new ParityReplay(flow, ring);
        };
    }
}
