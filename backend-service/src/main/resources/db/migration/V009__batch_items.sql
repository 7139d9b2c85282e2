-- Written in the transaction that writes the order.
alter table order_batch_items drop constraint order_batch_items_order_id_fkey;
