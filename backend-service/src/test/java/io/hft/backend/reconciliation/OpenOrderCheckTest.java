package io.hft.backend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.EngineOrder;
import io.hft.backend.engine.EngineOrders;
import io.hft.backend.engine.Side;
import io.hft.backend.orders.OrderOutcomes;
import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.reconciliation.Findings.Counter;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which differences are real, of an engine that moves on while it is asked. */
class OpenOrderCheckTest {
    private static final long ALICE = 11;
    private static final String BTC_USD = "BTC-USD";

    private final MoneyDatabase database = new MoneyDatabase();
    private final OrderOutcomes outcomes = new OrderOutcomes();
    private final Lists engine = new Lists();
    private final OpenOrderCheck check =
            new OpenOrderCheck(database.jdbc(), database.transaction(), engine, outcomes, Duration.ofMillis(50));

    private record Page(long asOf, List<EngineOrder> orders) {}

    /** Answers each list with the next that the test has prepared, and with the last one again. */
    private static final class Lists implements EngineOrders {
        private final Deque<List<Page>> lists = new ArrayDeque<>();

        void answer(Page... pages) {
            lists.add(List.of(pages));
        }

        @Override
        public void open(String symbol, Pages pages) {
            List<Page> list = lists.size() > 1 ? lists.poll() : lists.element();
            list.forEach(page -> pages.page(page.asOf(), page.orders()));
        }

        @Override
        public Optional<EngineOrder> find(String symbol, long orderId) {
            return Optional.empty();
        }
    }

    @BeforeEach
    void user() {
        database.openUser(ALICE);
    }

    @Test
    void findsNothingWhereBothSidesSayTheSame() throws InterruptedException {
        order(1, "NEW", "0", 5L);
        order(2, "PARTIALLY_FILLED", "0.5", 7L);
        booked(10);
        engine.answer(page(10, open(1, "NEW", "0"), open(2, "PARTIALLY_FILLED", "0.5")));
        Findings findings = check();
        assertThat(findings.list()).isEmpty();
        assertThat(findings.skipped()).isEmpty();
        assertThat(findings.counts()).containsEntry(Counter.OPEN_ORDERS, 2L);
    }

    @Test
    void waitsForWhatTheEngineHasShown() throws InterruptedException {
        order(1, "NEW", "0", 5L);
        booked(9);
        engine.answer(page(10));
        Findings findings = check();
        assertThat(findings.list()).as("its cancellation may be on its way").isEmpty();
        assertThat(findings.skipped()).hasSize(1).first().asString().contains("not booked in time");
    }

    @Test
    void takesAnOrderThatWasBookedAfterItWasShownForMoving() throws InterruptedException {
        order(1, "PARTIALLY_FILLED", "0.5", 12L);
        booked(12);
        engine.answer(page(10, open(1, "NEW", "0")));
        Findings findings = check();
        assertThat(findings.list()).isEmpty();
        assertThat(findings.counts()).containsEntry(Counter.MOVING_ORDERS, 1L);
    }

    @Test
    void looksAgainUntilAMovingOrderStandsStill() throws InterruptedException {
        order(1, "PARTIALLY_FILLED", "0.5", 12L);
        booked(12);
        engine.answer(page(10, open(1, "NEW", "0")));
        engine.answer(page(12, open(1, "PARTIALLY_FILLED", "0.5")));
        Findings findings = check();
        assertThat(findings.list()).isEmpty();
        assertThat(findings.counts()).containsEntry(Counter.MOVING_ORDERS, 0L);
    }

