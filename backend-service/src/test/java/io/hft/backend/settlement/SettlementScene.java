package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.engine.Side;
import io.hft.backend.money.Decimals;
import io.hft.backend.orders.OrderOutcomes;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Orders of two users, what the engine says of them, and the settlement that books it. */
abstract class SettlementScene {
    static final long ALICE = 11;
    static final long BOB = 12;
    static final long STRANGER = 77;
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");

    final MoneyDatabase database = new MoneyDatabase();
    final OrderOutcomes outcomes = new OrderOutcomes();
    final FillSettlement settlement = new FillSettlement(
            database.jdbc(), database.transaction(), symbol -> Optional.of(MoneyDatabase.BTC_USD), outcomes);
    final List<ExecutionReport> events = new ArrayList<>();
    long sequence;
    private long trades;
    private long orderIds = 1000;

    @BeforeEach
    void fund() {
        database.openUser(ALICE);
        database.openUser(BOB);
        database.deposit(ALICE, "USD", "1000");
        database.deposit(BOB, "BTC", "10");
    }

    FillSettlement.Booked book() {
        FillSettlement.Booked booked = settlement.book(0, List.copyOf(events));
        events.clear();
        return booked;
    }

    void assertConserved() {
        assertThat(database.sum("USD")).isZero();
        assertThat(database.sum("BTC")).isZero();
        assertThat(database.jdbc().queryForObject("""
                                select count(*) from ledger_accounts a where owner_id is not null and held <> coalesce((
                                    select sum(o.held) from orders o
                                    where o.user_id = a.owner_id
                                      and a.asset = case o.side when 'BUY' then 'USD' else 'BTC' end), 0)
                                """, Long.class)).isZero();
    }

    String state(long orderId) {
        return database.jdbc().queryForObject("""
                        select status || ' ' || cumulative_quantity || ' ' || cumulative_quote || ' held ' || held
                            || ' at ' || coalesce(engine_sequence, 0) from orders where order_id = ?
                        """, String.class, orderId);
    }

    /** As admission leaves it: recorded and held. */
    long order(long userId, Side side, String price, String quantity) {
        long orderId = ++orderIds;
        BigDecimal held = side == Side.BUY
                ? Decimals.holdAmount(new BigDecimal(price), new BigDecimal(quantity))
                : new BigDecimal(quantity);
        database.transaction().executeWithoutResult(status -> {
            database.ledger().hold(userId, side == Side.BUY ? "USD" : "BTC", held);
            database.jdbc()
                    .update("""
                            insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity, status,
                                held, shard) values (?, ?, 'BTC-USD', ?, 'LIMIT', 'GTC', ?, ?, 'PENDING_NEW', ?, 0)
                            """, orderId, userId, side.name(), new BigDecimal(price), new BigDecimal(quantity), held);
        });
        return orderId;
    }

    void event(Type type, long orderId, long account, Side side, String price, String quantity) {
        event(type, orderId, account, side, price, quantity, "NONE");
    }

    @Nullable
    String reason(long orderId) {
        return database.jdbc()
                .queryForObject("select reject_reason from orders where order_id = ?", String.class, orderId);
    }

    void event(Type type, long orderId, long account, Side side, String price, String quantity, String reason) {
        add(type, type.name(), orderId, account, side, price, quantity, reason);
    }

    void add(
            Type type,
            String status,
            long orderId,
            long account,
            @Nullable Side side,
            String price,
            String quantity,
            String reason) {
        events.add(new ExecutionReport(
                0,
                ++sequence,
                NOW,
                type,
                orderId,
                account,
                "BTC-USD",
                side,
                status,
                new BigDecimal(price),
                new BigDecimal(quantity),
                null,
                null,
                null,
                null,
                null,
                0,
                false,
                reason));
    }

    void trade(
            long maker,
            long makerAccount,
            Side makerSide,
            String makerPrice,
            String makerQuantity,
            String makerCumulative,
            long taker,
            long takerAccount,
            String takerPrice,
            String takerQuantity,
            String takerCumulative,
            String price,
            String quantity) {
        long tradeId = ++trades;
        Side takerSide = makerSide == Side.BUY ? Side.SELL : Side.BUY;
        events.add(half(
                maker,
                makerAccount,
                makerSide,
                makerPrice,
                makerQuantity,
                makerCumulative,
                price,
                quantity,
                tradeId,
                true));
        events.add(half(
                taker,
                takerAccount,
                takerSide,
                takerPrice,
                takerQuantity,
                takerCumulative,
                price,
                quantity,
                tradeId,
                false));
    }

    ExecutionReport half(
            long orderId,
            long account,
            Side side,
            String price,
            String quantity,
            String cumulative,
            String lastPrice,
            String lastQuantity,
            long tradeId,
            boolean maker) {
        return new ExecutionReport(
                0,
                ++sequence,
                NOW,
                Type.TRADE,
                orderId,
                account,
                "BTC-USD",
                side,
                "",
                new BigDecimal(price),
                new BigDecimal(quantity),
                new BigDecimal(lastPrice),
                new BigDecimal(lastQuantity),
                new BigDecimal(cumulative),
                null,
                null,
                tradeId,
                maker,
                "NONE");
    }
}
