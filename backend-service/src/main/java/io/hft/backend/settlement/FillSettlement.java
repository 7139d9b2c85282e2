package io.hft.backend.settlement;

import io.hft.backend.database.Statements;
import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.ledger.AccountKey;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.ledger.LockedAccounts;
import io.hft.backend.orders.FaultPoint;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderOutcomes;
import io.hft.backend.settlement.SettlementTables.LockedOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Books one batch of events in one transaction: orders, fills, transfers, holds, balances, last prices and the cursor, all or nothing.
 * Rows are locked in the order cursor, orders by id, accounts by id. Used by one thread.
 */
final class FillSettlement {
    /** Where the sequence {@code order_ids} begins. */
    private static final long FIRST_ORDER_ID = 1_000_000_000_001L;
    /** Nobody who talks to the engine directly can use up all ids. */
    private static final long LAST_ORDER_ID = 1_000_000_000_000_000L;

    private final SettlementTables tables;
    private final Ledger ledger;
    private final Function<String, Optional<Instrument>> instruments;
    private final TransactionOperations transaction;
    private final OrderOutcomes outcomes;

    /** @param jdbc and {@code transaction}: of the settler's own connection */
    FillSettlement(
            JdbcTemplate jdbc,
            TransactionOperations transaction,
            Function<String, Optional<Instrument>> instruments,
            OrderOutcomes outcomes) {
        this.outcomes = outcomes;
        this.tables = new SettlementTables(jdbc);
        this.ledger = new Ledger(jdbc);
        this.instruments = instruments;
        this.transaction = transaction;
    }

    /**
     * What a committed batch touched.
     *
     * @param expected those of the orders whose callers wait here
     * @param answers stored along with it
     */
    record Booked(
            long lastSequence,
            Set<Long> orderIds,
            List<Order> expected,
            OrderOutcomes.Answers answers,
            SettledFills fills,
            List<Shortfall> shortfalls) {}

    SettlementCursor cursor(int shard) {
        return tables.cursor(shard);
    }

    /**
     * Checks that the engine's event under the cursor's number is the one that was booked. Without a fingerprint it is taken for it, once,
     * and fingerprinted, unless the log has been found wrong before. Before anything is booked it must be the first event.
     *
     * @throws LogDiverged when it is another one
     */
    void confirm(int shard, ExecutionReport event) {
        SettlementCursor cursor = tables.cursor(shard);
        if (cursor.sequence() == 0 && event.shard() == shard && event.sequence() == 1) {
            // Nothing is booked, and the log is there from its beginning.
            tables.confirm(shard, 0, null);
            return;
        }
        if (event.shard() != shard || event.sequence() != cursor.sequence()) {
            throw new SettlementProblem("shard " + shard + ": event " + cursor.sequence()
                    + " was asked for, the engine sent " + event.sequence() + " of shard " + event.shard());
        }
        byte[] fingerprint = cursor.fingerprint();
        if (fingerprint == null ? cursor.diverged() != null : !EventFingerprint.matches(fingerprint, event)) {
            throw new LogDiverged("the engine's event " + cursor.sequence() + " is not the one that was booked");
        }
        if (fingerprint == null || cursor.diverged() != null) {
            tables.confirm(shard, cursor.sequence(), EventFingerprint.of(event));
        }
    }

    /** Remembers, for other backends and for later starts, that the log does not continue what is booked. */
    void diverge(int shard, String reason) {
        tables.diverge(shard, reason);
    }

    /** How often somebody could not pay, ever. */
    long shortfalls(int shard) {
        return tables.shortfalls(shard);
    }

    /**
     * @param reports contiguous, not empty, no half of a trade at the end
     * @throws SettlementProblem when they do not follow the cursor or contradict what is booked
     */
    Booked book(int shard, List<ExecutionReport> reports) {
        Booked booked = transaction.execute(status -> bookWithin(shard, reports));
        if (booked == null) {
            throw new IllegalStateException("a batch is always booked or fails");
        }
        return booked;
    }

