package io.hft.backend.reconciliation;

import io.hft.backend.engine.EngineEvents;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.EventsOutOfRange;
import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.reconciliation.Drift.Check;
import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.settlement.EventFingerprint;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** One shard against what is booked of it: its events and its open orders. An engine that is away leaves it undone, which is no difference. */
final class ShardCheck {
    private static final int AGAIN_MAX = 50;
    /** What one event shows by itself. */
    private static final Set<Kind> AGAIN =
            EnumSet.of(Kind.EVENT_LOST, Kind.EVENT_DOUBLED, Kind.EVENT_GAP, Kind.TRADE_SIDES);

    private final JdbcTemplate jdbc;
    private final EngineEvents engine;
    private final OpenOrderCheck openOrders;
    private final EventCheck events;
    private final TradeCheck trades;
    private final int eventsPerRun;
    /** Up to where the events of a shard were compared by the runs before. */
    private final Map<Integer, Long> compared = new HashMap<>();

    ShardCheck(JdbcTemplate jdbc, EngineEvents engine, OpenOrderCheck openOrders, int eventsPerRun) {
        this.jdbc = jdbc;
        this.engine = engine;
        this.openOrders = openOrders;
        this.events = new EventCheck(jdbc);
        this.trades = new TradeCheck(jdbc);
        this.eventsPerRun = eventsPerRun;
    }

    /** How far a shard is booked, and which event that is. */
    record Booked(
            long sequence,
            byte @Nullable [] fingerprint,
            @Nullable String diverged) {}

    /** Events behind {@code after} up to {@code last}. */
    record Range(long after, long last) {}

    Booked booked(int shard) {
        return jdbc
                .query(
                        "select sequence, fingerprint, diverged from settlement_cursors where shard = ?",
                        (row, number) -> new Booked(
                                row.getLong("sequence"), row.getBytes("fingerprint"), row.getString("diverged")),
                        shard)
                .stream()
                .findFirst()
                .orElse(new Booked(0, null, null));
    }

    /** Compares the events that came since the last time, or the last of them, and says which. */
    Range lastEvents(int shard, Findings findings) throws InterruptedException {
        Booked booked = booked(shard);
        long last = booked.sequence();
        long after = Math.max(compared.getOrDefault(shard, 0L), last - eventsPerRun);
        after = Math.clamp(after, 0, Math.max(0, last - 1));
        trades.check(shard, after, last, findings);
        if (!hasLog(shard, booked, findings)) {
            return new Range(after, last);
        }
        try (EventWindow window = new EventWindow(engine, shard, after + 1)) {
            compare(shard, after, window, booked, findings, eventsPerRun + 2);
            compared.put(shard, last);
        } catch (EngineUnavailable e) {
            skip(shard, e.getMessage(), findings);
        } catch (EventsOutOfRange e) {
            outOfRange(shard, booked, e, findings);
        }
        return new Range(after, last);
    }

    /** Compares all events that the engine still has, and all trades that are booked. */
    void allEvents(int shard, Findings findings, Deadline deadline) throws InterruptedException {
        Booked booked = booked(shard);
        for (long from = 0; from < booked.sequence(); from += eventsPerRun) {
            if (deadline.isPassed() || findings.isFull()) {
                findings.skip(Check.EVENTS, "trades of shard " + shard + ": " + Deadline.PASSED);
                return;
            }
            trades.check(shard, from, Math.min(from + eventsPerRun, booked.sequence()), findings);
        }
        if (!hasLog(shard, booked, findings)) {
            return;
        }
        try {
            allEvents(shard, 1, booked, findings, deadline);
        } catch (EngineUnavailable e) {
            skip(shard, e.getMessage(), findings);
        } catch (EventsOutOfRange e) {
            outOfRange(shard, booked, e, findings);
        }
    }

