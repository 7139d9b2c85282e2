package io.hft.tui.view;

import io.hft.tui.model.Desk;
import io.hft.tui.model.MoneyModel;
import io.hft.tui.model.MoneyModel.Balance;
import io.hft.tui.model.MoneyModel.Position;
import java.math.BigDecimal;

/** Positions with what they have made, and balances. */
final class MoneyView {
    void draw(Canvas canvas, Area area, Desk desk) {
        MoneyModel money = desk.money;
        int rows = Math.clamp(money.positions().size() + 6L, 7, Math.max(7, area.height() - 6));
        positions(canvas, area.top(rows), money);
        balances(canvas, area.belowTop(rows), money);
    }

    private static void positions(Canvas canvas, Area area, MoneyModel money) {
        Area inner = canvas.box(area, "positions", Ink.FAINT);
        int[] ends = ends(inner.width(), 7);
        String[] names = {"asset", "quantity", "avg cost", "price", "value", "unrealised", "realised"};
        for (int i = 0; i < names.length; i++) {
            cell(canvas, inner, ends, i, 0, names[i], Ink.FAINT);
        }
        int row = 1;
        for (Position position : money.positions()) {
            cell(canvas, inner, ends, 0, row, position.asset(), Ink.STRONG);
            cell(canvas, inner, ends, 1, row, Numbers.exact(position.quantity()), Ink.PLAIN);
            cell(canvas, inner, ends, 2, row, Numbers.cents(position.averageCost()), Ink.PLAIN);
            cell(canvas, inner, ends, 3, row, Numbers.cents(position.marketPrice()), Ink.PLAIN);
            cell(canvas, inner, ends, 4, row, Numbers.cents(position.marketValue()), Ink.PLAIN);
            gain(canvas, inner, ends, 5, row, position.unrealizedPnl());
            gain(canvas, inner, ends, 6, row, position.realizedPnl());
            row++;
        }
        if (money.positions().isEmpty()) {
            canvas.text(inner, 1, row++, "none", Ink.FAINT);
        }
        int last = inner.height() - 1;
        canvas.text(inner, 0, last - 1, "─".repeat(inner.width()), Ink.FAINT);
        canvas.text(inner, 1, last, "worth " + Numbers.cents(money.worth()) + " USD in all", Ink.STRONG);
        gain(canvas, inner, ends, 5, last, money.unrealizedPnl());
        gain(canvas, inner, ends, 6, last, money.realizedPnl());
    }

    private static void balances(Canvas canvas, Area area, MoneyModel money) {
        Area inner = canvas.box(area, "balances", Ink.FAINT);
        int[] ends = ends(inner.width(), 4);
        String[] names = {"asset", "total", "held", "available"};
        for (int i = 0; i < names.length; i++) {
            cell(canvas, inner, ends, i, 0, names[i], Ink.FAINT);
        }
        int row = 1;
        for (Balance balance : money.balances()) {
            cell(canvas, inner, ends, 0, row, balance.asset(), Ink.STRONG);
            cell(canvas, inner, ends, 1, row, Numbers.exact(balance.total()), Ink.PLAIN);
            cell(
                    canvas,
                    inner,
                    ends,
                    2,
                    row,
                    Numbers.exact(balance.held()),
                    balance.held().signum() == 0 ? Ink.FAINT : Ink.PLAIN);
            cell(canvas, inner, ends, 3, row, Numbers.exact(balance.available()), Ink.PLAIN);
            row++;
        }
    }

    /** The first column is narrow, the others share the rest. */
    private static int[] ends(int width, int columns) {
        int[] ends = new int[columns];
        ends[0] = 7;
        int each = Math.min(20, (width - 8) / (columns - 1));
        for (int i = 1; i < columns; i++) {
            ends[i] = ends[i - 1] + each;
        }
        return ends;
    }

    private static void cell(Canvas canvas, Area inner, int[] ends, int column, int row, String text, Ink ink) {
        if (column == 0) {
            canvas.text(inner, 1, row, text, ink);
        } else {
            canvas.right(inner, ends[column], row, text, ink);
        }
    }

    private static void gain(Canvas canvas, Area inner, int[] ends, int column, int row, BigDecimal value) {
        cell(canvas, inner, ends, column, row, Numbers.gain(value), Numbers.inkOf(value));
    }
}
