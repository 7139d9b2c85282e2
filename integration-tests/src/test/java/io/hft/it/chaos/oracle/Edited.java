package io.hft.it.chaos.oracle;

import io.hft.engine.v1.ExecutionReport;
import io.hft.it.chaos.oracle.Evidence.Replayed;
import io.hft.it.chaos.oracle.Evidence.RestView;
import io.hft.it.chaos.oracle.Tables.AccountRow;
import io.hft.it.chaos.oracle.Tables.FillRow;
import io.hft.it.chaos.oracle.Tables.KeyRow;
import io.hft.it.chaos.oracle.Tables.OrderRow;
import io.hft.it.chaos.oracle.Tables.TransferRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Evidence with one thing changed: every call gives a new one. */
final class Edited {
    private Edited() {}

    static <T> T first(List<T> list, Predicate<T> wanted) {
        return list.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing to mutate"));
    }

    static <T> List<T> plus(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    static <T> List<T> without(List<T> list, Predicate<T> wanted) {
        List<T> fewer = new ArrayList<>(list);
        fewer.remove(first(list, wanted));
        return fewer;
    }

    static <T> List<T> changed(List<T> list, Predicate<T> wanted, Function<T, T> change) {
        List<T> other = new ArrayList<>(list);
        T one = first(list, wanted);
        other.set(list.indexOf(one), change.apply(one));
        return other;
    }

    static <T> List<T> allChanged(List<T> list, Predicate<T> wanted, Function<T, T> change) {
        first(list, wanted);
        return list.stream()
                .map(one -> wanted.test(one) ? change.apply(one) : one)
                .toList();
    }

    // ---- evidence with another part ------------------------------------------------------------------------------

    static Evidence withEvents(Evidence e, List<ExecutionReport> events) {
        return new Evidence(
                events,
                e.retold(),
                e.engine(),
                e.clientBooks(),
                e.tables(),
                e.rest(),
                e.requests(),
                e.sessions(),
                e.replays());
    }

    static Evidence withTables(Evidence e, Tables tables) {
        return new Evidence(
                e.events(),
                e.retold(),
                e.engine(),
                e.clientBooks(),
                tables,
                e.rest(),
                e.requests(),
                e.sessions(),
                e.replays());
    }

    static Evidence withRest(Evidence e, Map<Long, RestView> rest) {
        return new Evidence(
                e.events(),
                e.retold(),
                e.engine(),
                e.clientBooks(),
                e.tables(),
                rest,
                e.requests(),
                e.sessions(),
                e.replays());
    }

    static Evidence withRequests(Evidence e, List<Request> requests) {
        return new Evidence(
                e.events(),
                e.retold(),
                e.engine(),
                e.clientBooks(),
                e.tables(),
                e.rest(),
                requests,
                e.sessions(),
                e.replays());
    }

    static Evidence withSessions(Evidence e, List<SessionLog> sessions) {
        return new Evidence(
                e.events(),
                e.retold(),
                e.engine(),
                e.clientBooks(),
                e.tables(),
                e.rest(),
                e.requests(),
                sessions,
                e.replays());
    }

    static Evidence withReplays(Evidence e, List<Replayed> replays) {
        return new Evidence(
                e.events(),
                e.retold(),
                e.engine(),
                e.clientBooks(),
                e.tables(),
                e.rest(),
                e.requests(),
                e.sessions(),
                replays);
    }

    static Evidence withOrders(Evidence e, List<OrderRow> orders) {
        Tables t = e.tables();
        return withTables(e, new Tables(orders, t.fills(), t.transfers(), t.accounts(), t.keys(), t.settledSequence()));
    }

    static Evidence withFills(Evidence e, List<FillRow> fills) {
        Tables t = e.tables();
        return withTables(e, new Tables(t.orders(), fills, t.transfers(), t.accounts(), t.keys(), t.settledSequence()));
    }

    static Evidence withTransfers(Evidence e, List<TransferRow> transfers) {
        Tables t = e.tables();
        return withTables(e, new Tables(t.orders(), t.fills(), transfers, t.accounts(), t.keys(), t.settledSequence()));
    }

    static Evidence withAccounts(Evidence e, List<AccountRow> accounts) {
        Tables t = e.tables();
        return withTables(e, new Tables(t.orders(), t.fills(), t.transfers(), accounts, t.keys(), t.settledSequence()));
    }

    static Evidence withKeys(Evidence e, List<KeyRow> keys) {
        Tables t = e.tables();
        return withTables(e, new Tables(t.orders(), t.fills(), t.transfers(), t.accounts(), keys, t.settledSequence()));
    }
}