    private void allEvents(int shard, long from, Booked booked, Findings findings, Deadline deadline)
            throws InterruptedException {
        try (EventWindow window = new EventWindow(engine, shard, from)) {
            long after = from - 1;
            while (after < booked.sequence()) {
                if (deadline.isPassed() || findings.isFull()) {
                    skip(shard, Deadline.PASSED, findings);
                    return;
                }
                after = compare(shard, after, window, booked, findings, eventsPerRun);
            }
        } catch (EventsOutOfRange e) {
            long first = e.firstRetained().orElse(0);
            if (from > 1 || first <= 1 || first > booked.sequence()) {
                throw e;
            }
            findings.note("events of shard " + shard + " before " + first + ": no longer kept by the engine");
            allEvents(shard, first, booked, findings, deadline);
        }
    }

    /** Compares the next piece; its last event, if that is the cursor's, by its fingerprint, too. Returns where the piece ends. */
    private long compare(int shard, long after, EventWindow window, Booked booked, Findings findings, int limit)
            throws InterruptedException {
        List<ExecutionReport> piece = window.next(booked.sequence(), limit);
        long last = events.check(shard, after, piece, findings);
        if (last >= booked.sequence()) {
            cursor(shard, booked, piece.getLast(), findings);
        }
        return last;
    }

    private void cursor(int shard, Booked booked, ExecutionReport event, Findings findings) {
        if (booked.fingerprint() != null && !EventFingerprint.matches(booked.fingerprint(), event)) {
            findings.add(new Finding(
                    Kind.CURSOR,
                    shard,
                    booked.sequence(),
                    "event " + booked.sequence() + " of shard " + shard,
                    event.type() + " of order " + event.orderId() + " at " + event.timestamp(),
                    "another event is booked under this number"));
        }
    }

    private static boolean hasLog(int shard, Booked booked, Findings findings) {
        if (booked.diverged() != null) {
            findings.add(new Finding(
                    Kind.CURSOR,
                    shard,
                    booked.sequence(),
                    "event " + booked.sequence() + " of shard " + shard,
                    "a log that continues what is booked",
                    booked.diverged()));
            findings.skip(Check.EVENTS, "events of shard " + shard + ": settlement has stopped");
            return false;
        }
        return booked.sequence() > 0;
    }

    private static void skip(int shard, @Nullable String why, Findings findings) {
        String text = "events of shard " + shard + ": " + why;
        findings.skip(Check.EVENTS, text);
        findings.skip(Check.CURSOR, text);
    }

    private static void outOfRange(int shard, Booked booked, EventsOutOfRange e, Findings findings) {
        skip(shard, e.getMessage(), findings);
        if (e.firstRetained().isEmpty()) {
            findings.add(new Finding(
                    Kind.CURSOR,
                    shard,
                    booked.sequence(),
                    "event " + booked.sequence() + " of shard " + shard,
                    "the engine has every event that is booked",
                    String.valueOf(e.getMessage())));
        }
    }

    /** Looks at events that were different before. Those that no single event can clear stay until the next full run. */
    void eventsAgain(int shard, List<Finding> before, Findings findings) throws InterruptedException {
        Booked booked = booked(shard);
        List<Finding> some = before.stream()
                .filter(one -> one.shard() == shard && one.id() <= booked.sequence() && AGAIN.contains(one.kind()))
                .limit(AGAIN_MAX)
                .toList();
        for (Finding finding : some) {
            long after = finding.id() - 1;
            if (finding.kind() == Kind.TRADE_SIDES) {
                trades.check(shard, after, finding.id(), findings);
                findings.lookedAtAgain(finding);
                continue;
            }
            try (EventWindow window = new EventWindow(engine, shard, finding.id())) {
                events.check(shard, after, window.next(booked.sequence(), 1), findings);
                findings.lookedAtAgain(finding);
            } catch (EngineUnavailable | EventsOutOfRange e) {
                return;
            }
        }
    }

    void openOrders(int shard, List<String> symbols, Findings findings) throws InterruptedException {
        if (booked(shard).diverged() != null) {
            findings.skip(Check.OPEN_ORDERS, "open orders of shard " + shard + ": settlement has stopped");
            return;
        }
        for (String symbol : symbols) {
            try {
                openOrders.check(shard, symbol, findings);
            } catch (EngineUnavailable e) {
                findings.skip(Check.OPEN_ORDERS, "open orders of " + symbol + ": " + e.getMessage());
            }
        }
    }
}
