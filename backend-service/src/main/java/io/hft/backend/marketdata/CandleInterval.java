package io.hft.backend.marketdata;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How long a candle lasts. Candles begin at whole multiples of it since 1970-01-01 UTC. */
public enum CandleInterval {
    MINUTE("1m", 60),
    FIVE_MINUTES("5m", 300),
    FIFTEEN_MINUTES("15m", 900),
    HOUR("1h", 3_600),
    DAY("1d", 86_400);

    private final String text;
    private final int seconds;

    CandleInterval(String text, int seconds) {
        this.text = text;
        this.seconds = seconds;
    }

    /** The interval as callers write it, for example {@code 5m}. */
    public static Optional<CandleInterval> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
    }

    /** All of them as callers write them. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(CandleInterval::text).toList();
    }

    public String text() {
        return text;
    }

    public int seconds() {
        return seconds;
    }

    public Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** The beginning of the candle that holds {@code time}. */
    public Instant floor(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** The first beginning of a candle at or behind {@code time}. */
    public Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? time : floor.plusSeconds(seconds);
    }
}