    private Booked bookWithin(int shard, List<ExecutionReport> reports) {
        List<LockedOrder> locked = new ArrayList<>();
        checkContiguous(shard, tables.lock(shard, orderIds(reports), locked), reports);
        List<Step> steps = Step.of(reports);
        Map<Long, BookedOrder> expected = orders(locked);
        passOver(reports, expected.keySet());
        Set<AccountKey> keys = accounts(steps, expected);
        Map<String, BigDecimal> prices = prices(steps);
        // Whoever places an order waits for the accounts: what does not need them is written first, as if everybody
        // could pay.
        BatchBooking rich =
                new BatchBooking(expected, this::instrument, LockedAccounts.plenty(keys), new Valuation(prices));
        rich.book(steps);
        long last = reports.getLast().sequence();
        List<Order> awaited = changed(expected)
                .filter(order -> outcomes.isExpected(order.orderId()))
                .map(BookedOrder::toOrder)
                .toList();
        OrderOutcomes.Answers answers = outcomes.answers(last, awaited);
        Statements first = new Statements();
        answers.store(first);
        SettlementTables.updateOrders(first, changed(expected).toList());
        SettlementTables.insertFills(first, rich.fills());
        if (answers.size() > 0) {
            // An event comes again when the database has lost it. What its caller has been told does not.
            SettlementTables.awaitDisk(first);
        }
        Ledger.Locking locking = ledger.lock(keys, first);
        if (tables.write(first) < answers.size()) {
            // Somebody has answered a repeat of one of them already; the callers find out whose answer counts.
            answers = OrderOutcomes.Answers.NONE;
        }

        Map<Long, BookedOrder> orders = orders(locked);
        BatchBooking booking = new BatchBooking(orders, this::instrument, locking.all(), new Valuation(prices));
        booking.book(steps);
        List<BookedOrder> changed = changed(orders).toList();
        Statements second = new Statements();
        SettlementTables.updateOrders(
                second,
                changed.stream()
                        .filter(order -> !order.isWrittenAs(expected.get(order.orderId())))
                        .toList());
        ledger.add(booking.accounts(), second);
        SettlementTables.updateLastTrades(second, booking.lastTrades());
        SettlementTables.moveCursor(second, shard, last, EventFingerprint.of(reports.getLast()));
        tables.write(second);
        tables.updateReplaced(changed.stream().filter(BookedOrder::isReplaced).toList());
        changed.forEach(order -> FaultPoint.BEFORE_SETTLEMENT.reachedFor(order.userId()));
        Set<Long> users = changed.stream().map(BookedOrder::userId).collect(Collectors.toSet());
        Set<Long> orderIds = changed.stream().map(BookedOrder::orderId).collect(Collectors.toSet());
        return new Booked(
                last,
                orderIds,
                awaited.stream()
                        .map(order -> orders.get(order.orderId()).toOrder())
                        .toList(),
                answers,
                new SettledFills(booking.lastTrades().keySet(), users),
                List.copyOf(booking.shortfalls()));
    }

    private static Stream<BookedOrder> changed(Map<Long, BookedOrder> orders) {
        return orders.values().stream().filter(BookedOrder::isChanged);
    }

    private static void checkContiguous(int shard, long cursor, List<ExecutionReport> reports) {
        long expected = cursor + 1;
        for (ExecutionReport report : reports) {
            if (report.shard() != shard || report.sequence() != expected) {
                throw new SettlementProblem("shard " + shard + ": event " + expected
                        + " should come next, the engine sent " + report.sequence() + " of shard " + report.shard());
            }
            expected++;
        }
    }

    /** Ids of ours that somebody else has used, a database before this one for instance: no order of ours gets them. */
    private void passOver(List<ExecutionReport> reports, Set<Long> known) {
        reports.stream()
                .filter(report -> report.type() == Type.NEW)
                .mapToLong(ExecutionReport::orderId)
                .filter(orderId -> orderId >= FIRST_ORDER_ID && orderId < LAST_ORDER_ID && !known.contains(orderId))
                .max()
                .ifPresent(tables::passOverOrderIds);
    }

    private static Set<Long> orderIds(List<ExecutionReport> reports) {
        return reports.stream()
                .filter(report -> report.type() != Type.OTHER)
                .map(ExecutionReport::orderId)
                .collect(Collectors.toSet());
    }

    /** As they are before the batch. */
    private Map<Long, BookedOrder> orders(List<LockedOrder> locked) {
        Map<Long, BookedOrder> orders = new LinkedHashMap<>();
        for (LockedOrder one : locked) {
            Order order = one.order();
            String asset = Order.payingAsset(instrument(order.symbol()), order.side());
            orders.put(order.orderId(), new BookedOrder(one, asset));
        }
        return orders;
    }

    /** Every account that this batch may touch. */
    private Set<AccountKey> accounts(List<Step> steps, Map<Long, BookedOrder> orders) {
        Set<AccountKey> keys = new HashSet<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Single(ExecutionReport report) -> {
                    BookedOrder order = orders.get(report.orderId());
                    if (order != null && BatchBooking.changesHold(report)) {
                        keys.add(order.payingAccount());
                    }
                }
                case Step.Trade(ExecutionReport maker, ExecutionReport taker) -> {
                    if (orders.containsKey(maker.orderId()) || orders.containsKey(taker.orderId())) {
                        // Stands for sides that are not ours, and for what a payer does not have.
                        Instrument instrument = instrument(maker.symbol());
                        keys.add(AccountKey.external(instrument.baseAsset()));
                        keys.add(AccountKey.external(instrument.quoteAsset()));
                        addSide(keys, instrument, orders.get(maker.orderId()));
                        addSide(keys, instrument, orders.get(taker.orderId()));
                    }
                }
            }
        }
        return keys;
    }

    /** Prices of what is paid with in this batch, where that is not USD. */
    private Map<String, BigDecimal> prices(List<Step> steps) {
        Set<String> assets = new HashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Trade trade) {
                assets.add(instrument(trade.maker().symbol()).quoteAsset());
            }
        }
        assets.remove(Valuation.USD);
        return tables.pricesUsd(assets);
    }

    private static void addSide(Set<AccountKey> keys, Instrument instrument, @Nullable BookedOrder order) {
        if (order != null) {
            keys.add(AccountKey.of(order.userId(), instrument.baseAsset()));
            keys.add(AccountKey.of(order.userId(), instrument.quoteAsset()));
            if (order.paysFees()) {
                keys.add(AccountKey.fees(instrument.quoteAsset()));
            }
        }
    }

    private Instrument instrument(String symbol) {
        return instruments
                .apply(symbol)
                .orElseThrow(() -> new SettlementProblem("the instrument " + symbol + " is not known yet"));
    }
}
