package io.hft.backend.marketdata;

import java.util.List;

/** Hears what is booked and what is on the tape, on every backend alike. Called on the thread of {@link SettlementTail}, so be quick. */
public interface SettlementListener {
    /** Everything of a shard up to {@code sequence} is booked; now and then without anything new. */
    void settled(int shard, long sequence);

    /** These trades are on the tape; all of one symbol without a gap, but perhaps not behind the last ones heard (after a failure). */
    void recorded(List<Trade> trades);
}
