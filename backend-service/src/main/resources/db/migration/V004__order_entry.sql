-- Signs the cursors of lists, on every backend alike: a cursor that a client has changed is recognised.
create table cursor_key (
    only_one boolean primary key default true check (only_one),
    secret   bytea not null
);

-- The full set of orders. A stop's price is its protection price: beyond it, it does not trade once it has triggered.
alter table orders drop constraint orders_type_check;
alter table orders add constraint orders_type_check check (type in ('LIMIT', 'MARKET', 'STOP', 'STOP_LIMIT', 'ICEBERG'));
alter table orders drop constraint orders_time_in_force_check;
alter table orders add constraint orders_time_in_force_check check (time_in_force in ('GTC', 'IOC', 'FOK', 'DAY', 'GTD'));
alter table orders
    add column stop_price            numeric(38, 8) check (stop_price > 0),
    add column display_quantity      numeric(38, 8) check (display_quantity > 0),
    add column expire_at             timestamptz,
    add column post_only             boolean not null default false,
    add column self_trade_prevention text    not null default 'CANCEL_NEWEST' check (self_trade_prevention in (
        'CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH', 'DECREMENT_AND_CANCEL')),
    -- What a market order was sized by, if not by its quantity.
    add column quote_quantity        numeric(38, 8) check (quote_quantity > 0),
    -- A replacement on its way through the engine: its money is held already, beside what the order as it is needs.
    add column replace_price         numeric(38, 8) check (replace_price > 0),
    add column replace_quantity      numeric(38, 8) check (replace_quantity > 0),
    add column replace_stop_price    numeric(38, 8) check (replace_stop_price > 0),
    add column replace_display       numeric(38, 8) check (replace_display > 0),
    add column replace_requested_at  timestamptz,
    add constraint replacement_is_whole check ((replace_price is null) = (replace_quantity is null)
        and (replace_price is null) = (replace_requested_at is null));
create index orders_being_replaced on orders (replace_requested_at) where replace_requested_at is not null;

-- The items of a batch, recorded in the transaction of its admission: those with an order, and why the others have none.
create table order_batch_items (
    request_id bigint  not null references idempotent_requests on delete cascade,
    position   integer not null check (position >= 0),
    order_id   bigint references orders,
    refusal    text,
    primary key (request_id, position),
    check ((order_id is null) <> (refusal is null))
);

-- A dead man's switch per user: all open orders are cancelled when this time has come and nobody has moved it.
create table cancel_all_after (
    user_id    bigint primary key references users,
    due_at     timestamptz not null
);
create index cancel_all_after_by_time on cancel_all_after (due_at);

create index fills_by_user_and_place on fills (user_id, executed_at desc, shard desc, sequence desc);
drop index fills_by_user;
