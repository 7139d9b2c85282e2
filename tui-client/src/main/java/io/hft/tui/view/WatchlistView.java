package io.hft.tui.view;

import io.hft.tui.model.CandlesModel.Candle;
import io.hft.tui.model.Desk;
import io.hft.tui.model.Market;
import io.hft.tui.model.WatchlistModel.Ticker;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** The markets: last price, the day's change, and the last minutes as a line where there is room. */
final class WatchlistView {
    private static final String SPARKS = "▁▂▃▄▅▆▇█";

    void draw(Canvas canvas, Area area, Desk desk) {
        Area inner = canvas.box(area, "markets", Ink.FAINT);
        List<String> symbols = desk.watchlist.symbols();
        int first = Math.max(0, symbols.indexOf(desk.watchlist.selected()) - inner.height() + 1);
        for (int row = 0; row < inner.height() && first + row < symbols.size(); row++) {
            line(canvas, inner, row, symbols.get(first + row), desk);
        }
    }

    private static void line(Canvas canvas, Area inner, int row, String symbol, Desk desk) {
        boolean selected = symbol.equals(desk.watchlist.selected());
        Market market = desk.watchlist.market(symbol).orElseThrow();
        canvas.text(inner, 0, row, selected ? "▶" : " ", Ink.KEY);
        canvas.text(inner, 2, row, symbol, selected ? Ink.STRONG : Ink.PLAIN);
        Ticker ticker = desk.watchlist.ticker(symbol).orElse(null);
        if (ticker == null) {
            return;
        }
        String price = desk.watchlist
                .lastPrice(symbol)
                .map(value -> Numbers.price(value, market.priceScale()))
                .orElse("-");
        int priceEnd = Math.max(20, 2 + symbol.length() + 1 + price.length());
        canvas.right(inner, priceEnd, row, price, Ink.PLAIN);
        String state = desk.watchlist.tradingState(symbol);
        if (!state.isEmpty() && !state.equals("TRADING")) {
            canvas.text(inner, priceEnd + 1, row, state, Ink.WARNING);
        } else if (ticker.changePercent() != null) {
            BigDecimal change = ticker.changePercent();
            canvas.right(inner, priceEnd + 8, row, Numbers.gain(change) + "%", Numbers.inkOf(change));
        }
        int room = inner.width() - priceEnd - 10;
        if (room >= 6) {
            canvas.text(inner, priceEnd + 10, row, spark(desk.candles(symbol).candles(), room), Ink.KEY);
        }
    }

    /** The closing prices as a line of small bars. */
    static String spark(List<Candle> candles, int width) {
        List<BigDecimal> closes = candles.subList(Math.max(0, candles.size() - width), candles.size()).stream()
                .map(candle -> Objects.requireNonNull(candle.close()))
                .toList();
        if (closes.size() < 2) {
            return "";
        }
        BigDecimal high = closes.stream().reduce(BigDecimal::max).orElseThrow();
        BigDecimal low = closes.stream().reduce(BigDecimal::min).orElseThrow();
        StringBuilder line = new StringBuilder();
        for (BigDecimal close : closes) {
            int place = high.compareTo(low) == 0
                    ? 0
                    : SPARKS.length() - 1 - ChartView.row(close, high, low, SPARKS.length());
            line.append(SPARKS.charAt(place));
        }
        return line.toString();
    }
}
