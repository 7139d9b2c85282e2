package io.hft.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.it.support.Database.OrderRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** What must hold between engine, orders and money whenever nothing is under way. */
public final class Consistency {
    private final Stack platform;

    public Consistency(Stack platform) {
        this.platform = platform;
    }

    /** Waits until every order has an outcome and every event is booked, and nothing new has come for a while; then checks everything. */
    public void awaitRestAndCheck() {
        awaitRest();
        ledgerSumsToZero();
        balancesAreTheirTransfers();
        holdsAreWhatOpenOrdersNeed();
        fillsAreTheOrdersQuantities();
        engineAndDatabaseAgree();
        booksAreNotCrossed();
        reconciliationFindsNothing();
    }

    /** What the platform says about itself. */
    private void reconciliationFindsNothing() {
        Reply reply = platform.api().get("/api/v1/admin/reconciliation");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("status")).as(reply.body()).isEqualTo("OK");
    }

    public void awaitRest() {
        Awaitility.await("all events settled, no order pending")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .during(Duration.ofSeconds(1))
                .until(this::isAtRest);
    }

    private boolean isAtRest() {
        return platform.database().count("select count(*) from orders where status = 'PENDING_NEW'") == 0
                && platform.database().settledSequence()
                        == platform.engineClient().lastSequence();
    }

    private void ledgerSumsToZero() {
        assertThat(
                        platform.database()
                                .lines(
                                        "select asset, sum(balance) from ledger_accounts group by asset having sum(balance) <> 0"))
                .as("assets whose ledger does not sum to zero")
                .isEmpty();
        assertThat(
                        platform.database()
                                .lines(
                                        "select * from ledger_accounts where owner_id is not null and (balance < 0 or held < 0 or held > balance)"))
                .as("negative balances or available amounts")
                .isEmpty();
    }

    private void balancesAreTheirTransfers() {
        assertThat(platform.database().lines("""
                        select a.account_id, a.owner_id, a.asset, a.balance, coalesce(sum(t.signed), 0) as moved
                          from ledger_accounts a
                          left join (select credit_account_id as account_id, amount as signed from transfers
                                     union all
                                     select debit_account_id, -amount from transfers) t using (account_id)
                         group by a.account_id
                        having a.balance <> coalesce(sum(t.signed), 0)"""))
                .as("accounts whose balance is not the sum of their transfers")
                .isEmpty();
    }

    private void holdsAreWhatOpenOrdersNeed() {
        Map<String, BigDecimal> needed = new TreeMap<>();
        for (OrderRow order : platform.database().orders()) {
            BigDecimal need = BigDecimal.ZERO;
            if (order.isOpen()) {
                need = order.side().equals("SELL")
                        ? order.leaves()
                        : order.leaves().multiply(order.price()).setScale(8, RoundingMode.UP);
                String asset = order.symbol().split("-")[order.side().equals("SELL") ? 0 : 1];
                needed.merge(order.userId() + " " + asset, need, BigDecimal::add);
            }
            assertThat(order.held()).as("hold of %s", order).isEqualByComparingTo(need);
        }
        Map<String, BigDecimal> held = new TreeMap<>();
        platform.database()
                .query(
                        "select owner_id, asset, held from ledger_accounts where held > 0",
                        row -> held.put(row.getLong(1) + " " + row.getString(2), row.getBigDecimal(3)));
        assertThat(held).as("holds by account").hasSameSizeAs(needed);
        held.forEach((account, amount) ->
                assertThat(amount).as("hold of %s", account).isEqualByComparingTo(needed.get(account)));
    }

    private void fillsAreTheOrdersQuantities() {
        assertThat(platform.database().lines("""
                        select o.order_id, o.status, o.cumulative_quantity, sum(f.quantity), o.cumulative_quote, sum(f.quote_amount)
                          from orders o left join fills f using (order_id)
                         group by o.order_id
                        having o.cumulative_quantity <> coalesce(sum(f.quantity), 0)
                            or o.cumulative_quote <> coalesce(sum(f.quote_amount), 0)"""))
                .as("orders that are not the sum of their fills")
                .isEmpty();
        assertThat(platform.database().lines("""
                        select shard, trade_id, count(*) from fills group by shard, trade_id
                        having count(*) <> 2 or count(distinct quantity) <> 1 or count(distinct price) <> 1
                            or count(distinct quote_amount) <> 1 or count(distinct side) <> 2"""))
                .as("trades whose two sides do not match")
                .isEmpty();
    }

    private void engineAndDatabaseAgree() {
        Map<Long, OrderRow> open = new HashMap<>();
        for (OrderRow order : platform.database().orders()) {
            if (order.isOpen()) {
                open.put(order.orderId(), order);
            }
            OrderState state = platform.engineClient()
                    .order(order.symbol(), order.orderId())
                    .orElseThrow(() -> new AssertionError("the engine does not know " + order));
            assertThat(state.getStatus().name()).as("status of %s", order).isEqualTo(order.status());
            assertThat(new BigDecimal(state.getCumulativeQuantity()))
                    .as("cumulative quantity of %s", order)
                    .isEqualByComparingTo(order.cumulativeQuantity());
            assertThat(new BigDecimal(state.getQuantity()))
                    .as("quantity of %s", order)
                    .isEqualByComparingTo(order.quantity());
            assertThat(state.getAccountId()).as("owner of %s", order).isEqualTo(order.userId());
        }
        for (String symbol : symbols()) {
            for (OrderState resting : platform.engineClient().openOrders(symbol)) {
                assertThat(open.remove(resting.getOrderId()))
                        .as("the backend's view of %s", resting)
                        .isNotNull();
            }
        }
        assertThat(open.values())
                .as("orders that are open for the backend alone")
                .isEmpty();
    }

    private void booksAreNotCrossed() {
        for (String symbol : symbols()) {
            OrderBook book = platform.engineClient().book(symbol);
            if (book.getBidsCount() > 0 && book.getAsksCount() > 0) {
                assertThat(new BigDecimal(book.getBids(0).getPrice()))
                        .as("best bid of %s", symbol)
                        .isLessThan(new BigDecimal(book.getAsks(0).getPrice()));
            }
        }
    }

    private List<String> symbols() {
        return platform.engineClient().instruments().stream()
                .map(i -> i.getSymbol())
                .toList();
    }
}
