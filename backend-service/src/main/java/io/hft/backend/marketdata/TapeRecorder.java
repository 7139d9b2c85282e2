package io.hft.backend.marketdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the tape and the candles from the booked fills, each trade exactly once: a shard's cursor moves in the transaction that writes, and
 * whoever has the cursor's row locked is the only one at work. So every backend may try at any time, and a crash repeats or loses nothing.
 */
@Component
class TapeRecorder {
    /** Channel of the notifications; the payload is the shard. */
    static final String CHANNEL = "hft_tape";

    /** Events of a shard that one transaction looks at. */
    private static final int WINDOW = 20_000;
    /** The cursor moves past events without a trade, but not for each of them. */
    private static final int IDLE_STEP = 1_000;

    private static final String RECORD = """
            with settled as (
                select distinct on (trade_id) shard, trade_id, sequence, symbol, price, quantity, quote_amount, executed_at,
                       case when liquidity = 'TAKER' then side when side = 'BUY' then 'SELL' else 'BUY' end as taker_side
                  from fills
                 where shard = :shard and sequence > :from and sequence <= :to
                 order by trade_id, sequence desc),
            last as (
                select symbol, coalesce((select max(t.number) from trades t where t.symbol = s.symbol), 0) as number
                  from (select distinct symbol from settled) s),
            numbered as (
                select s.*, l.number + row_number() over (partition by s.symbol order by s.sequence) as number
                  from settled s join last l on l.symbol = s.symbol),
            recorded as (
                insert into trades (symbol, number, shard, trade_id, sequence, price, quantity, quote_amount, taker_side, executed_at)
                select symbol, number, shard, trade_id, sequence, price, quantity, quote_amount, taker_side, executed_at
                  from numbered
                returning *),
            minutes as materialized (
                select symbol, date_bin('1 minute', executed_at, timestamptz 'epoch') as minute, min(number) as number,
                       (array_agg(price order by number))[1] as open, max(price) as high, min(price) as low,
                       (array_agg(price order by number desc))[1] as close, sum(quantity) as volume,
                       sum(quote_amount) as quote_volume, count(*) as trades
                  from numbered group by symbol, minute),
            drawn as (
                insert into candles as c (symbol, interval_seconds, opened_at, open, high, low, close, volume, quote_volume, trades)
                select m.symbol, i.seconds, date_bin(i.seconds * interval '1 second', m.minute, timestamptz 'epoch') as bin,
                       (array_agg(m.open order by m.number))[1], max(m.high), min(m.low),
                       (array_agg(m.close order by m.number desc))[1], sum(m.volume), sum(m.quote_volume), sum(m.trades)
                  from minutes m cross join unnest(array[60, 300, 900, 3600, 86400]) as i (seconds)
                 group by m.symbol, i.seconds, bin
                 order by m.symbol, i.seconds, bin
                on conflict (symbol, interval_seconds, opened_at) do update set
                    high = greatest(c.high, excluded.high), low = least(c.low, excluded.low), close = excluded.close,
                    volume = c.volume + excluded.volume, quote_volume = c.quote_volume + excluded.quote_volume,
                    trades = c.trades + excluded.trades)
            select * from recorded order by symbol, number
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Set<Integer> known = ConcurrentHashMap.newKeySet();

    TapeRecorder(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Records what is booked of a shard and not on the tape yet; returns the trades, by symbol and number. Nothing when somebody else is at
     * it: that one's notification comes when it is done.
     */
    List<Trade> record(int shard) {
        if (known.add(shard)) {
            jdbc.sql("insert into market_cursors (shard, sequence) values (?, 0) on conflict do nothing")
                    .param(shard)
                    .update();
        }
        List<Trade> trades = new ArrayList<>();
        while (isBehind(shard)) {
            Step step = transaction.execute(status -> recordWithin(shard));
            if (step == null) {
                break;
            }
            trades.addAll(step.trades());
            if (step.caughtUp()) {
                break;
            }
        }
        return trades;
    }

    /** Most batches have no trade: this look takes no lock. */
    private boolean isBehind(int shard) {
        return jdbc.sql("""
                        select s.sequence - c.sequence >= :step
                            or exists (select 1 from fills f
                                        where f.shard = c.shard and f.sequence > c.sequence and f.sequence <= s.sequence)
                          from market_cursors c join settlement_cursors s on s.shard = c.shard
                         where c.shard = :shard
                        """)
                .param("step", IDLE_STEP)
                .param("shard", shard)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    private record Step(List<Trade> trades, boolean caughtUp) {}

    private Step recordWithin(int shard) {
        Optional<Long> cursor = jdbc.sql("select sequence from market_cursors where shard = ? for update skip locked")
                .param(shard)
                .query(Long.class)
                .optional();
        if (cursor.isEmpty()) {
            return new Step(List.of(), true);
        }
        long from = cursor.get();
        long booked = booked(shard);
        long to = booked - from > WINDOW ? wholeTrade(shard, from + WINDOW) : booked;
        if (to <= from) {
            return new Step(List.of(), true);
        }
        List<Trade> trades = jdbc.sql(RECORD)
                .param("shard", shard)
                .param("from", from)
                .param("to", to)
                .query(Tape::trade)
                .list();
        if (!trades.isEmpty() || to - from >= IDLE_STEP) {
            jdbc.sql("update market_cursors set sequence = ? where shard = ?")
                    .params(to, shard)
                    .update();
        }
        if (!trades.isEmpty()) {
            jdbc.sql("select pg_notify(?, ?)")
                    .params(CHANNEL, Integer.toString(shard))
                    .query(row -> {});
        }
        return new Step(trades, to == booked);
    }

    private long booked(int shard) {
        return jdbc.sql("select sequence from settlement_cursors where shard = ?")
                .param(shard)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** A trade is two events, the maker's and then the taker's: both or none. */
    private long wholeTrade(int shard, long end) {
        return jdbc.sql("""
                        select coalesce(max(b.sequence), :end) from fills a join fills b
                            on b.shard = a.shard and b.sequence = a.sequence + 1 and b.trade_id = a.trade_id
                         where a.shard = :shard and a.sequence = :end
                        """)
                .param("shard", shard)
                .param("end", end)
                .query(Long.class)
                .single();
    }
}
