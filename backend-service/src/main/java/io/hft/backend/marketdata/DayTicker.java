package io.hft.backend.marketdata;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last 24 hours of a market, from its one-minute candles; computed a few times a second at most. Callable from any thread. */
@Component
public class DayTicker {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration FRESH = Duration.ofMillis(200);
    private static final String WINDOW = """
            select (array_agg(open order by opened_at))[1] as open, max(high) as high, min(low) as low,
                   (array_agg(close order by opened_at desc))[1] as last, sum(volume) as volume,
                   sum(quote_volume) as quote_volume, coalesce(sum(trades), 0) as trades
              from candles where symbol = ? and interval_seconds = 60 and opened_at > ?
            """;
    private static final String LAST_CLOSE = """
            select close from candles where symbol = ? and interval_seconds = 60 order by opened_at desc limit 1
            """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<String, Computed> computed = new ConcurrentHashMap<>();

    DayTicker(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Computed(Instant at, DayStatistics statistics) {}

    /** @param symbol of a market that exists */
    public DayStatistics of(String symbol) {
        Instant now = clock.instant();
        Computed last = computed.get(symbol);
        if (last != null && Duration.between(last.at(), now).abs().compareTo(FRESH) < 0) {
            return last.statistics();
        }
        DayStatistics statistics = compute(symbol, now);
        computed.put(symbol, new Computed(now, statistics));
        return statistics;
    }

    private DayStatistics compute(String symbol, Instant now) {
        DayStatistics window = jdbc.sql(WINDOW)
                .params(symbol, Timestamp.from(now.minus(DAY)))
                .query(DayTicker::statistics)
                .single();
        if (window.trades() > 0) {
            return window;
        }
        @Nullable
        BigDecimal last = jdbc.sql(LAST_CLOSE)
                .param(symbol)
                .query(BigDecimal.class)
                .optional()
                .orElse(null);
        return DayStatistics.before(last);
    }

    private static DayStatistics statistics(ResultSet row, int number) throws SQLException {
        long trades = row.getLong("trades");
        return trades == 0
                ? DayStatistics.before(null)
                : new DayStatistics(
                        row.getBigDecimal("open"),
                        row.getBigDecimal("high"),
                        row.getBigDecimal("low"),
                        row.getBigDecimal("last"),
                        row.getBigDecimal("volume"),
                        row.getBigDecimal("quote_volume"),
                        trades);
    }
}
