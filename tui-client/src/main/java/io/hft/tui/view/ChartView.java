package io.hft.tui.view;

import io.hft.tui.model.CandlesModel.Candle;
import io.hft.tui.model.Desk;
import io.hft.tui.model.Market;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;

/** Candles of one minute: bodies and wicks. */
final class ChartView {
    void draw(Canvas canvas, Area area, Desk desk) {
        Area inner = canvas.box(area, "1 minute", Ink.FAINT);
        Market market = desk.watchlist.market().orElse(null);
        List<Candle> all = desk.candles().candles();
        if (market == null || inner.height() < 3 || inner.width() < 16) {
            return;
        }
        if (all.isEmpty()) {
            canvas.centred(inner, inner.height() / 2, "no trades yet", Ink.FAINT);
            return;
        }
        int label = Numbers.price(all.getLast().high(), market.priceScale()).length() + 1;
        Area plot = inner.left(inner.width() - label);
        List<Candle> shown = all.subList(Math.max(0, all.size() - plot.width()), all.size());
        BigDecimal high = shown.stream()
                .map(Candle::high)
                .map(Objects::requireNonNull)
                .reduce(BigDecimal::max)
                .orElseThrow();
        BigDecimal low = shown.stream()
                .map(Candle::low)
                .map(Objects::requireNonNull)
                .reduce(BigDecimal::min)
                .orElseThrow();
        if (high.compareTo(low) == 0) {
            high = high.add(market.tickSize());
            low = low.subtract(market.tickSize());
        }
        int begin = plot.width() - shown.size();
        for (int i = 0; i < shown.size(); i++) {
            candle(canvas, plot, begin + i, shown.get(i), high, low);
        }
        canvas.right(inner, inner.width(), 0, Numbers.price(high, market.priceScale()), Ink.FAINT);
        canvas.right(inner, inner.width(), inner.height() - 1, Numbers.price(low, market.priceScale()), Ink.FAINT);
        BigDecimal close = Objects.requireNonNull(shown.getLast().close());
        int row = row(close, high, low, plot.height());
        if (row > 0 && row < inner.height() - 1) {
            canvas.right(inner, inner.width(), row, Numbers.price(close, market.priceScale()), Ink.STRONG);
        }
    }

    private static void candle(Canvas canvas, Area plot, int column, Candle candle, BigDecimal high, BigDecimal low) {
        BigDecimal open = Objects.requireNonNull(candle.open());
        BigDecimal close = Objects.requireNonNull(candle.close());
        boolean up = close.compareTo(open) >= 0;
        int top = row(Objects.requireNonNull(candle.high()), high, low, plot.height());
        int bottom = row(Objects.requireNonNull(candle.low()), high, low, plot.height());
        int bodyTop = row(open.max(close), high, low, plot.height());
        int bodyBottom = row(open.min(close), high, low, plot.height());
        for (int row = top; row <= bottom; row++) {
            boolean body = row >= bodyTop && row <= bodyBottom;
            String sign = !body ? "│" : open.compareTo(close) == 0 ? "─" : up ? "█" : "▆";
            canvas.text(plot, column, row, sign, up ? Ink.BID : Ink.ASK);
        }
    }

    static int row(BigDecimal price, BigDecimal high, BigDecimal low, int rows) {
        return high.subtract(price)
                .multiply(BigDecimal.valueOf(rows - 1L))
                .divide(high.subtract(low), 0, RoundingMode.HALF_UP)
                .intValue();
    }
}
