package io.hft.backend.orders;

import io.hft.backend.database.RowBatch;
import io.hft.backend.database.RowBatch.Column;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records many callers' orders in one transaction of three round trips: keys, orders and locks of the paying accounts in id order; holds, and
 * whatever of the refused has to go again; the commit. What is refused leaves nothing behind. Everybody takes keys before orders and orders before
 * accounts, so that nobody waits in a circle.
 */
@Component
class AdmissionTransaction {
    private final JdbcTemplate jdbc;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    AdmissionTransaction(JdbcTemplate jdbc, Ledger ledger, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.transaction = new TransactionTemplate(transactions);
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
        List<Integer> firsts = firsts(wanted);
        OrderInsertion insertion = new OrderInsertion();
        firsts.forEach(number -> {
            AdmissionRequest one = wanted.get(number);
            insertion.claim(number, one.batch() == null, one.claim());
        });
        List<Entry> entries = entries(wanted, Set.copyOf(firsts));
        entries.stream()
                .filter(entry -> OrderInsertion.fits(entry.priced()))
                .forEach(entry -> insertion.add(entry.position(), entry.request(), entry.priced()));
        Set<AccountKey> payers =
                entries.stream().map(entry -> payer(entry.priced())).collect(Collectors.toSet());
        Statements first = new Statements();
        // Before the accounts are locked: who settles waits for them.
        insertion.send(first);
        Ledger.Locking locking = ledger.lock(payers, first);
        first.execute(jdbc);
        LockedAccounts accounts = locking.open();
        requireUsers(payers.stream().filter(payer -> !accounts.contains(payer)).toList());
        Map<Integer, PlacementResult> refusals = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.request() == null || insertion.taken().containsKey(entry.request())) {
                PlacementResult refusal = OrderInsertion.fits(entry.priced())
                                && !insertion.inserted().containsKey(entry.position())
                        ? new PlacementResult.DuplicateClientOrderId()
                        : hold(entry.priced(), accounts);
                if (refusal != null) {
                    refusals.put(entry.position(), refusal);
                }
            }
        }
        Statements second = new Statements();
        OrderInsertion.remove(
                refusals.keySet().stream()
                        .map(insertion.inserted()::remove)
                        .filter(Objects::nonNull)
                        .toList(),
                second);
        List<Result> results = decide(wanted, insertion, refusals, second);
        ledger.add(accounts, second);
        second.execute(jdbc);
        return results;
    }

    /**
     * An order that may be recorded.
     *
     * @param position among all orders of all requests
     * @param request whose key has to be free; null when it has none
     */
    private record Entry(int position, @Nullable Integer request, PricedOrder priced) {}

    /** All orders, but for those of requests whose key belongs to another one of these. */
    private static List<Entry> entries(List<AdmissionRequest> wanted, Set<Integer> firsts) {
        List<Entry> entries = new ArrayList<>();
        int position = 0;
        for (int i = 0; i < wanted.size(); i++) {
            boolean claims = wanted.get(i).claim() != null;
            for (PricedOrder order : wanted.get(i).orders()) {
                if (!claims || firsts.contains(i)) {
                    entries.add(new Entry(position, claims ? i : null, order));
                }
                position++;
            }
        }
        return entries;
    }

    /** The requests that want a key, but for those that want one that another of these wants before them. */
    private static List<Integer> firsts(List<AdmissionRequest> wanted) {
        Map<List<Object>, Integer> firsts = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            IdempotencyClaim claim = wanted.get(i).claim();
            if (claim != null) {
                firsts.putIfAbsent(List.of(claim.userId(), claim.scope(), claim.key()), i);
            }
        }
        return List.copyOf(firsts.values());
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

    private static List<Result> decide(
            List<AdmissionRequest> wanted,
            OrderInsertion insertion,
            Map<Integer, PlacementResult> refusals,
            Statements statements) {
        List<Result> results = new ArrayList<>();
        List<Long> unused = new ArrayList<>();
        RowBatch items = new RowBatch(Column.BIGINT, Column.INTEGER, Column.BIGINT, Column.TEXT);
        List<Long> batches = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < wanted.size(); i++) {
            AdmissionRequest one = wanted.get(i);
            Long requestId = insertion.taken().get(i);
            List<Decision> decisions = new ArrayList<>();
            for (int k = 0; k < one.orders().size(); k++, next++) {
                Order order = insertion.inserted().get(next);
                decisions.add(
                        order != null
                                ? new Decision.Admitted(order)
                                : new Decision.Refused(refusals.getOrDefault(next, new PlacementResult.Overloaded())));
            }
            if (one.claim() != null && requestId == null) {
                results.add(new Result.KeyTaken());
                continue;
            }
            if (requestId == null) {
                results.add(new Result.Decided(decisions, null));
            } else if (one.batch() != null) {
                batches.add(requestId);
                StoredRequest request = IdempotentRequests.claimed(requestId, one.claim(), 0);
                remember(request, one.batch(), decisions, items);
                results.add(new Result.Decided(decisions, request));
            } else if (decisions.getFirst() instanceof Decision.Admitted(Order order)) {
                results.add(new Result.Decided(
                        decisions, IdempotentRequests.claimed(requestId, one.claim(), order.orderId())));
            } else {
                unused.add(requestId);
                results.add(new Result.Decided(decisions, null));
            }
        }
        IdempotentRequests.giveBack(unused, statements);
        if (!batches.isEmpty()) {
            // An expired key is taken over with its row, and its items with it.
            statements.add(
                    "delete from order_batch_items where request_id = any(?)", (Object) batches.toArray(Long[]::new));
        }
        statements.add(
                items,
                "insert into order_batch_items (request_id, position, order_id, refusal) select * from unnest(%s)");
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
