-- The tape: every trade that is booked, once, numbered without a gap per market. Recorded behind the settlement, see market_cursors.
create table trades (
    symbol       text           not null references instruments,
    number       bigint         not null check (number > 0),
    shard        integer        not null,
    trade_id     bigint         not null,
    -- The engine's last event of the trade.
    sequence     bigint         not null,
    price        numeric(38, 8) not null check (price > 0),
    quantity     numeric(38, 8) not null check (quantity > 0),
    quote_amount numeric(38, 8) not null check (quote_amount >= 0),
    taker_side   text           not null check (taker_side in ('BUY', 'SELL')),
    executed_at  timestamptz    not null,
    primary key (symbol, number)
);

-- Only candles in which something was traded; readers carry the last close through the others.
create table candles (
    symbol           text           not null references instruments,
    interval_seconds integer        not null check (interval_seconds in (60, 300, 900, 3600, 86400)),
    opened_at        timestamptz    not null,
    open             numeric(38, 8) not null,
    high             numeric(38, 8) not null,
    low              numeric(38, 8) not null,
    close            numeric(38, 8) not null,
    volume           numeric(38, 8) not null,
    quote_volume     numeric(38, 8) not null,
    trades           bigint         not null check (trades > 0),
    primary key (symbol, interval_seconds, opened_at),
    check (low <= open and low <= close and low <= high and high >= open and high >= close)
) with (fillfactor = 80);

-- How far the booked fills are on the tape and in the candles; moves in the same transaction as they do.
create table market_cursors (
    shard    integer primary key,
    sequence bigint not null check (sequence >= 0)
);

-- What changed behind an event, for the private streams.
create index orders_by_engine_sequence on orders (shard, engine_sequence);
