-- Money is NUMERIC(38,8) everywhere. Ids of users and orders are the engine's account and order ids.

create table assets (
    symbol              text primary key check (symbol ~ '^[A-Z0-9]{1,12}$'),
    name                text not null,
    -- Value in USD before the first trade; null where nobody has named one.
    reference_price_usd numeric(38, 8) check (reference_price_usd > 0)
);

-- The engine defines instruments; this is the backend's copy, so that it can answer while the engine is away.
create table instruments (
    symbol                  text primary key,
    base_asset              text           not null references assets,
    quote_asset             text           not null references assets,
    tick_size               numeric(38, 8) not null check (tick_size > 0),
    lot_size                numeric(38, 8) not null check (lot_size > 0),
    max_quantity            numeric(38, 8) not null check (max_quantity > 0),
    reference_price         numeric(38, 8) not null check (reference_price > 0),
    price_band_basis_points integer        not null check (price_band_basis_points >= 0),
    shard                   integer        not null,
    last_trade_price        numeric(38, 8),
    last_trade_at           timestamptz,
    unique (base_asset, quote_asset)
);

-- 1 is the demo user; members are numbered from 2; the exchange's own users have ids from 9,000,000,000 up.
create sequence user_ids start with 2;

create table users (
    user_id       bigint primary key default nextval('user_ids'),
    username      text        not null,
    email         text        not null,
    password_hash text,
    kind          text        not null check (kind in ('MEMBER', 'DEMO', 'HOUSE')),
    roles         text[]      not null default '{}',
    created_at    timestamptz not null default now()
);
create unique index users_by_username on users (lower(username));
create unique index users_by_email on users (lower(email));

create table refresh_tokens (
    token_hash bytea primary key,
    user_id    bigint      not null references users,
    issued_at  timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz
);

-- Double entry. The external account of an asset (no owner) is where deposits come from: the only one that may be negative.
create table ledger_accounts (
    account_id bigint generated always as identity primary key,
    owner_id   bigint references users,
    asset      text           not null references assets,
    balance    numeric(38, 8) not null default 0,
    held       numeric(38, 8) not null default 0,
    constraint one_account_per_owner_and_asset unique nulls not distinct (owner_id, asset),
    constraint balance_not_negative check (owner_id is null or balance >= 0),
    constraint hold_within_balance check (held >= 0 and (owner_id is null and held = 0 or held <= balance))
);

create table transfers (
    transfer_id          bigint generated always as identity primary key,
    asset                text           not null references assets,
    debit_account_id     bigint         not null references ledger_accounts,
    credit_account_id    bigint         not null references ledger_accounts,
    amount               numeric(38, 8) not null check (amount > 0),
    kind                 text           not null check (kind in ('DEPOSIT', 'TRADE')),
    -- Of a trade: where it happened, and the two orders behind it (null: an order that the backend did not place).
    shard                integer,
    trade_id             bigint,
    debit_order_id       bigint,
    credit_order_id      bigint,
    debit_balance_after  numeric(38, 8) not null,
    credit_balance_after numeric(38, 8) not null,
    created_at           timestamptz    not null default now(),
    check (debit_account_id <> credit_account_id)
);
create index transfers_by_debit_account on transfers (debit_account_id, transfer_id);
create index transfers_by_credit_account on transfers (credit_account_id, transfer_id);
create index transfers_by_debit_order on transfers (debit_order_id) where debit_order_id is not null;

-- Far from the small numbers that people who talk to the engine directly like to use; in the order of admission, so no cache.
create sequence order_ids start with 1000000000001;

create table orders (
    order_id            bigint primary key default nextval('order_ids'),
    user_id             bigint         not null references users,
    client_order_id     varchar(64),
    symbol              text           not null references instruments,
    side                text           not null check (side in ('BUY', 'SELL')),
    type                text           not null check (type in ('LIMIT', 'MARKET')),
    time_in_force       text           not null check (time_in_force in ('GTC', 'IOC')),
    -- The limit price; of a market order the protection price.
    price               numeric(38, 8) not null check (price > 0),
    quantity            numeric(38, 8) not null check (quantity > 0),
    cumulative_quantity numeric(38, 8) not null default 0,
    -- Quote amount of all fills, as booked.
    cumulative_quote    numeric(38, 8) not null default 0,
    -- Exact sum of price x quantity of all fills, unrounded: for the average price.
    notional            numeric        not null default 0,
    status              text           not null check (status in ('PENDING_NEW', 'NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'REJECTED', 'EXPIRED')),
    reject_reason       text,
    -- What this order holds of its paying asset (quote for a buy, base for a sell); zero once it is done.
    held                numeric(38, 8) not null check (held >= 0),
    shard               integer        not null,
    engine_sequence     bigint,
    created_at          timestamptz    not null default now(),
    updated_at          timestamptz    not null default now(),
    constraint client_order_id_once unique (user_id, client_order_id),
    constraint filled_within_quantity check (cumulative_quantity between 0 and quantity)
);
create index orders_by_user on orders (user_id, order_id desc);
create index orders_pending on orders (created_at) where status = 'PENDING_NEW';
create index orders_open on orders (user_id, symbol) where status in ('PENDING_NEW', 'NEW', 'PARTIALLY_FILLED');

-- One order's view of a trade; keyed by the engine's event, so that an event can never be booked twice.
create table fills (
    shard        integer        not null,
    sequence     bigint         not null,
    trade_id     bigint         not null,
    order_id     bigint         not null references orders,
    user_id      bigint         not null references users,
    symbol       text           not null references instruments,
    side         text           not null check (side in ('BUY', 'SELL')),
    price        numeric(38, 8) not null check (price > 0),
    quantity     numeric(38, 8) not null check (quantity > 0),
    quote_amount numeric(38, 8) not null check (quote_amount >= 0),
    liquidity    text           not null check (liquidity in ('MAKER', 'TAKER')),
    executed_at  timestamptz    not null,
    primary key (shard, sequence)
);
create index fills_by_order on fills (order_id, sequence);
create index fills_by_user on fills (user_id, executed_at desc);

-- How far the engine's events are booked; moves in the same transaction as the money.
create table settlement_cursors (
    shard      integer primary key,
    sequence   bigint      not null check (sequence >= 0),
    updated_at timestamptz not null default now()
);

create table idempotent_requests (
    request_id   bigint generated always as identity primary key,
    user_id      bigint       not null references users,
    scope        text         not null,
    key          varchar(255) not null,
    fingerprint  bytea        not null,
    -- The order that the request placed, in the same transaction; the key comes first, so that a repeat waits on it and on nothing else.
    order_id     bigint       not null references orders deferrable initially deferred,
    -- The first answer, once there is one.
    status       integer,
    content_type text,
    body         text,
    created_at   timestamptz  not null default now(),
    expires_at   timestamptz  not null,
    unique (user_id, scope, key)
);
create index idempotent_requests_by_expiry on idempotent_requests (expires_at);
