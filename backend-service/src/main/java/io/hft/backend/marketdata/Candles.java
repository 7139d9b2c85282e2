package io.hft.backend.marketdata;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads candles without a gap: from the first trade of a market to the present one every interval has its candle, and those without a
 * trade carry the last close with volume 0. Callable from any thread.
 */
@Component
public class Candles {
    /** The stored candles of a range, and the last one before it. */
    private static final String RANGE = """
            (select * from candles where symbol = :symbol and interval_seconds = :interval and opened_at < :from
              order by opened_at desc limit 1)
            union all
            (select * from candles where symbol = :symbol and interval_seconds = :interval
                and opened_at >= :from and opened_at < :to)
            order by opened_at
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Candles(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** When the first candle begins; empty before the first trade. */
    public Optional<Instant> first(String symbol, CandleInterval interval) {
        return jdbc.sql("""
                        select opened_at from candles where symbol = ? and interval_seconds = ? order by opened_at limit 1
                        """)
                .params(symbol, interval.seconds())
                .query((row, number) ->
                        row.getObject("opened_at", OffsetDateTime.class).toInstant())
                .optional();
    }

    /** The last candles, oldest first; the last of them is the present one. */
    public List<Candle> latest(String symbol, CandleInterval interval, int count) {
        Instant end = interval.floor(clock.instant()).plusSeconds(interval.seconds());
        return range(symbol, interval, end.minus(interval.duration().multipliedBy(count)), end);
    }

    /**
     * The candles that begin within {@code [from, to)}, oldest first, none of the future. The caller bounds the range: memory is taken for
     * each interval in it.
     */
    public List<Candle> range(String symbol, CandleInterval interval, Instant from, Instant to) {
        Instant first = interval.ceiling(from);
        Instant present = interval.floor(clock.instant());
        Instant end = to.isAfter(present) ? present.plusSeconds(interval.seconds()) : to;
        List<Candle> stored = jdbc.sql(RANGE)
                .param("symbol", symbol)
                .param("interval", interval.seconds())
                .param("from", Timestamp.from(first))
                .param("to", Timestamp.from(end))
                .query(Candles::candle)
                .list();
        return withoutGaps(stored, interval, first, end);
    }

    private static List<Candle> withoutGaps(List<Candle> stored, CandleInterval interval, Instant first, Instant end) {
        List<Candle> candles = new ArrayList<>();
        @Nullable BigDecimal lastClose = null;
        Instant next = first;
        for (Candle candle : stored) {
            for (; lastClose != null && next.isBefore(candle.openTime()); next = next.plusSeconds(interval.seconds())) {
                candles.add(Candle.carried(next, lastClose));
            }
            lastClose = candle.close();
            if (!candle.openTime().isBefore(first)) {
                candles.add(candle);
                next = candle.openTime().plusSeconds(interval.seconds());
            }
        }
        for (; lastClose != null && next.isBefore(end); next = next.plusSeconds(interval.seconds())) {
            candles.add(Candle.carried(next, lastClose));
        }
        return candles;
    }

    private static Candle candle(ResultSet row, int number) throws SQLException {
        return new Candle(
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getBigDecimal("open"),
                row.getBigDecimal("high"),
                row.getBigDecimal("low"),
                row.getBigDecimal("close"),
                row.getBigDecimal("volume"),
                row.getBigDecimal("quote_volume"),
                row.getLong("trades"));
    }
}
