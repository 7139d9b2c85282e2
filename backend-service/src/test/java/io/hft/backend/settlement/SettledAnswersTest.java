package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.engine.Side;
import io.hft.backend.idempotency.AnswerCache;
import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderOutcomes.Expectation;
import io.hft.backend.orders.OrderOutcomes.Settled;
import io.hft.backend.orders.Orders;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers that are stored along with the outcomes that they tell. */
class SettledAnswersTest extends SettlementScene {
    private final IdempotentRequests requests = new IdempotentRequests(database.jdbc(), AnswerCache.NONE);
    private final Function<Order, StoredAnswer> composer = order -> answer(order.status() + " " + order.orderId());

    @Test
    void storesTheAnswerAndHandsTheOrderOver() {
        long sell = order(BOB, Side.SELL, "100", "2");
        long buy = order(ALICE, Side.BUY, "101", "3");
        long request = claim(buy);
        event(Type.NEW, sell, BOB, Side.SELL, "100", "2");
        event(Type.NEW, buy, ALICE, Side.BUY, "101", "3");
        trade(sell, BOB, Side.SELL, "100", "2", "2", buy, ALICE, "101", "3", "2", "100", "2");
        try (Expectation buyers = outcomes.expect(composer);
                Expectation sellers = outcomes.expect(null)) {
            buyers.admitted(buy, request);
            buyers.entered(0, 4);
            sellers.admitted(sell, null);
            sellers.entered(0, 1);
            tell(book());
            StoredAnswer expected = answer("PARTIALLY_FILLED " + buy);
            assertThat(buyers.settled()).contains(new Settled(stored(buy), expected));
            assertThat(sellers.settled()).contains(new Settled(stored(sell), null));
            assertThat(answerOf(buy)).isEqualTo(expected);
        }
    }

    /** Events come again when the database has lost them; answers that were given do not. */
    @Test
    void isOnTheDiskWithItsAnswer() {
        database.jdbc().execute("""
                create table commits (sequence bigint, synchronous text);
                create function note_commit() returns trigger language plpgsql as $$
                begin
                    insert into commits values (new.sequence, current_setting('synchronous_commit'));
                    return null;
                end $$;
                create constraint trigger note_commit after insert or update on settlement_cursors
                    deferrable initially deferred for each row execute function note_commit()
                """);
        database.jdbc()
                .execute(
                        "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$");
        long buy = order(ALICE, Side.BUY, "101", "3");
        long request = claim(buy);
        try (Expectation expectation = outcomes.expect(composer)) {
            expectation.admitted(buy, request);
            expectation.entered(0, 1);
            event(Type.NEW, buy, ALICE, Side.BUY, "101", "3");
            tell(book());
            event(Type.CANCELED, buy, ALICE, Side.BUY, "101", "3");
            tell(book());
        } finally {
            database.jdbc().execute("drop trigger note_commit on settlement_cursors");
        }
        assertThat(answerOf(buy)).isNotNull();
        assertThat(database.jdbc()
                        .queryForList(
                                "select distinct sequence || ' ' || synchronous from commits order by 1", String.class))
                .contains("1 on", "2 off");
    }

    @Test
    void leavesTheAnswerToWhoWaitsForMore() {
        long buy = order(ALICE, Side.BUY, "101", "3");
        long request = claim(buy);
        try (Expectation expectation = outcomes.expect(composer)) {
            expectation.admitted(buy, request);
            event(Type.NEW, buy, ALICE, Side.BUY, "101", "3");
            tell(book());
            assertThat(expectation.settled()).contains(new Settled(stored(buy), null));
            expectation.entered(0, 3);
            event(Type.REPLACED, buy, ALICE, Side.BUY, "101", "2");
            tell(book());
            assertThat(expectation.settled()).contains(new Settled(stored(buy), null));
            assertThat(answerOf(buy)).isNull();
            event(Type.REPLACED, buy, ALICE, Side.BUY, "101", "1");
            tell(book());
            assertThat(expectation.settled()).contains(new Settled(stored(buy), answer("NEW " + buy)));
            event(Type.CANCELED, buy, ALICE, Side.BUY, "101", "1");
            tell(book());
            assertThat(expectation.settled())
                    .as("the first answer stays, whatever becomes of the order")
                    .contains(new Settled(stored(buy), answer("NEW " + buy)));
        }
        assertThat(outcomes.isExpected(buy)).isFalse();
        assertThat(answerOf(buy)).isEqualTo(answer("NEW " + buy));
    }

    @Test
    void givesWayToTheAnswerOfARepeat() {
        long buy = order(ALICE, Side.BUY, "101", "3");
        long request = claim(buy);
        StoredAnswer first = answer("of the repeat");
        requests.store(request, first);
        try (Expectation expectation = outcomes.expect(composer)) {
            expectation.admitted(buy, request);
            expectation.entered(0, 1);
            event(Type.NEW, buy, ALICE, Side.BUY, "101", "3");
            tell(book());
            assertThat(expectation.settled()).contains(new Settled(stored(buy), null));
        }
        assertThat(answerOf(buy)).isEqualTo(first);
    }

    @Test
    void booksAlsoWhatCannotBeTold() {
        long buy = order(ALICE, Side.BUY, "101", "3");
        try (Expectation expectation = outcomes.expect(order -> {
            throw new IllegalStateException("no words");
        })) {
            expectation.admitted(buy, claim(buy));
            expectation.entered(0, 1);
            event(Type.NEW, buy, ALICE, Side.BUY, "101", "3");
            tell(book());
            assertThat(expectation.settled()).contains(new Settled(stored(buy), null));
        }
        assertThat(state(buy)).startsWith("NEW");
        assertThat(answerOf(buy)).isNull();
    }

    private void tell(FillSettlement.Booked booked) {
        outcomes.settled(0, booked.lastSequence(), booked.orderIds(), booked.expected(), booked.answers());
    }

    private long claim(long orderId) {
        return requests.claim(key(orderId), orderId).orElseThrow().requestId();
    }

    private @Nullable StoredAnswer answerOf(long orderId) {
        return requests.find(key(orderId)).orElseThrow().answer();
    }

    private Order stored(long orderId) {
        return new Orders(database.client())
                .find(ALICE, orderId)
                .or(() -> new Orders(database.client()).find(BOB, orderId))
                .orElseThrow();
    }

    private static IdempotencyClaim key(long orderId) {
        return new IdempotencyClaim(ALICE, "orders", "key-" + orderId, Fingerprint.of(Map.of()));
    }

    private static StoredAnswer answer(String text) {
        return new StoredAnswer(201, "text/plain", text);
    }
}
