-- Rates are fixed when an order is admitted, so that a change of the settings never leaves an open order with too small a hold.
alter table orders
    add column maker_fee_bps  numeric(9, 4)  not null default 0 check (maker_fee_bps between 0 and 10000),
    add column taker_fee_bps  numeric(9, 4)  not null default 0 check (taker_fee_bps between 0 and 10000),
    -- Exact sum of rate x quote amount of all fills; what is charged is this, rounded up to 8 places.
    add column fees_due       numeric        not null default 0 check (fees_due >= 0),
    add column cumulative_fee numeric(38, 8) not null default 0 check (cumulative_fee >= 0);

alter table fills
    add column fee       numeric(38, 8) not null default 0 check (fee >= 0),
    add column fee_asset text;
update fills set fee_asset = quote_asset from instruments where instruments.symbol = fills.symbol;
alter table fills alter column fee_asset set not null;

-- Whom fees are paid to. Nobody can log in as it.
insert into users (user_id, username, email, kind) values (9000000002, '$fees', '$fees@exchange.invalid', 'HOUSE')
on conflict do nothing;

-- What the balance has cost in USD by average cost, and what was made of it so far; zero for USD itself and for external accounts.
alter table ledger_accounts
    add column cost_basis   numeric(38, 8) not null default 0,
    add column realised_pnl numeric(38, 8) not null default 0;
-- What was there before is taken in at its present value, as a deposit is.
update ledger_accounts a
   set cost_basis = round(a.balance * p.price, 8)
  from (select s.symbol, coalesce(i.last_trade_price, s.reference_price_usd, i.reference_price, 0) as price
          from assets s left join instruments i on i.base_asset = s.symbol and i.quote_asset = 'USD'
         where s.symbol <> 'USD') p
 where a.asset = p.symbol and a.owner_id is not null;

alter table transfers drop constraint transfers_kind_check;
alter table transfers add constraint transfers_kind_check check (kind in ('DEPOSIT', 'WITHDRAWAL', 'TRADE', 'FEE', 'SHORTFALL'));

-- A request that moves money has no order.
alter table idempotent_requests alter column order_id drop not null;

-- Whoever writes these rows has locked the rows that they name, in the same transaction, and orders, users, instruments and accounts are never
-- deleted: looking each of them up again costs as much as writing. The reconciler compares all of it.
alter table fills
    drop constraint fills_order_id_fkey,
    drop constraint fills_user_id_fkey,
    drop constraint fills_symbol_fkey;
alter table transfers
    drop constraint transfers_asset_fkey,
    drop constraint transfers_debit_account_id_fkey,
    drop constraint transfers_credit_account_id_fkey;
