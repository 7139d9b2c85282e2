package io.hft.backend.orders;

import io.hft.backend.database.RowBatch;
import io.hft.backend.database.Statements;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.ledger.AccountKey;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.ledger.LockedAccounts;
import io.hft.backend.money.Decimals;
import io.hft.backend.orders.AdmissionRequest.Decision;
import io.hft.backend.orders.AdmissionRequest.Result;
import io.hft.backend.orders.OrderInsertion.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records many callers' orders in one transaction, by a fixed number of statements: keys, locks of the paying accounts in id order, orders,
 * holds. What is refused leaves nothing behind. Everybody takes keys before accounts and accounts before orders, so that nobody waits in a
 * circle.
 */
@Component
class AdmissionTransaction {
    private final JdbcTemplate jdbc;
    private final Ledger ledger;
    private final IdempotentRequests requests;
    private final TransactionTemplate transaction;
    private final OrderInsertion insertion;

    AdmissionTransaction(
            JdbcTemplate jdbc, Ledger ledger, IdempotentRequests requests, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.requests = requests;
        this.transaction = new TransactionTemplate(transactions);
        this.insertion = new OrderInsertion(jdbc);
    }

    /** One result for each request, in their order. All or nothing: an exception leaves no trace of any. */
    List<Result> admit(List<AdmissionRequest> wanted) {
        List<Result> results = transaction.execute(status -> admitWithin(wanted));
        if (results == null) {
            throw new IllegalStateException("a transaction has a result or fails");
        }
        return results;
    }

    private List<Result> admitWithin(List<AdmissionRequest> wanted) {
        List<Long> ids =
                orderIds(wanted.stream().mapToInt(one -> one.orders().size()).sum());
        List<@Nullable StoredRequest> claims = claim(wanted, ids);
        List<Row> rows = rows(wanted, claims, ids);
        // Before the accounts are locked: who settles waits for them.
        Map<Long, Order> inserted =
                new HashMap<>(insertion.insert(rows.stream().filter(Row::fits).toList()));
        Set<AccountKey> payers = rows.stream().map(row -> payer(row.priced())).collect(Collectors.toSet());
        LockedAccounts accounts = ledger.lockOpen(payers);
        requireUsers(payers.stream().filter(payer -> !accounts.contains(payer)).toList());
        Map<Long, PlacementResult> refusals = new HashMap<>();
        for (Row row : rows) {
            PlacementResult refusal = row.fits() && !inserted.containsKey(row.orderId())
                    ? new PlacementResult.DuplicateClientOrderId()
                    : hold(row.priced(), accounts);
            if (refusal != null) {
                refusals.put(row.orderId(), refusal);
            }
        }
        insertion.remove(refusals.keySet().stream()
                .filter(orderId -> inserted.remove(orderId) != null)
                .toList());
        ledger.write(accounts);
        return decide(wanted, claims, ids, refusals, inserted);
    }

