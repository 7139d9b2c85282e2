package io.hft.tui.command;

import static io.hft.tui.command.Column.number;
import static io.hft.tui.command.Column.text;

import java.util.List;

/** What is shown of each kind of thing; all of it is in the JSON. */
final class Columns {
    static final List<Column> ASSETS = List.of(text("symbol"), text("name"), number("price"));
    static final List<Column> INSTRUMENTS = List.of(
            text("symbol"),
            number("tick_size"),
            number("lot_size"),
            number("max_quantity"),
            number("reference_price"),
            number("price_band_basis_points"));
    static final List<Column> TICKERS = List.of(
            text("symbol"),
            number("last"),
            number("change_percent"),
            number("best_bid"),
            number("best_ask"),
            number("high"),
            number("low"),
            number("volume"),
            number("trades"));
    static final List<Column> TRADES =
            List.of(number("seq"), text("executed_at"), text("side"), number("price"), number("quantity"));
    static final List<Column> CANDLES = List.of(
            text("open_time"),
            number("open"),
            number("high"),
            number("low"),
            number("close"),
            number("volume"),
            number("trades"));
    static final List<Column> ORDERS = List.of(
            text("order_id"),
            text("symbol"),
            text("side"),
            text("type"),
            text("time_in_force"),
            number("price"),
            number("quantity"),
            number("cumulative_quantity"),
            number("average_price"),
            text("status"),
            text("reject_reason"));
    static final List<Column> ORDER = List.of(
            text("order_id"),
            text("client_order_id"),
            text("symbol"),
            text("side"),
            text("type"),
            text("time_in_force"),
            number("price"),
            number("stop_price"),
            number("protection_price"),
            number("quantity"),
            number("display_quantity"),
            number("cumulative_quantity"),
            number("leaves_quantity"),
            number("average_price"),
            number("cumulative_fee"),
            text("status"),
            text("reject_reason"));
    static final List<Column> PREVIEW = List.of(
            text("symbol"),
            text("side"),
            text("type"),
            number("quantity"),
            number("price"),
            number("protection_price"),
            text("hold_asset"),
            number("hold"),
            number("available"),
            text("sufficient"));
    static final List<Column> FILLS = List.of(
            text("executed_at"),
            text("order_id"),
            text("symbol"),
            text("side"),
            number("price"),
            number("quantity"),
            number("quote_amount"),
            number("fee"),
            text("liquidity"));
    static final List<Column> POSITIONS = List.of(
            text("asset"),
            number("quantity"),
            number("average_cost"),
            number("market_price"),
            number("market_value"),
            number("realized_pnl"),
            number("unrealized_pnl"));
    static final List<Column> BALANCES = List.of(text("asset"), number("total"), number("held"), number("available"));
    static final List<Column> PORTFOLIO = List.of(
            text("user_id"),
            number("total_value_usd"),
            number("cash_usd"),
            number("available_usd"),
            number("positions_value_usd"),
            number("cost_basis_usd"),
            number("realized_pnl"),
            number("unrealized_pnl"),
            number("total_pnl"));
    static final List<Column> MARKETS = List.of(text("symbol"), text("trading_state"), text("live"));

    private Columns() {}
}