    @Test
    void reportsWhatStaysDifferentThoughItMovedAtFirst() throws InterruptedException {
        order(1, "PARTIALLY_FILLED", "0.5", 12L);
        booked(12);
        engine.answer(page(10, open(1, "NEW", "0")));
        engine.answer(page(12, open(1, "PARTIALLY_FILLED", "0.6")));
        assertThat(check().list()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.ORDER_STATE);
            assertThat(finding.expected()).contains("cumulative 0.6");
            assertThat(finding.found()).contains("cumulative 0.5");
        });
    }

    @Test
    void takesTheLaterOfTwoPagesThatShowAnOrder() throws InterruptedException {
        order(1, "PARTIALLY_FILLED", "0.5", 11L);
        booked(12);
        engine.answer(page(10, open(1, "NEW", "0")), page(12, open(1, "PARTIALLY_FILLED", "0.5")));
        assertThat(check().list()).isEmpty();
    }

    @Test
    void missesAnOrderThatWasOpenBeforeTheFirstPage() throws InterruptedException {
        order(1, "NEW", "0", 9L);
        order(2, "NEW", "0", 11L);
        booked(12);
        engine.answer(page(10), page(12));
        Findings findings = check();
        assertThat(findings.list()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.ORDER_NOT_OPEN_IN_ENGINE);
            assertThat(finding.id()).isEqualTo(1);
            assertThat(finding.expected()).contains("not remembered");
        });
        assertThat(findings.counts()).as("one that came between the pages").containsEntry(Counter.MOVING_ORDERS, 1L);
    }

    @Test
    void letsAnOrderEndAfterItWasShown() throws InterruptedException {
        order(1, "CANCELED", "0", 12L);
        booked(12);
        engine.answer(page(10, open(1, "NEW", "0")));
        assertThat(check().list()).isEmpty();
    }

    @Test
    void forgetsWhatASecondLookDoesNotFind() throws InterruptedException {
        order(1, "NEW", "0", 5L);
        booked(10);
        // As after a crash that took what was shown and not forced.
        engine.answer(page(10, open(1, "PARTIALLY_FILLED", "0.5")));
        engine.answer(page(10, open(1, "NEW", "0")));
        assertThat(check().list()).isEmpty();
    }

    @Test
    void givesAnAcceptanceItsTime() throws InterruptedException {
        order(1, "PENDING_NEW", "0", null);
        order(2, "PENDING_NEW", "0", null);
        database.jdbc().update("update orders set created_at = now() - interval '1 hour' where order_id = 2");
        booked(10);
        engine.answer(page(10, open(1, "NEW", "0"), open(2, "NEW", "0")));
        assertThat(check().list()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.ORDER_NOT_OPEN_IN_DATABASE);
            assertThat(finding.id()).isEqualTo(2);
        });
    }

    @Test
    void leavesStrangersAndIdsThatTheyUseAlone() throws InterruptedException {
        order(1, "REJECTED", "0", null);
        booked(10);
        engine.answer(page(10, open(1, "NEW", "0"), stranger(77)));
        Findings findings = check();
        assertThat(findings.list()).isEmpty();
        assertThat(findings.counts()).containsEntry(Counter.FOREIGN_ORDERS, 2L);
    }

    private Findings check() throws InterruptedException {
        Findings findings = new Findings();
        check.check(0, BTC_USD, findings);
        return findings;
    }

    private void booked(long sequence) {
        database.jdbc().update("insert into settlement_cursors (shard, sequence) values (0, ?)", sequence);
        outcomes.settled(0, sequence, List.of(), List.of(), OrderOutcomes.Answers.NONE);
    }

    private void order(long orderId, String status, String cumulative, Long engineSequence) {
        database.jdbc().update("""
                        insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity,
                            cumulative_quantity, status, held, shard, engine_sequence)
                        values (?, ?, 'BTC-USD', 'BUY', 'LIMIT', 'GTC', 100, 1, ?, ?, 0, 0, ?)
                        """, orderId, ALICE, new BigDecimal(cumulative), status, engineSequence);
    }

    private static Page page(long asOf, EngineOrder... orders) {
        return new Page(asOf, new ArrayList<>(List.of(orders)));
    }

    private static EngineOrder open(long orderId, String status, String cumulative) {
        return order(orderId, ALICE, status, cumulative);
    }

    private static EngineOrder stranger(long orderId) {
        return order(orderId, 999, "NEW", "0");
    }

    private static EngineOrder order(long orderId, long account, String status, String cumulative) {
        BigDecimal filled = new BigDecimal(cumulative);
        return new EngineOrder(
                orderId,
                account,
                BTC_USD,
                Side.BUY,
                status,
                new BigDecimal("100.00"),
                BigDecimal.ONE,
                filled,
                BigDecimal.ONE.subtract(filled),
                "NONE");
    }
}
