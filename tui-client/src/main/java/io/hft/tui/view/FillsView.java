package io.hft.tui.view;

import io.hft.tui.model.Desk;
import io.hft.tui.model.FillsModel.Fill;
import io.hft.tui.model.Side;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** One's fills, newest first. */
final class FillsView {
    private final ZoneId zone;

    FillsView(ZoneId zone) {
        this.zone = zone;
    }

    void draw(Canvas canvas, Area area, Desk desk) {
        String filter = desk.fills.filter();
        Area inner = canvas.box(area, filter.isEmpty() ? "fills" : "fills · " + filter, Ink.FAINT);
        List<Fill> fills = desk.fills.shown();
        if (inner.height() < 2) {
            return;
        }
        if (fills.isEmpty()) {
            canvas.centred(inner, inner.height() / 2, filter.isEmpty() ? "none" : "none that match", Ink.FAINT);
            return;
        }
        canvas.text(inner, 1, 0, "time", Ink.FAINT);
        canvas.text(inner, 10, 0, "market", Ink.FAINT);
        canvas.text(inner, 19, 0, "side", Ink.FAINT);
        canvas.right(inner, 36, 0, "price", Ink.FAINT);
        canvas.right(inner, 48, 0, "quantity", Ink.FAINT);
        canvas.right(inner, 63, 0, "amount", Ink.FAINT);
        canvas.right(inner, 72, 0, "fee", Ink.FAINT);
        canvas.text(inner, 73, 0, "as", Ink.FAINT);
        int first = desk.fills.offset();
        for (int i = 0; i < inner.height() - 1 && first + i < fills.size(); i++) {
            line(canvas, inner, i + 1, fills.get(first + i));
        }
    }

    private void line(Canvas canvas, Area inner, int row, Fill fill) {
        canvas.text(inner, 1, row, TapeView.CLOCK.format(fill.executedAt().atZone(zone)), Ink.FAINT);
        canvas.text(inner, 10, row, fill.symbol(), Ink.PLAIN);
        canvas.text(inner, 19, row, fill.side().name(), fill.side() == Side.BUY ? Ink.BID : Ink.ASK);
        canvas.right(inner, 36, row, Numbers.exact(fill.price()), Ink.PLAIN);
        canvas.right(inner, 48, row, Numbers.exact(fill.quantity()), Ink.PLAIN);
        canvas.right(inner, 63, row, Numbers.cents(fill.quoteAmount()), Ink.PLAIN);
        canvas.right(inner, 72, row, Numbers.cents(fill.fee()), Ink.FAINT);
        int end = canvas.text(inner, 73, row, fill.liquidity().toLowerCase(Locale.ROOT), Ink.FAINT);
        canvas.text(inner, Math.max(end + 2, 81), row, fill.orderId(), Ink.FAINT);
    }
}