    /** What is to be recorded, but for the requests whose key is taken. */
    private static List<Row> rows(List<AdmissionRequest> wanted, List<@Nullable StoredRequest> claims, List<Long> ids) {
        List<Row> rows = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < wanted.size(); i++) {
            boolean out = wanted.get(i).claim() != null && claims.get(i) == null;
            for (PricedOrder order : wanted.get(i).orders()) {
                long orderId = ids.get(next++);
                if (!out) {
                    rows.add(new Row(orderId, order));
                }
            }
        }
        return rows;
    }

    /** Whoever has an account is there; of the others somebody may have been lost with the database of yesterday. */
    private void requireUsers(List<AccountKey> without) {
        if (without.isEmpty()) {
            return;
        }
        Long[] users = without.stream().map(AccountKey::ownerId).toArray(Long[]::new);
        List<Long> unknown = jdbc.queryForList(
                "select id from unnest(?) as wanted (id) where not exists (select from users where user_id = id)",
                Long.class,
                (Object) users);
        if (!unknown.isEmpty()) {
            throw new UnknownUsers(unknown);
        }
    }

    private List<Long> orderIds(int count) {
        return jdbc.queryForList("select nextval('order_ids') from generate_series(1, ?)", Long.class, count);
    }

    /** Null where the key is taken, by an earlier request or by another one of these, and where none was asked for. */
    private List<@Nullable StoredRequest> claim(List<AdmissionRequest> wanted, List<Long> ids) {
        Map<String, Integer> firsts = new HashMap<>();
        List<IdempotencyClaim> claims = new ArrayList<>();
        List<@Nullable Long> claimedFor = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < wanted.size(); i++) {
            AdmissionRequest one = wanted.get(i);
            if (one.claim() != null && firsts.putIfAbsent(name(one.claim()), i) == null) {
                claims.add(one.claim());
                claimedFor.add(one.batch() == null ? ids.get(next) : null);
            }
            next += one.orders().size();
        }
        Map<String, StoredRequest> taken = new HashMap<>();
        requests.claimAll(claims, claimedFor).forEach((claim, stored) -> taken.put(name(claim), stored));
        List<@Nullable StoredRequest> all = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            IdempotencyClaim claim = wanted.get(i).claim();
            boolean first = claim != null && firsts.get(name(claim)) == i;
            all.add(first ? taken.get(name(claim)) : null);
        }
        return all;
    }

    private static String name(IdempotencyClaim claim) {
        return claim.userId() + " " + claim.scope() + " " + claim.key();
    }

    private static AccountKey payer(PricedOrder order) {
        return AccountKey.of(order.order().userId(), order.payingAsset());
    }

    /** Null when the money is held. */
    private static @Nullable PlacementResult hold(PricedOrder order, LockedAccounts accounts) {
        AccountKey payer = payer(order);
        BigDecimal available = accounts.contains(payer) ? accounts.available(payer) : Decimals.ZERO;
        if (available.compareTo(order.hold()) < 0) {
            return new PlacementResult.InsufficientFunds(order.payingAsset(), order.hold(), available);
        }
        if (order.quantity().compareTo(order.instrument().maxQuantity()) > 0) {
            return OrderPricing.tooLarge(order.instrument());
        }
        accounts.changeHold(payer, order.hold());
        return null;
    }

    private List<Result> decide(
            List<AdmissionRequest> wanted,
            List<@Nullable StoredRequest> claims,
            List<Long> ids,
            Map<Long, PlacementResult> refusals,
            Map<Long, Order> inserted) {
        List<Result> results = new ArrayList<>();
        List<Long> unused = new ArrayList<>();
        RowBatch items = new RowBatch("bigint", "integer", "bigint", "text");
        List<Long> batches = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < wanted.size(); i++) {
            AdmissionRequest one = wanted.get(i);
            StoredRequest request = claims.get(i);
            List<Decision> decisions = new ArrayList<>();
            for (int k = 0; k < one.orders().size(); k++, next++) {
                Order order = inserted.get(ids.get(next));
                decisions.add(
                        order != null
                                ? new Decision.Admitted(order)
                                : new Decision.Refused(
                                        refusals.getOrDefault(ids.get(next), new PlacementResult.Overloaded())));
            }
            if (one.claim() != null && request == null) {
                results.add(new Result.KeyTaken());
                continue;
            }
            if (one.batch() != null && request != null) {
                batches.add(request.requestId());
                remember(request, one.batch(), decisions, items);
            } else if (request != null && decisions.getFirst() instanceof Decision.Refused) {
                unused.add(request.requestId());
                request = null;
            }
            results.add(new Result.Decided(decisions, request));
        }
        requests.giveBack(unused);
        if (items.size() > 0) {
            new Statements()
                    // An expired key is taken over with its row, and its items with it.
                    .add("delete from order_batch_items where request_id = any(?)", (Object)
                            batches.toArray(Long[]::new))
                    .add(
                            items,
                            "insert into order_batch_items (request_id, position, order_id, refusal) select * from unnest(%s)")
                    .execute(jdbc);
        }
        return results;
    }

    private static void remember(
            StoredRequest request, AdmissionRequest.Batch batch, List<Decision> decisions, RowBatch items) {
        batch.refused().forEach((position, text) -> items.add(request.requestId(), position, null, text));
        for (int k = 0; k < decisions.size(); k++) {
            int position = batch.positions().get(k);
            switch (decisions.get(k)) {
                case Decision.Admitted(Order order) -> items.add(request.requestId(), position, order.orderId(), null);
                case Decision.Refused(PlacementResult why) ->
                    items.add(
                            request.requestId(),
                            position,
                            null,
                            batch.refusalText().apply(why));
            }
        }
    }
}
