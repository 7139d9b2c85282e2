package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.SelfTradePrevention;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.money.FeeRates;
import io.hft.backend.orders.AdmissionRequest.Batch;
import io.hft.backend.orders.AdmissionRequest.Decision;
import io.hft.backend.orders.AdmissionRequest.Result;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of requests of every kind that are recorded together. */
class AdmissionTransactionTest {
    private static final String USD = "USD";
    private static MoneyDatabase database;
    private static AdmissionTransaction admission;
    private static long users = 100;

    private final long user = openUser();

    @BeforeAll
    static void migrate() {
        database = new MoneyDatabase();
        admission = new AdmissionTransaction(
                database.jdbc(), database.ledger(), database.transaction().getTransactionManager());
    }

    private static long openUser() {
        long user = ++users;
        database.openUser(user);
        database.deposit(user, USD, "1000");
        return user;
    }

    private static PricedOrder buy(long user, String price, @Nullable String name) {
        return buy(user, price, name, OrderTerms.NONE);
    }

    /** One whole. */
    private static PricedOrder buy(long user, String price, @Nullable String name, OrderTerms terms) {
        BigDecimal limit = new BigDecimal(price);
        NewOrder order = new NewOrder(
                user, name, "BTC-USD", Side.BUY, OrderType.LIMIT, TimeInForce.GTC, limit, BigDecimal.ONE, null, terms);
        return new PricedOrder(order, MoneyDatabase.BTC_USD, limit, BigDecimal.ONE, FeeRates.NONE);
    }

    private static IdempotencyClaim claim(long user, String key) {
        return new IdempotencyClaim(user, "POST /x", key, Fingerprint.of(Map.of("key", key)));
    }

    private static AdmissionRequest single(PricedOrder order, @Nullable IdempotencyClaim claim) {
        return new AdmissionRequest(List.of(order), claim, null, List.of());
    }

    private static AdmissionRequest batch(IdempotencyClaim claim, PricedOrder... orders) {
        return new AdmissionRequest(
                List.of(orders), claim, new Batch(List.of(1, 3), Map.of(0, "bad"), why -> "poor"), List.of());
    }

    private static Order admitted(Result result) {
        return ((Decision.Admitted) ((Result.Decided) result).orders().getFirst()).order();
    }

    private static PlacementResult refused(Result result) {
        return ((Decision.Refused) ((Result.Decided) result).orders().getFirst()).why();
    }

    private static List<String> orders(long user) {
        return database.jdbc()
                .queryForList(
                        "select price::text from orders where user_id = ? and status = 'PENDING_NEW' order by order_id",
                        String.class,
                        user);
    }

    private static List<Long> claimedFor(long user, String key) {
        return database.jdbc()
                .queryForList(
                        "select order_id from idempotent_requests where user_id = ? and key = ?",
                        Long.class,
                        user,
                        key);
    }

