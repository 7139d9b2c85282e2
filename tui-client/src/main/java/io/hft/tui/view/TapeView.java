package io.hft.tui.view;

import io.hft.tui.model.Desk;
import io.hft.tui.model.Market;
import io.hft.tui.model.Side;
import io.hft.tui.model.TapeModel.Trade;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The last trades; an arrow says which way the incoming order went. */
final class TapeView {
    static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private final ZoneId zone;
    private final SteadyScale scales = new SteadyScale(8);

    TapeView(ZoneId zone) {
        this.zone = zone;
    }

    void draw(Canvas canvas, Area area, Desk desk) {
        Area inner = canvas.box(area, "tape", Ink.FAINT);
        List<Trade> trades = desk.tape().trades();
        Market market = desk.watchlist.market().orElse(null);
        if (market == null || inner.isEmpty()) {
            return;
        }
        if (trades.isEmpty()) {
            canvas.centred(inner, inner.height() / 2, "no trades yet", Ink.FAINT);
            return;
        }
        List<Trade> shown = trades.subList(0, Math.min(inner.height(), trades.size()));
        int scale =
                scales.of(market.symbol(), shown.stream().map(Trade::quantity).toList());
        for (int row = 0; row < shown.size(); row++) {
            Trade trade = shown.get(row);
            boolean up = trade.side() == Side.BUY;
            Ink ink = up ? Ink.BID : Ink.ASK;
            canvas.text(inner, 0, row, CLOCK.format(trade.executedAt().atZone(zone)), Ink.FAINT);
            canvas.text(inner, 9, row, up ? "▲" : "▼", ink);
            canvas.right(inner, 21, row, Numbers.price(trade.price(), market.priceScale()), ink);
            BigDecimal quantity = trade.quantity();
            canvas.right(inner, inner.width(), row, Numbers.scaled(quantity, scale), Ink.PLAIN);
        }
    }
}
