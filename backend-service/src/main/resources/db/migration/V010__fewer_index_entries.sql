-- Each entry in an index costs about as much as a row. Most orders have no name of their owner's, and none has an event before its first one.
create unique index orders_by_client_order_id on orders (user_id, client_order_id) where client_order_id is not null;
alter table orders drop constraint client_order_id_once;
drop index orders_by_engine_sequence;
create index orders_by_engine_sequence on orders (shard, engine_sequence) where engine_sequence is not null;

-- Whoever takes a key for orders is looked up when no account of the user's is found; a look per key locked the user's row each time.
alter table idempotent_requests drop constraint idempotent_requests_user_id_fkey;