    @Test
    void recordsWhatCanBeAndLeavesNothingOfTheRest() {
        long poor = openUser();
        long batcher = openUser();
        admission.admit(List.of(single(buy(user, "1", null), claim(user, "earlier"))));

        List<Result> results = admission.admit(List.of(
                single(buy(user, "10", null), claim(user, "a")),
                single(buy(user, "11", null), claim(user, "a")),
                single(buy(user, "12", null), claim(user, "earlier")),
                single(buy(user, "13", null), null),
                single(buy(user, "14", "name"), claim(user, "b")),
                single(buy(user, "15", "name"), claim(user, "c")),
                single(buy(poor, "1000.01", "poor"), claim(poor, "a")),
                single(buy(poor, "1" + "0".repeat(31), null), claim(poor, "b")),
                batch(claim(batcher, "a"), buy(batcher, "600", null), buy(batcher, "500", null)),
                single(buy(user, "16", null), claim(user, "d"))));

        Order first = admitted(results.getFirst());
        assertThat(first.price()).isEqualByComparingTo("10");
        assertThat(((Result.Decided) results.getFirst()).request().orderId()).isEqualTo(first.orderId());
        assertThat(claimedFor(user, "a")).containsExactly(first.orderId());
        assertThat(results.get(1)).isEqualTo(new Result.KeyTaken());
        assertThat(results.get(2)).isEqualTo(new Result.KeyTaken());
        assertThat(((Result.Decided) results.get(3)).request()).isNull();
        assertThat(claimedFor(user, "b"))
                .containsExactly(admitted(results.get(4)).orderId());
        assertThat(refused(results.get(5))).isEqualTo(new PlacementResult.DuplicateClientOrderId());
        assertThat(claimedFor(user, "c")).isEmpty();
        assertThat(refused(results.get(6))).isInstanceOf(PlacementResult.InsufficientFunds.class);
        assertThat(refused(results.get(7))).isInstanceOf(PlacementResult.InsufficientFunds.class);
        assertThat(claimedFor(poor, "a")).isEmpty();
        assertThat(claimedFor(poor, "b")).isEmpty();
        assertThat(admitted(results.get(9)).orderId()).isGreaterThan(first.orderId());

        assertThat(orders(user))
                .containsExactly("1.00000000", "10.00000000", "13.00000000", "14.00000000", "16.00000000");
        assertThat(database.account(user, USD)).isEqualTo("1000.00000000/54.00000000");
        assertThat(orders(poor)).isEmpty();
        assertThat(database.account(poor, USD)).isEqualTo("1000.00000000/0.00000000");

        Result.Decided batch = (Result.Decided) results.get(8);
        assertThat(batch.orders().get(1)).isInstanceOf(Decision.Refused.class);
        assertThat(orders(batcher)).containsExactly("600.00000000");
        assertThat(database.account(batcher, USD)).isEqualTo("1000.00000000/600.00000000");
        assertThat(claimedFor(batcher, "a")).containsExactly((Long) null);
        assertThat(database.jdbc()
                        .queryForList(
                                "select position || ' ' || coalesce(refusal, order_id::text) from order_batch_items"
                                        + " where request_id = ? order by position",
                                String.class,
                                batch.request().requestId()))
                .containsExactly("0 bad", "1 " + admitted(batch).orderId(), "3 poor");
    }

    @Test
    void takesAnExpiredKeyOver() {
        admission.admit(List.of(single(buy(user, "10", null), claim(user, "old"))));
        database.jdbc().update("update idempotent_requests set expires_at = now() where user_id = ?", user);
        Order order = admitted(admission
                .admit(List.of(single(buy(user, "20", null), claim(user, "old"))))
                .getFirst());
        assertThat(claimedFor(user, "old")).containsExactly(order.orderId());
        assertThat(orders(user)).containsExactly("10.00000000", "20.00000000");
    }

    @Test
    void keepsEveryTerm() {
        OrderTerms terms = new OrderTerms(
                new BigDecimal("3.5"),
                new BigDecimal("0.25"),
                Instant.parse("2031-02-03T04:05:06.789012Z"),
                true,
                SelfTradePrevention.CANCEL_BOTH);
        Order order = admitted(admission
                .admit(List.of(single(buy(user, "0.00000001", "n\"a,m{e}\\", terms), null)))
                .getFirst());
        Order read = database.jdbc()
                .queryForObject("select * from orders where order_id = ?", Orders::order, order.orderId());
        assertThat(read)
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(order);
    }

    @Test
    void knowsWhoIsNotThere() {
        long nobody = 99;
        assertThatThrownBy(() -> admission.admit(List.of(
                        single(buy(user, "10", null), claim(user, "x")),
                        single(buy(nobody, "10", null), claim(nobody, "x")))))
                .isInstanceOf(UnknownUsers.class);
        assertThat(orders(user)).isEmpty();
        assertThat(claimedFor(user, "x")).isEmpty();
    }
}
