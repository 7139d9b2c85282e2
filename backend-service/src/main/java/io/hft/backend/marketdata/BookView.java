package io.hft.backend.marketdata;

import io.hft.backend.engine.TradingState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One state of a market's book, immutable.
 *
 * @param seq contiguous per market on this backend
 * @param eventSequence the engine's last event that it shows
 * @param bids best first
 * @param asks best first
 * @param lastTradePrice as the engine says, null before the first trade
 */
public record BookView(
        String symbol,
        long seq,
        long eventSequence,
        Instant timestamp,
        List<BookLevel> bids,
        List<BookLevel> asks,
        @Nullable String lastTradePrice,
        TradingState tradingState) {
    private static final int CHECKED_LEVELS = 10;

    public BookView {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }

    public Optional<BookLevel> bestBid() {
        return bids.stream().findFirst();
    }

    public Optional<BookLevel> bestAsk() {
        return asks.stream().findFirst();
    }

    /** CRC32 of {@link #checkedText}. */
    public long checksum() {
        CRC32 crc = new CRC32();
        crc.update(checkedText().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    /**
     * The ten best levels of both sides, texts as they were sent: {@code bid price:bid quantity:ask price:ask quantity:…}, best first, taking
     * turns; where one side has fewer levels, those of the other follow each other.
     */
    public String checkedText() {
        StringBuilder text = new StringBuilder(800);
        for (int i = 0; i < CHECKED_LEVELS; i++) {
            append(text, bids, i);
            append(text, asks, i);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<BookLevel> levels, int index) {
        if (index < levels.size()) {
            if (!text.isEmpty()) {
                text.append(':');
            }
            text.append(levels.get(index).price())
                    .append(':')
                    .append(levels.get(index).quantity());
        }
    }
}
