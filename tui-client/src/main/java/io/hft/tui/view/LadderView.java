package io.hft.tui.view;

import io.hft.tui.model.BookModel;
import io.hft.tui.model.BookModel.Level;
import io.hft.tui.model.Desk;
import io.hft.tui.model.Market;
import io.hft.tui.model.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The book as a ladder around the spread: offers above, bids below, one's own orders marked, bars for depth. */
final class LadderView {
    private static final int EIGHTHS = 8;
    private static final int QUANTITY_DECIMALS = 8;

    private final SteadyScale scales = new SteadyScale(QUANTITY_DECIMALS);

    /** A line: a level, or the spread. */
    private record Rung(Side side, Level level) {}

    void draw(Canvas canvas, Area area, Desk desk) {
        String symbol = desk.watchlist.selected();
        BookModel book = desk.book();
        boolean stale = desk.isStale();
        Area inner = canvas.box(area, symbol.isEmpty() ? "book" : symbol, stale ? Ink.WARNING : Ink.FAINT);
        if (stale && area.width() > 24) {
            canvas.right(area, area.width() - 2, 0, " STALE ", Ink.WARNING);
        }
        Market market = desk.watchlist.market().orElse(null);
        if (market == null || inner.height() < 3) {
            return;
        }
        List<Level> asks = book.side(Side.SELL);
        List<Level> bids = book.side(Side.BUY);
        if (asks.isEmpty() && bids.isEmpty()) {
            canvas.centred(
                    inner,
                    inner.height() / 2,
                    book.isStale() ? "waiting for the book" : "the book is empty",
                    Ink.FAINT);
            return;
        }
        int rows = inner.height() - 1;
        int middle = Math.clamp(rows / 2 + (long) desk.ladderOffset(), -asks.size(), rows + bids.size());
        List<Rung> rungs = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int fromSpread = middle - row;
            rungs.add(fromSpread > 0 ? rung(Side.SELL, asks, fromSpread - 1) : rung(Side.BUY, bids, -fromSpread - 1));
        }
        int scale = scales.of(
                symbol,
                rungs.stream()
                        .filter(rung -> rung.level() != null)
                        .map(rung -> rung.level().quantity())
                        .toList());
        new Lines(canvas, inner, desk, market).draw(rungs, middle, scale);
    }

    private static Rung rung(Side side, List<Level> levels, int place) {
        return new Rung(side, place >= 0 && place < levels.size() ? levels.get(place) : null);
    }

    /** The columns, as wide as what is shown needs. */
    private static final class Lines {
        private final Canvas canvas;
        private final Area inner;
        private final Desk desk;
        private final Market market;
        private final Map<BigDecimal, BigDecimal> ownBids;
        private final Map<BigDecimal, BigDecimal> ownAsks;

        Lines(Canvas canvas, Area inner, Desk desk, Market market) {
            this.canvas = canvas;
            this.inner = inner;
            this.desk = desk;
            this.market = market;
            ownBids = desk.orders.resting(market.symbol(), Side.BUY);
            ownAsks = desk.orders.resting(market.symbol(), Side.SELL);
        }

        void draw(List<Rung> rungs, int middle, int scale) {
            List<Level> shown = rungs.stream()
                    .filter(rung -> rung.level() != null)
                    .map(Rung::level)
                    .toList();
            BigDecimal largest = shown.stream()
                    .map(Level::quantity)
                    .reduce(BigDecimal.ONE.movePointLeft(QUANTITY_DECIMALS), BigDecimal::max);
            int priceEnd = 2
                    + Math.max(
                            9,
                            shown.stream()
                                    .mapToInt(level -> Numbers.price(level.price(), market.priceScale())
                                            .length())
                                    .max()
                                    .orElse(9));
            int quantityEnd = priceEnd
                    + 2
                    + Math.max(
                            8,
                            shown.stream()
                                    .mapToInt(level -> Numbers.scaled(level.quantity(), scale)
                                            .length())
                                    .max()
                                    .orElse(8));
            canvas.right(inner, priceEnd, 0, "price", Ink.FAINT);
            canvas.right(inner, quantityEnd, 0, "quantity", Ink.FAINT);
            for (int row = 0; row < rungs.size(); row++) {
                Rung rung = rungs.get(row);
                if (row == middle) {
                    spread(row + 1);
                } else if (rung.level() != null) {
                    level(row + 1, rung.side(), rung.level(), largest, scale, priceEnd, quantityEnd);
                }
            }
        }

        private void level(
                int row, Side side, Level level, BigDecimal largest, int scale, int priceEnd, int quantityEnd) {
            Ink ink = side == Side.BUY ? Ink.BID : Ink.ASK;
            BigDecimal own =
                    (side == Side.BUY ? ownBids : ownAsks).get(level.price().stripTrailingZeros());
            canvas.right(inner, priceEnd, row, Numbers.price(level.price(), market.priceScale()), ink);
            canvas.right(inner, quantityEnd, row, Numbers.scaled(level.quantity(), scale), Ink.PLAIN);
            String mark = own == null ? "" : "● " + Numbers.exact(own);
            int room = inner.width() - quantityEnd - 2 - (mark.isEmpty() ? 0 : mark.length() + 1);
            int eighths = level.quantity()
                    .multiply(BigDecimal.valueOf((long) Math.max(0, room) * EIGHTHS))
                    .divide(largest, 0, RoundingMode.UP)
                    .intValue();
            int end = canvas.text(inner, quantityEnd + 2, row, canvas.bar(eighths), ink);
            if (own != null) {
                canvas.text(inner, 0, row, "●", Ink.OWN);
                canvas.text(inner, Math.min(end + 1, inner.width() - mark.length()), row, mark, Ink.OWN);
            }
        }

        private void spread(int row) {
            String rule = "─".repeat(inner.width());
            canvas.text(inner, 0, row, rule, Ink.FAINT);
            String words = desk.book()
                    .spread()
                    .map(spread -> " spread " + Numbers.price(spread, market.priceScale())
                            + desk.book()
                                    .middle()
                                    .map(mid -> share(spread, mid))
                                    .orElse("") + " ")
                    .orElse(" one side only ");
            canvas.centred(inner, row, words, Ink.FAINT);
        }

        private static String share(BigDecimal spread, BigDecimal mid) {
            BigDecimal points = spread.movePointRight(4).divide(mid, 2, RoundingMode.HALF_UP);
            return " · " + points.toPlainString() + " bp";
        }
    }
}
