package io.hft.backend.marketdata;

import io.hft.backend.engine.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the tape. Callable from any thread. */
@Component
public class Tape {
    private final JdbcClient jdbc;

    Tape(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Trades before a number, newest first; {@link Long#MAX_VALUE} for the latest. */
    public List<Trade> before(String symbol, long number, int limit) {
        return jdbc.sql("select * from trades where symbol = ? and number < ? order by number desc limit ?")
                .params(symbol, number, limit)
                .query(Tape::trade)
                .list();
    }

    /** Trades behind a number, oldest first. */
    public List<Trade> after(String symbol, long number, int limit) {
        return jdbc.sql("select * from trades where symbol = ? and number > ? order by number limit ?")
                .params(symbol, number, limit)
                .query(Tape::trade)
                .list();
    }

    /** The number of the last trade, 0 before the first. */
    public long lastNumber(String symbol) {
        return jdbc.sql("select coalesce(max(number), 0) from trades where symbol = ?")
                .param(symbol)
                .query(Long.class)
                .single();
    }

    static Trade trade(ResultSet row, int ignored) throws SQLException {
        return new Trade(
                row.getString("symbol"),
                row.getLong("number"),
                row.getInt("shard"),
                row.getLong("trade_id"),
                row.getLong("sequence"),
                row.getBigDecimal("price"),
                row.getBigDecimal("quantity"),
                row.getBigDecimal("quote_amount"),
                Side.valueOf(row.getString("taker_side")),
                row.getObject("executed_at", OffsetDateTime.class).toInstant());
    }
}
