-- A stop waits for its price with its money held, as any open order does.
alter table orders drop constraint orders_status_check;
alter table orders add constraint orders_status_check check (status in (
    'PENDING_NEW', 'NEW', 'PENDING_TRIGGER', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'REJECTED', 'EXPIRED'));
drop index orders_open;
create index orders_open on orders (user_id, symbol)
    where status in ('PENDING_NEW', 'NEW', 'PENDING_TRIGGER', 'PARTIALLY_FILLED');

-- What an account could not pay for a trade that the engine made, taken from the external account instead. Each is an alarm.
alter table transfers drop constraint transfers_kind_check;
alter table transfers add constraint transfers_kind_check check (kind in ('DEPOSIT', 'TRADE', 'SHORTFALL'));
create index transfers_of_shortfalls on transfers (shard) where kind = 'SHORTFALL';

-- Which event the cursor stands on, so that another log under the same numbers is recognised. Null: booked before there were fingerprints.
alter table settlement_cursors add column fingerprint bytea;
-- Why the engine's log does not continue what is booked; nothing is booked and nothing placed while it stands here.
alter table settlement_cursors add column diverged text;

create index refresh_tokens_by_expiry on refresh_tokens (expires_at);
