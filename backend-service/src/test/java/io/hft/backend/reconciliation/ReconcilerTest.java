package io.hft.backend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.engine.EventsOutOfRange;
import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TamperedEvents;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** Every kind of damage, done to a real exchange, is found by name, and gone when it is mended. */
@BackendTest
@TestPropertySource(properties = "hft.reconciliation.enabled=false")
@Import(ReconcilerScene.Tampering.class)
class ReconcilerTest extends ReconcilerScene {
    @Test
    void findsNothingWhereNothingIsWrong() {
        place(alice, "BUY", "0.05", "2");
        place(bob, "SELL", "0.05", "0.5");
        Answer answer = http.get("/api/v1/admin/reconciliation");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.<String>json("$.status")).as(answer.body()).isEqualTo("OK");
        assertThat(answer.<String>json("$.scope")).isEqualTo("FULL");
        assertThat(answer.<Integer>json("$.drift_count")).isZero();
        assertThat(answer.<List<Object>>json("$.skipped")).isEmpty();
        assertThat(answer.<Integer>json("$.counts.open_orders")).isGreaterThan(30);
        assertThat(answer.<Integer>json("$.counts.events")).isGreaterThan(30);
        assertThat(answer.<Integer>json("$.counts.fills")).isGreaterThanOrEqualTo(2);
        assertThat(answer.<Integer>json("$.booked['0']")).isGreaterThan(30);
        assertThat(http.get("/health").<Integer>json("$.parts.reconciliation.drifts"))
                .isZero();
        assertThat(http.get("/api/v1/admin/reconciliation?last=true").<String>json("$.checked_at"))
                .isEqualTo(answer.json("$.checked_at"));
    }

    @Test
    void isForOperatorsOnly() {
        assertThat(http.get("/api/v1/admin/reconciliation", "Authorization", "Bearer " + alice.token())
                        .status())
                .isEqualTo(403);
        jdbc.update("update users set roles = '{ADMIN}' where user_id = ?", alice.id());
        String token = http.postJson(
                        "/api/v1/auth/login",
                        "{\"username\":\"%s\",\"password\":\"correct horse battery\"}".formatted(name(alice)))
                .json("$.access_token");
        assertThat(http.get("/api/v1/admin/reconciliation", "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void namesAChangedBalance() throws InterruptedException {
        damage(
                "update ledger_accounts set balance = balance + 0.5 where owner_id = %d and asset = 'BTC'"
                        .formatted(alice.id()),
                "update ledger_accounts set balance = balance - 0.5 where owner_id = %d and asset = 'BTC'"
                        .formatted(alice.id()),
                found(Kind.ASSET_SUM, "asset BTC", "0", "0.5 over all"),
                found(Kind.ACCOUNT_BALANCE, "user " + alice.id() + ", BTC", "balance 100", "balance 100.5"));
    }

    @Test
    void namesATransferThatIsMissing() throws InterruptedException {
        damage(
                "create table kept as select * from transfers where kind = 'DEPOSIT' and credit_account_id ="
                        + " (select account_id from ledger_accounts where owner_id = %d and asset = 'ETH');"
                                .formatted(bob.id())
                        + "delete from transfers where transfer_id in (select transfer_id from kept)",
                "insert into transfers overriding system value select * from kept; drop table kept",
                found(Kind.ACCOUNT_BALANCE, "user " + bob.id() + ", ETH", "balance 0", "balance 1000"),
                found(Kind.ACCOUNT_BALANCE, "external account, ETH", "", ""));
    }

    @Test
    void namesAMissingHold() throws InterruptedException {
        long order = place(alice, "BUY", "0.0403", "3");
        damage(
                "update ledger_accounts set held = held - 0.1 where owner_id = %d and asset = 'BTC'"
                        .formatted(alice.id()),
                "update ledger_accounts set held = held + 0.1 where owner_id = %d and asset = 'BTC'"
                        .formatted(alice.id()),
                found(Kind.ACCOUNT_HOLD, "user " + alice.id() + ", BTC", "held 0.1209", "held 0.0209"));
        damage(
                "update orders set held = 0 where order_id = " + order,
                "update orders set held = 0.1209 where order_id = " + order,
                found(Kind.ORDER_HOLD, "order " + order, "holds 0.1209", "holds 0, NEW"));
    }

    @Test
    void namesAHoldThatNobodyNeeds() throws InterruptedException {
        damage(
                "update ledger_accounts set held = 7 where owner_id = %d and asset = 'ETH'".formatted(bob.id()),
                "update ledger_accounts set held = 0 where owner_id = %d and asset = 'ETH'".formatted(bob.id()),
                found(Kind.ACCOUNT_HOLD, "user " + bob.id() + ", ETH", "held 0", "held 7"));
    }

    @Test
    void namesAWrongCumulativeQuantity() throws InterruptedException {
        long open = place(alice, "BUY", "0.05", "2");
        long done = place(bob, "SELL", "0.05", "0.5");
        damage(
                "update orders set cumulative_quantity = 0.6 where order_id = " + open,
                "update orders set cumulative_quantity = 0.5 where order_id = " + open,
                found(Kind.ORDER_STATE, "order " + open, "cumulative 0.5 leaves 1.5", "cumulative 0.6 leaves 1.4"),
                found(Kind.ORDER_FILLS, "order " + open, "cumulative 0.5", "cumulative 0.6"),
                found(Kind.ORDER_HOLD, "order " + open, "holds 0.07", "holds 0.075"));
        damage(
                "update orders set cumulative_quantity = 0.4 where order_id = " + done,
                "update orders set cumulative_quantity = 0.5 where order_id = " + done,
                found(Kind.ORDER_FILLS, "order " + done, "cumulative 0.5", "cumulative 0.4"));
    }

    @Test
    void namesOrdersThatAreOpenOnOneSideOnly() throws InterruptedException {
        long open = place(alice, "BUY", "0.04", "1");
        damage(
                "update orders set status = 'CANCELED' where order_id = " + open,
                "update orders set status = 'NEW' where order_id = " + open,
                found(Kind.ORDER_NOT_OPEN_IN_DATABASE, "order " + open, "NEW price 0.04", "CANCELED price 0.04"),
                found(Kind.ORDER_FILLS, "order " + open, "", "CANCELED of 1, holds 0.04"));
        damage(
                "create table kept as select * from orders where order_id = %d;".formatted(open)
                        + "delete from idempotent_requests where order_id = %d;".formatted(open)
                        + "delete from orders where order_id = %d".formatted(open),
                "insert into orders select * from kept; drop table kept",
                found(Kind.ORDER_NOT_IN_DATABASE, "order " + open, "NEW price 0.04", "no such order"));
        damage(
                "update orders set price = 0.05 where order_id = " + open,
                "update orders set price = 0.04 where order_id = " + open,
                found(Kind.ORDER_STATE, "order " + open, "price 0.04", "price 0.05"));
        cancel(alice, open);
        damage(
                "update orders set status = 'NEW' where order_id = " + open,
                "update orders set status = 'CANCELED' where order_id = " + open,
                found(Kind.ORDER_NOT_OPEN_IN_ENGINE, "order " + open, "CANCELED price 0.04", "NEW price 0.04"),
                found(Kind.ORDER_HOLD, "order " + open, "holds 0.04", "holds 0"));
    }

    @Test
    void namesAFillThatIsLost() throws InterruptedException {
        long maker = place(alice, "BUY", "0.05", "1");
        place(bob, "SELL", "0.05", "1");
        long sequence = sequence(maker);
        damage(
                "create table kept as select * from fills where sequence = %d; delete from fills where sequence = %d"
                        .formatted(sequence, sequence),
                "insert into fills select * from kept; drop table kept",
                found(Kind.EVENT_LOST, "event " + sequence + " ", "TRADE of order " + maker, "not booked"),
                found(Kind.TRADE_SIDES, "trade ", "two sides", "SELL 1 at 0.05"),
                found(Kind.ORDER_FILLS, "order " + maker, "cumulative 0 for 0", "cumulative 1 for 0.05"));
    }

    @Test
    void namesAFillThatIsDoubled() throws InterruptedException {
        long maker = place(alice, "BUY", "0.05", "1");
        place(bob, "SELL", "0.05", "1");
        long twice = sequence(maker) - 1;
        damage(
                "insert into fills select shard, %d, trade_id, order_id, user_id, symbol, side, price, quantity, quote_amount,"
                                .formatted(twice)
                        + " liquidity, executed_at, fee, fee_asset from fills where order_id = %d".formatted(maker),
                "delete from fills where sequence = " + twice,
                found(Kind.EVENT_DOUBLED, "event " + twice + " ", "this trade once", "order " + maker),
                found(Kind.TRADE_SIDES, "trade ", "two sides", "BUY 1 at 0.05"),
                found(Kind.ORDER_FILLS, "order " + maker, "cumulative 2", "cumulative 1"));
    }

    @Test
    void namesFillsInAnotherOrder() throws InterruptedException {
        long first = place(alice, "BUY", "0.05", "1");
        long second = place(alice, "BUY", "0.05", "2");
        place(bob, "SELL", "0.05", "3");
        long one = sequence(first);
        long other = sequence(second);
        String swap =
                "update fills set sequence = -1 where sequence = %d; update fills set sequence = %d where sequence = %d;"
                                .formatted(one, one, other)
                        + "update fills set sequence = %d where sequence = -1".formatted(other);
        damage(
                swap,
                swap,
                found(Kind.EVENT_REORDERED, "event " + one + " ", "order " + first, "booked as event " + other),
                found(Kind.EVENT_REORDERED, "event " + other + " ", "order " + second, "booked as event " + one));
    }

    @Test
    void namesAnotherEventUnderTheCursor() throws InterruptedException {
        place(alice, "BUY", "0.05", "1");
        damage(
                "create table kept as select * from settlement_cursors; update settlement_cursors set fingerprint = '\\x00'",
                "update settlement_cursors c set fingerprint = kept.fingerprint from kept where kept.shard = c.shard; drop table kept",
                found(Kind.CURSOR, "event ", "NEW of order", "another event is booked"));
    }

    @Test
    void namesAnEventThatTheSettlerNeverHeard() throws InterruptedException {
        long order = place(alice, "BUY", "0.04", "1");
        events.change(batch -> batch.stream()
                .map(event -> event.orderId() == order && event.type() == Type.CANCELED
                        ? TamperedEvents.silenced(event)
                        : event)
                .toList());
        http.send("DELETE", "/api/v1/orders/" + order, null, false, "Authorization", "Bearer " + alice.token());
        events.change(UnaryOperator.identity());
        Expected open = found(Kind.ORDER_NOT_OPEN_IN_ENGINE, "order " + order, "CANCELED", "NEW price 0.04");
        Expected lost = found(Kind.EVENT_LOST, "event ", "CANCELED of order " + order, "is NEW as of event");
        assertFound(reconciler.current(List.of(0)), open, lost);
        assertFound(reconciler.full(), open, lost);
        long sequence = Long.parseLong(reconciler.last().orElseThrow().drifts().stream()
                .filter(drift -> drift.kind() == Kind.EVENT_LOST)
                .findFirst()
                .orElseThrow()
                .subject()
                .split(" ")[1]);
        sql("update orders set status = 'CANCELED', held = 0, engine_sequence = %d where order_id = %d;"
                        .formatted(sequence, order)
                + "update ledger_accounts set held = 0 where owner_id = %d".formatted(alice.id()));
        assertThat(reconciler.current(List.of(0)).drifts()).isEmpty();
    }

    @Test
    void namesEventsThatTheSettlerHeardInAnotherOrder() throws InterruptedException {
        long first = place(alice, "BUY", "0.0400", "1");
        long second = place(alice, "BUY", "0.0410", "1");
        List<ExecutionReport> cancels = new ArrayList<>();
        events.change(batch -> {
            List<ExecutionReport> heard = new ArrayList<>();
            for (ExecutionReport event : batch) {
                boolean one = event.type() == Type.CANCELED && (event.orderId() == first || event.orderId() == second);
                if (one) {
                    cancels.add(event);
                    if (cancels.size() == 2) {
                        heard.add(TamperedEvents.as(cancels.get(0), event, Type.CANCELED));
                        heard.add(TamperedEvents.as(event, cancels.get(0), Type.CANCELED));
                    }
                } else {
                    heard.add(event);
                }
            }
            return heard;
        });
        withEngine(engine -> {
            for (long order : List.of(first, second)) {
                engine.cancelOrder(CancelOrderRequest.newBuilder()
                        .setOrderId(order)
                        .setAccountId(alice.id())
                        .setSymbol(MARKET)
                        .build());
            }
            return null;
        });
        await().atMost(PATIENCE)
                .until(() -> jdbc.queryForObject(
                                "select count(*) from orders where order_id in (?, ?) and status = 'CANCELED'",
                                Long.class,
                                first,
                                second)
                        == 2);
        events.change(UnaryOperator.identity());
        long one = cancels.get(0).sequence();
        long other = cancels.get(1).sequence();
        Expected early = found(Kind.EVENT_REORDERED, "event " + one + " ", "order " + first, "as of event " + other);
        Expected late = found(Kind.EVENT_REORDERED, "event " + other + " ", "order " + second, "as of event " + one);
        try {
            assertFound(reconciler.current(List.of(0)), early, late);
            assertFound(reconciler.full(), early, late);
        } finally {
            sql(
                    "update orders set engine_sequence = %d where order_id = %d; update orders set engine_sequence = %d where order_id = %d"
                            .formatted(one, first, other, second));
            // The next event is under the cursor again as the engine told it.
            place(alice, "BUY", "0.04", "1");
        }
    }

    @Test
    void letsStrangersTradeWithoutAnAlarm() throws InterruptedException {
        long own = place(alice, "BUY", "0.05", "2");
        withEngine(engine -> {
            engine.submitOrder(stranger(5_001, Side.SELL, "0.05", "0.5"));
            return engine.submitOrder(stranger(5_002, Side.SELL, "0.09", "0.5"));
        });
        await().atMost(PATIENCE).until(() -> status(own).equals("PARTIALLY_FILLED"));
        Reconciliation result = reconciler.full();
        assertThat(result.drifts()).isEmpty();
        assertThat(result.counts().get("foreign_orders")).isGreaterThanOrEqualTo(1);
        cancel(alice, own);
    }

    @Test
    void saysThatTheEngineHasGivenUpEventsBeforeTheyWereBooked() {
        events.fail(new EventsOutOfRange("from_sequence: the first retained event of shard 0 is 999999999", null));
        try {
            // Nothing is waiting to be booked: the stream's end shows it.
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                            http.get("/health").<String>json("$.parts.settlement.reason"))
                    .contains("settlement has stopped", "only from 999999999 on", "retain-events"));
            Answer refused = http.postJson(
                    "/api/v1/orders",
                    "{\"symbol\":\"%s\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"0.04\",\"quantity\":\"1\",\"client_order_id\":\"late\"}"
                            .formatted(MARKET),
                    "Authorization",
                    "Bearer " + alice.token());
            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(jdbc.queryForObject("select diverged from settlement_cursors", String.class))
                    .contains("given up");
        } finally {
            events.fail(null);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.get("/health").status()).isEqualTo(200));
    }

    /** Runs against moving orders: whatever is on its way is no difference. */
    @Test
    void isNotAlarmedByWhatIsMoving() throws Exception {
        long seed = Long.getLong("hft.seed", System.nanoTime());
        System.out.println("ReconcilerTest: seed " + seed + " (repeat with -Dhft.seed=" + seed + ")");
        AtomicBoolean stop = new AtomicBoolean();
        List<String> drifts = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> traders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(seed + i);
                traders.add(threads.submit((Callable<Void>) () -> trade(random)));
            }
            Future<?> looking = threads.submit(() -> {
                while (!stop.get()) {
                    Reconciliation result = runs.get() % 5 == 4 ? reconciler.full() : reconciler.current(List.of(0));
                    result.drifts().forEach(drift -> drifts.add(drift.toString()));
                    runs.incrementAndGet();
                }
                return null;
            });
            for (Future<Void> trader : traders) {
                trader.get();
            }
            stop.set(true);
            looking.get();
        }
        assertThat(drifts).isEmpty();
        assertThat(runs.get()).isGreaterThan(3);
    }
}
