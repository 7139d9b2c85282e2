package io.hft.backend.reconciliation;

import io.hft.backend.engine.EngineEvents;
import io.hft.backend.engine.EngineOrders;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.orders.OrderOutcomes;
import io.hft.backend.reconciliation.Findings.Counter;
import io.hft.backend.reconciliation.Reconciliation.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the comparisons, one run at a time, and remembers what they found. Callable from any thread; blocks, so call it from a virtual
 * one. Any backend can run it; continuously the one that settles does.
 */
@Component
public class Reconciler {
    /** Rows that the driver fetches at a time: a run holds no table in memory. */
    private static final int FETCH = 2_000;

    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(2);

    private final Instruments instruments;
    private final Clock clock;
    private final ReconciliationProperties properties;
    private final ShardCheck shards;
    private final MoneyCheck money;
    private final FillCheck fills;
    private final JdbcTemplate jdbc;
    private final ReentrantLock oneRun = new ReentrantLock();
    private final KnownDrifts known = new KnownDrifts();
    private @Nullable CompletableFuture<Reconciliation> fullRun;
    private long lastAccount;
    private long lastOrder;
    private volatile @Nullable Reconciliation last;

    Reconciler(
            DataSource dataSource,
            EngineOrders engineOrders,
            EngineEvents engineEvents,
            Instruments instruments,
            OrderOutcomes outcomes,
            Clock clock,
            ReconciliationProperties properties) {
        this.jdbc = new JdbcTemplate(dataSource);
        jdbc.setFetchSize(FETCH);
        jdbc.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
        TransactionTemplate snapshot = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        this.instruments = instruments;
        this.clock = clock;
        this.properties = properties;
        this.money = new MoneyCheck(jdbc, snapshot);
        this.fills = new FillCheck(jdbc);
        this.shards = new ShardCheck(
                jdbc,
                engineEvents,
                new OpenOrderCheck(jdbc, snapshot, engineOrders, outcomes, properties.drainTimeout()),
                properties.eventsPerRun());
    }

    /** What the last run on this backend found; empty before the first, and while another backend does it. */
    public Optional<Reconciliation> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Compares everything since the beginning. Joins a full run that is under way.
     *
     * @throws org.springframework.dao.DataAccessException the database does not answer
     */
    public Reconciliation full() throws InterruptedException {
        CompletableFuture<Reconciliation> mine = new CompletableFuture<>();
        CompletableFuture<Reconciliation> running;
        synchronized (this) {
            running = fullRun;
            if (running == null) {
                fullRun = mine;
            }
        }
        if (running != null) {
            return joined(running);
        }
        try {
            Reconciliation result = run(Scope.FULL, allShards(), true);
            mine.complete(result);
            return result;
        } catch (RuntimeException | InterruptedException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            synchronized (this) {
                fullRun = null;
            }
        }
    }

    private static Reconciliation joined(CompletableFuture<Reconciliation> running) throws InterruptedException {
        try {
            return running.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /**
     * Compares what can be compared in a moment.
     *
     * @param shardsHere those that this backend settles
     */
    Reconciliation current(Collection<Integer> shardsHere) throws InterruptedException {
        TreeSet<Integer> all = allShards();
        // Money is the exchange's and not a shard's: one of the backends looks at it.
        boolean withMoney = all.isEmpty() || shardsHere.contains(all.first());
        return run(Scope.CURRENT, shardsHere, withMoney);
    }

    /** Another backend does it from now on. */
    void standDown() {
        oneRun.lock();
        try {
            known.clear();
            last = null;
        } finally {
            oneRun.unlock();
        }
    }

    private TreeSet<Integer> allShards() {
        return instruments.all().stream().map(Instrument::shard).collect(Collectors.toCollection(TreeSet::new));
    }

    private Reconciliation run(Scope scope, Collection<Integer> some, boolean withMoney) throws InterruptedException {
        oneRun.lockInterruptibly();
        try {
            Instant checkedAt = clock.instant();
            long begin = System.nanoTime();
            Findings findings = new Findings();
            Deadline deadline = Deadline.in(properties.fullTimeout());
            Map<Integer, Long> booked = new TreeMap<>();
            for (int shard : some) {
                booked.put(shard, shards.booked(shard).sequence());
            }
            for (int shard : some) {
                compareShard(scope, shard, findings, deadline);
            }
            if (some.containsAll(allShards())) {
                findings.whole(Drift.Check.OPEN_ORDERS);
                findings.whole(Drift.Check.CURSOR);
                if (scope == Scope.FULL) {
                    findings.whole(Drift.Check.EVENTS);
                }
            }
            if (withMoney) {
                compareMoney(scope, findings, deadline);
            }
            known.take(findings, checkedAt);
            Reconciliation result = new Reconciliation(
                    scope,
                    checkedAt,
                    Duration.ofNanos(System.nanoTime() - begin),
                    known.list(),
                    booked,
                    counts(findings),
                    findings.skipped());
            last = result;
            return result;
        } finally {
            oneRun.unlock();
        }
    }

    private void compareShard(Scope scope, int shard, Findings findings, Deadline deadline)
            throws InterruptedException {
        List<String> symbols = instruments.all().stream()
                .filter(instrument -> instrument.shard() == shard)
                .map(Instrument::symbol)
                .toList();
        switch (scope) {
            case CURRENT -> {
                ShardCheck.Range read = shards.lastEvents(shard, findings);
                fills.filledBy(shard, read.after(), read.last(), findings);
                shards.eventsAgain(shard, known.of(Drift.Check.EVENTS), findings);
            }
            case FULL -> shards.allEvents(shard, findings, deadline);
        }
        shards.openOrders(shard, symbols, findings);
    }

    private void compareMoney(Scope scope, Findings findings, Deadline deadline) {
        money.holds(findings);
        money.sums(findings);
        switch (scope) {
            case CURRENT -> {
                int rows = properties.rowsPerRun();
                lastAccount = money.nextBalances(lastAccount, rows, findings);
                money.balancesAgain(again(Drift.Check.BALANCES, findings), findings);
                lastOrder = fills.next(lastOrder, rows, findings);
                fills.again(again(Drift.Check.FILLS, findings), findings);
            }
            case FULL -> {
                money.allBalances(findings, deadline);
                fills.all(Math.max(properties.rowsPerRun(), 20_000), findings, deadline);
            }
        }
    }

    /** What was different before, wherever the round is by now. */
    private List<Long> again(Drift.Check check, Findings findings) {
        List<Finding> before = known.of(check);
        before.forEach(findings::lookedAtAgain);
        return before.stream().map(Finding::id).toList();
    }

    private static Map<String, Long> counts(Findings findings) {
        Map<String, Long> counts = new TreeMap<>();
        for (Counter counter : Counter.values()) {
            counts.put(
                    counter.name().toLowerCase(Locale.ROOT), findings.counts().getOrDefault(counter, 0L));
        }
        return counts;
    }
}
