package io.hft.backend.settlement;

import io.hft.backend.engine.EngineEvents;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.EventSubscription;
import io.hft.backend.engine.EventsOutOfRange;
import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.orders.FaultPoint;
import io.hft.backend.orders.OrderOutcomes;
import io.hft.backend.orders.PendingOrderResolver;
import io.hft.backend.settlement.SettlementStatus.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One shard's settler: waits for leadership, then books the stream from the cursor on. Whatever goes wrong is said in the status and
 * tried again from the cursor; nothing is skipped. One thread of its own.
 */
final class ShardSettler implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ShardSettler.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration RECONNECT = Duration.ofMillis(200);
    private static final Duration AFTER_PROBLEM = Duration.ofSeconds(2);
    /** A log that has the event under the cursor sends it at once. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(1);
    /** Whoever trades past the exchange all the time shall not keep it closed. */
    private static final Duration CATCHING_UP = Duration.ofMinutes(1);
    /** Events booked in one transaction at the most, give or take one message of the engine. */
    private static final int BATCH = 4_000;

    private final int shard;
    private final JdbcConnectionDetails database;
    private final EngineEvents events;
    private final Instruments instruments;
    private final OrderOutcomes outcomes;
    private final PendingOrderResolver resolver;
    private final ApplicationEventPublisher publisher;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile SettlementStatus status;
    private @Nullable String reported;
    private long shortfalls;

    ShardSettler(
            int shard,
            JdbcConnectionDetails database,
            EngineEvents events,
            Instruments instruments,
            OrderOutcomes outcomes,
            PendingOrderResolver resolver,
            ApplicationEventPublisher publisher) {
        this.shard = shard;
        this.database = database;
        this.events = events;
        this.instruments = instruments;
        this.outcomes = outcomes;
        this.resolver = resolver;
        this.publisher = publisher;
        this.status = new SettlementStatus(shard, Role.STARTING, -1, null, 0, "starting");
    }

    SettlementStatus status() {
        return status;
    }

    void stop() {
        stop.countDown();
    }

    /** Waits for the end of the batch in hand, for a while. */
    void awaitEnd() {
        try {
            if (!ended.await(AFTER_PROBLEM.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("shard {}: the settler is still at work", shard);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (isRunning()) {
                try (OwnConnection connection = OwnConnection.open(database, shard)) {
                    follow(connection);
                    lead(connection);
                } catch (SQLException | DataAccessException | TransactionException e) {
                    report(Role.STARTING, "the database does not serve the settler: " + e.getMessage());
                    pause(AFTER_PROBLEM);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private boolean isRunning() {
        return stop.getCount() > 0;
    }

    private void follow(OwnConnection connection) throws SQLException {
        SettlementTables tables = new SettlementTables(connection.jdbc());
        connection.listen();
        while (isRunning() && !connection.tryLead(shard)) {
            SettlementCursor cursor = tables.cursor(shard);
            if (cursor.diverged() != null) {
                halt(Role.FOLLOWER, cursor.diverged());
            } else {
                outcomes.resumed(shard);
                advance(cursor.sequence());
            }
            for (String payload : connection.notifications(LOOK)) {
                String[] parts = payload.split(":");
                if (Integer.parseInt(parts[0]) == shard && cursor.diverged() == null) {
                    advance(Long.parseLong(parts[1]));
                }
            }
        }
        connection.unlisten();
    }

    private void advance(long cursor) {
        outcomes.settledElsewhere(shard, cursor);
        reported = null;
        status = new SettlementStatus(shard, Role.FOLLOWER, cursor, null, 0, null);
    }

    private void lead(OwnConnection connection) throws InterruptedException {
        FillSettlement settlement =
                new FillSettlement(connection.jdbc(), connection.transaction(), instruments::findAnew, outcomes);
        shortfalls = settlement.shortfalls(shard);
        log.info(
                "shard {}: settling from event {} on",
                shard,
                settlement.cursor(shard).sequence() + 1);
        while (isRunning()) {
            SettlementCursor stored = settlement.cursor(shard);
            long cursor = stored.sequence();
            outcomes.settledElsewhere(shard, cursor);
            status = new SettlementStatus(
                    shard, Role.LEADER, cursor, status.lastEventAt(), shortfalls, status.problem());
            if (stored.diverged() != null) {
                halt(Role.LEADER, stored.diverged());
            }
            // From the cursor's own event on: it must be the one that was booked.
            try (EventSubscription subscription = ReadAhead.of(events.subscribe(shard, Math.max(1, cursor)), shard)) {
                List<ExecutionReport> first = confirm(stored, subscription, settlement, connection);
                consume(first, subscription, settlement, connection);
            } catch (EngineUnavailable e) {
                if (stored.diverged() == null) {
                    outcomes.resumed(shard);
                    // The link to the engine says so in the log already.
                    status = withProblem(Role.LEADER, "no events from the engine: " + e.getMessage());
                }
                pause(RECONNECT);
            } catch (EventsOutOfRange e) {
                diverged(settlement, outOfRange(status.cursor(), e));
            } catch (LogDiverged e) {
                diverged(settlement, e.getMessage());
            } catch (DataAccessException | TransactionException e) {
                throw e;
            } catch (RuntimeException e) {
                report(Role.LEADER, "booking stands still after event " + status.cursor() + ": " + e.getMessage());
                log.error("shard {}: a batch could not be booked", shard, e);
                pause(AFTER_PROBLEM);
            }
        }
    }

    /** Returns the events behind the cursor's, as far as they came along with it. */
    private List<ExecutionReport> confirm(
            SettlementCursor cursor,
            EventSubscription subscription,
            FillSettlement settlement,
            OwnConnection connection)
            throws InterruptedException {
        if (cursor.sequence() == 0 && cursor.diverged() == null) {
            return catchUp(subscription, settlement);
        }
        long patientUntil = System.nanoTime() + CONFIRMATION.toNanos();
        List<ExecutionReport> first = subscription.next(LOOK);
        while (first.isEmpty() && isRunning()) {
            connection.check();
            if (System.nanoTime() > patientUntil) {
                halt(
                        Role.LEADER,
                        cursor.sequence() == 0
                                ? "the engine does not say whether it has its first event"
                                : "the engine does not have event " + cursor.sequence() + ", which is booked");
            }
            first = subscription.next(LOOK);
        }
        if (first.isEmpty()) {
            return first;
        }
        settlement.confirm(shard, first.getFirst());
        outcomes.resumed(shard);
        return cursor.sequence() == 0 ? first : first.subList(1, first.size());
    }

    /**
     * An empty database may stand beside an engine with a past, whose orders have the ids that the first ones here would get: nothing is
     * placed until that past is known.
     */
    private List<ExecutionReport> catchUp(EventSubscription subscription, FillSettlement settlement)
            throws InterruptedException {
        outcomes.stopped(shard);
        List<ExecutionReport> waiting = new ArrayList<>();
        long patientUntil = System.nanoTime() + CATCHING_UP.toNanos();
        List<ExecutionReport> more = subscription.next(LOOK);
        while (!more.isEmpty() && isRunning() && System.nanoTime() < patientUntil) {
            waiting.addAll(more);
            List<ExecutionReport> batch = whole(waiting);
            if (batch.size() >= BATCH) {
                booked(settlement.book(shard, batch), batch.getLast().timestamp());
                waiting = new ArrayList<>(waiting.subList(batch.size(), waiting.size()));
            }
            more = subscription.next(LOOK);
        }
        waiting.addAll(more);
        List<ExecutionReport> batch = whole(waiting);
        if (!batch.isEmpty()) {
            booked(settlement.book(shard, batch), batch.getLast().timestamp());
        }
        outcomes.resumed(shard);
        return waiting.subList(batch.size(), waiting.size());
    }

    /** Which of the two it is decides what an operator has to do. */
    private static String outOfRange(long cursor, EventsOutOfRange e) {
        if (e.firstRetained().isPresent() && e.firstRetained().getAsLong() > cursor) {
            return "the engine has its events only from " + e.firstRetained().getAsLong() + " on, and those behind "
                    + cursor + " are not booked yet: they were given up (event-log.retain-events) before the backend"
                    + " came for them";
        }
        return "the engine does not have event " + cursor + ", which is booked: " + e.getMessage();
    }

    private void diverged(FillSettlement settlement, String reason) throws InterruptedException {
        settlement.diverge(shard, reason);
        halt(Role.LEADER, reason);
        pause(AFTER_PROBLEM);
    }

    /** Nothing is booked and nothing may be placed until the engine has the right log again. */
    private void halt(Role role, String reason) {
        outcomes.stopped(shard);
        String problem =
                "settlement has stopped: " + reason + ". Give the engine its data back (docs/operations/settlement.md)";
        if (!problem.equals(reported)) {
            log.error("shard {}: {}", shard, problem);
        }
        reported = problem;
        status = withProblem(role, problem);
    }

    private void consume(
            List<ExecutionReport> first,
            EventSubscription subscription,
            FillSettlement settlement,
            OwnConnection connection)
            throws InterruptedException {
        List<ExecutionReport> waiting = new ArrayList<>(first);
        resolver.forget(shard);
        try (PendingOrders pending = PendingOrders.watch(shard, resolver)) {
            while (isRunning()) {
                while (waiting.size() < BATCH && waiting.addAll(subscription.next(Duration.ZERO))) {
                    // Takes what is there, so that one commit serves many.
                }
                List<ExecutionReport> batch = whole(waiting);
                if (batch.isEmpty()) {
                    connection.check();
                    running();
                } else {
                    booked(settlement.book(shard, batch), batch.getLast().timestamp());
                    waiting = new ArrayList<>(waiting.subList(batch.size(), waiting.size()));
                }
                waiting.addAll(subscription.next(LOOK));
            }
        }
    }

    /** All that came, but never half a trade. */
    private static List<ExecutionReport> whole(List<ExecutionReport> waiting) {
        return Step.endsWithinTrade(waiting) ? waiting.subList(0, waiting.size() - 1) : waiting;
    }

    private void booked(FillSettlement.Booked booked, Instant lastEventAt) {
        booked.fills().userIds().forEach(FaultPoint.AFTER_SETTLEMENT::reachedFor);
        outcomes.settled(shard, booked.lastSequence(), booked.orderIds(), booked.expected(), booked.answers());
        reported = null;
        for (Shortfall shortfall : booked.shortfalls()) {
            log.error(
                    "shard {}: user {} lacked {} {} for trade {}; the external account paid. Has somebody changed an order in the"
                            + " engine past the backend?",
                    shard,
                    shortfall.account().ownerId(),
                    shortfall.amount().toPlainString(),
                    shortfall.account().asset(),
                    shortfall.trade().tradeId());
        }
        shortfalls += booked.shortfalls().size();
        status = new SettlementStatus(shard, Role.LEADER, booked.lastSequence(), lastEventAt, shortfalls, null);
        if (!booked.fills().userIds().isEmpty() || !booked.fills().symbols().isEmpty()) {
            publish(booked.fills());
        }
    }

    private void publish(SettledFills fills) {
        try {
            publisher.publishEvent(fills);
        } catch (RuntimeException e) {
            log.error("a listener of settled fills failed", e);
        }
    }

    private void running() {
        reported = null;
        if (!status.isSound()) {
            status = new SettlementStatus(shard, Role.LEADER, status.cursor(), status.lastEventAt(), shortfalls, null);
        }
    }

    /** Says a problem in the status, and once in the log. */
    private void report(Role role, String problem) {
        status = withProblem(role, problem);
        if (!problem.equals(reported)) {
            log.warn("shard {}: {}", shard, problem);
            reported = problem;
        }
    }

    private SettlementStatus withProblem(Role role, String problem) {
        return new SettlementStatus(shard, role, status.cursor(), status.lastEventAt(), shortfalls, problem);
    }

    private void pause(Duration duration) throws InterruptedException {
        stop.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
