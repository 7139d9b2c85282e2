package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.FeeRates;
import io.hft.backend.orders.OrderOutcomes;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes an engine's events by hand and has them booked: orders as admission leaves them, one shard, cumulative quantities kept here. */
final class SettlementScript {
    static final Instrument ETH_BTC = new Instrument(
            "ETH-BTC",
            "ETH",
            "BTC",
            new BigDecimal("0.00000001"),
            new BigDecimal("0.00000001"),
            new BigDecimal("100000"),
            new BigDecimal("0.06"),
            0,
            0);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private final MoneyDatabase database;
    private final FillSettlement settlement;
    private final List<ExecutionReport> events = new ArrayList<>();
    private final Map<Long, Placed> orders = new HashMap<>();
    private FeeRates rates = FeeRates.NONE;
    private long sequence;
    private long trades;
    private long orderIds = 1000;

    private record Placed(
            long userId, Instrument market, Side side, BigDecimal price, BigDecimal quantity, BigDecimal filled) {}

    SettlementScript(MoneyDatabase database) {
        this.database = database;
        this.settlement = new FillSettlement(
                database.jdbc(), database.transaction(), symbol -> Optional.of(market(symbol)), new OrderOutcomes());
        database.jdbc().update("insert into assets (symbol, name) values ('ETH', 'Ether')");
        database.jdbc().update("""
                insert into instruments (symbol, base_asset, quote_asset, tick_size, lot_size, max_quantity, reference_price,
                    price_band_basis_points, shard) values ('ETH-BTC', 'ETH', 'BTC', 0.00000001, 0.00000001, 100000, 0.06, 0, 0)
                """);
    }

    private static Instrument market(String symbol) {
        return symbol.equals("ETH-BTC") ? ETH_BTC : MoneyDatabase.BTC_USD;
    }

    void fees(String makerBps, String takerBps) {
        rates = new FeeRates(new BigDecimal(makerBps), new BigDecimal(takerBps));
    }

    /** An order that the engine has accepted; its money is held. */
    long order(long userId, String symbol, Side side, String price, String quantity) {
        long orderId = ++orderIds;
        Instrument market = market(symbol);
        Placed placed =
                new Placed(userId, market, side, new BigDecimal(price), new BigDecimal(quantity), BigDecimal.ZERO);
        BigDecimal held = side == Side.BUY ? rates.holdOfBuy(placed.price(), placed.quantity()) : placed.quantity();
        String asset = side == Side.BUY ? market.quoteAsset() : market.baseAsset();
        database.transaction().executeWithoutResult(status -> {
            assertThat(database.ledger().hold(userId, asset, held))
                    .isInstanceOf(io.hft.backend.ledger.HoldResult.Held.class);
            database.jdbc()
                    .update(
                            """
                            insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity, status,
                                held, maker_fee_bps, taker_fee_bps, shard)
                            values (?, ?, ?, ?, 'LIMIT', 'GTC', ?, ?, 'PENDING_NEW', ?, ?, ?, 0)
                            """,
                            orderId,
                            userId,
                            symbol,
                            side.name(),
                            placed.price(),
                            placed.quantity(),
                            held,
                            rates.makerBps(),
                            rates.takerBps());
        });
        orders.put(orderId, placed);
        event(Type.NEW, orderId);
        return orderId;
    }

    void event(Type type, long orderId) {
        Placed order = orders.get(orderId);
        events.add(report(type, orderId, order, null, null, 0, false));
    }

    void replace(long orderId, String price, String quantity) {
        orders.computeIfPresent(
                orderId,
                (id, order) -> new Placed(
                        order.userId(),
                        order.market(),
                        order.side(),
                        new BigDecimal(price),
                        new BigDecimal(quantity),
                        order.filled()));
        event(Type.REPLACED, orderId);
    }

    void trade(long maker, long taker, String price, String quantity) {
        trades++;
        half(maker, price, quantity, true);
        half(taker, price, quantity, false);
    }

    private void half(long orderId, String price, String quantity, boolean maker) {
        BigDecimal lastQuantity = new BigDecimal(quantity);
        Placed order = orders.compute(
                orderId,
                (id, before) -> new Placed(
                        before.userId(),
                        before.market(),
                        before.side(),
                        before.price(),
                        before.quantity(),
                        before.filled().add(lastQuantity)));
        events.add(report(Type.TRADE, orderId, order, new BigDecimal(price), lastQuantity, trades, maker));
    }

    private ExecutionReport report(
            Type type,
            long orderId,
            Placed order,
            BigDecimal lastPrice,
            BigDecimal lastQuantity,
            long tradeId,
            boolean maker) {
        return new ExecutionReport(
                0,
                ++sequence,
                NOW,
                type,
                orderId,
                order.userId(),
                order.market().symbol(),
                order.side(),
                type.name(),
                order.price(),
                order.quantity(),
                lastPrice,
                lastQuantity,
                type == Type.TRADE ? order.filled() : null,
                null,
                null,
                tradeId,
                maker,
                "NONE");
    }

    FillSettlement.Booked book() {
        FillSettlement.Booked booked = settlement.book(0, List.copyOf(events));
        events.clear();
        assertConserved();
        return booked;
    }

    /** {@code quantity cost realised}, as booked. */
    String position(long userId, String asset) {
        return database.jdbc()
                .queryForObject(
                        "select balance || ' ' || cost_basis || ' ' || realised_pnl from ledger_accounts where owner_id = ? and asset = ?",
                        String.class,
                        userId,
                        asset);
    }

    void assertConserved() {
        for (String asset : List.of("USD", "BTC", "ETH")) {
            assertThat(database.sum(asset)).as(asset).isZero();
        }
        assertThat(database.jdbc().queryForObject("""
                        select count(*) from ledger_accounts a where owner_id is not null and held <> coalesce((
                            select sum(o.held) from orders o join instruments i using (symbol)
                            where o.user_id = a.owner_id
                              and a.asset = case o.side when 'BUY' then i.quote_asset else i.base_asset end), 0)
                        """, Long.class))
                .as("accounts that hold another sum than their orders")
                .isZero();
        assertThat(database.jdbc().queryForObject("""
                        select count(*) from orders o where cumulative_fee <> (
                            select coalesce(sum(fee), 0) from fills f where f.order_id = o.order_id)
                        """, Long.class))
                .as("orders with other fees than their fills")
                .isZero();
        assertThat(database.jdbc().queryForObject("""
                        select (select coalesce(sum(fee), 0) from fills) - (select coalesce(sum(balance), 0)
                            from ledger_accounts where owner_id = 9000000002)
                        """, BigDecimal.class))
                .as("what the fee accounts have")
                .isZero();
    }
}
