-- What operators have told the engine through this interface; the engine itself has it in its journal.

create table risk_limits (
    -- 0: every account
    user_id                 bigint      not null,
    -- empty: every market
    symbol                  text        not null,
    max_quantity            numeric,
    max_notional            numeric,
    max_position            numeric,
    price_band_basis_points integer     not null,
    max_open_orders         integer     not null,
    orders_per_second       integer     not null,
    set_at                  timestamptz not null,
    set_by                  bigint      not null references users,
    primary key (user_id, symbol)
);

create table kill_switches (
    -- 0: everybody
    user_id    bigint primary key,
    reason     text        not null,
    engaged_at timestamptz not null,
    engaged_by bigint      not null references users
);
