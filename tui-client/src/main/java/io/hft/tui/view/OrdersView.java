package io.hft.tui.view;

import io.hft.tui.model.Desk;
import io.hft.tui.model.OrderRow;
import io.hft.tui.model.OrdersModel;
import io.hft.tui.model.Side;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** One's orders, as a page of their own or below the book. */
final class OrdersView {
    private final ZoneId zone;

    OrdersView(ZoneId zone) {
        this.zone = zone;
    }

    void drawPage(Canvas canvas, Area area, Desk desk) {
        OrdersModel orders = desk.orders;
        String title = (orders.openOnly() ? "open orders" : "all orders")
                + (orders.filter().isEmpty() ? "" : " · " + orders.filter());
        draw(canvas, area, title, orders.shown(), desk, true);
    }

    void drawPanel(Canvas canvas, Area area, Desk desk) {
        draw(
                canvas,
                area,
                "open orders",
                desk.orders.open(),
                desk,
                desk.page() == Desk.Page.TRADE && !desk.ticket.isOpen());
    }

    private void draw(Canvas canvas, Area area, String title, List<OrderRow> rows, Desk desk, boolean selectable) {
        Area inner = canvas.box(area, title, Ink.FAINT);
        if (inner.height() < 2) {
            return;
        }
        if (rows.isEmpty()) {
            canvas.centred(
                    inner, inner.height() / 2, desk.orders.filter().isEmpty() ? "none" : "none that match", Ink.FAINT);
            return;
        }
        boolean wide = inner.width() >= 90;
        int[] ends = wide ? new int[] {9, 18, 23, 34, 46, 60, 73} : new int[] {9, 18, 23, 30, 42, 53, 64};
        heading(canvas, inner, ends, wide);
        int room = inner.height() - 1;
        OrderRow selected = desk.orders.selected().orElse(null);
        int at = Math.max(0, rows.indexOf(selected));
        int first = Math.clamp(at - room / 2L, 0, Math.max(0, rows.size() - room));
        for (int i = 0; i < room && first + i < rows.size(); i++) {
            OrderRow order = rows.get(first + i);
            line(canvas, inner, i + 1, order, ends, wide);
            if (selectable && order.equals(selected)) {
                canvas.text(inner, 0, i + 1, "▶", Ink.KEY);
                canvas.highlight(inner, i + 1, Ink.STRONG);
            }
        }
    }

    private static void heading(Canvas canvas, Area inner, int[] ends, boolean wide) {
        canvas.text(inner, 1, 0, "time", Ink.FAINT);
        canvas.text(inner, ends[0] + 1, 0, "market", Ink.FAINT);
        canvas.text(inner, ends[1] + 1, 0, "side", Ink.FAINT);
        canvas.text(inner, ends[2] + 1, 0, "type", Ink.FAINT);
        canvas.right(inner, ends[4] + 1, 0, "price", Ink.FAINT);
        canvas.right(inner, ends[5], 0, "quantity", Ink.FAINT);
        canvas.right(inner, ends[6], 0, "filled", Ink.FAINT);
        canvas.text(inner, ends[6] + 2, 0, wide ? "status" : "status", Ink.FAINT);
    }

    private void line(Canvas canvas, Area inner, int row, OrderRow order, int[] ends, boolean wide) {
        canvas.text(inner, 1, row, TapeView.CLOCK.format(order.createdAt().atZone(zone)), Ink.FAINT);
        canvas.text(inner, ends[0] + 1, row, order.symbol(), Ink.PLAIN);
        canvas.text(inner, ends[1] + 1, row, order.side().name(), order.side() == Side.BUY ? Ink.BID : Ink.ASK);
        String type = order.type().toLowerCase(Locale.ROOT).replace('_', ' ');
        canvas.text(inner.left(ends[3]), ends[2] + 1, row, type, Ink.PLAIN);
        BigDecimal price = order.price() != null
                ? order.price()
                : order.stopPrice() != null ? order.stopPrice() : order.averagePrice();
        canvas.right(inner, ends[4] + 1, row, Numbers.exact(price), Ink.PLAIN);
        canvas.right(inner, ends[5], row, Numbers.exact(order.quantity()), Ink.PLAIN);
        canvas.right(inner, ends[6], row, Numbers.exact(order.cumulativeQuantity()), Ink.PLAIN);
        String status = order.status().toLowerCase(Locale.ROOT).replace('_', ' ');
        int end = canvas.text(inner, ends[6] + 2, row, status, statusInk(order));
        if (wide) {
            String reason = Objects.requireNonNullElse(order.rejectReason(), "");
            String more = reason.isEmpty() ? order.timeInForce() + " · " + order.orderId() : reason;
            canvas.text(inner, end + 2, row, more, Ink.FAINT);
        }
    }

    private static Ink statusInk(OrderRow order) {
        return switch (order.status()) {
            case "FILLED" -> Ink.GOOD;
            case "REJECTED" -> Ink.BAD;
            case "PENDING_NEW" -> Ink.WARNING;
            case "CANCELED", "EXPIRED" -> Ink.FAINT;
            default -> Ink.PLAIN;
        };
    }
}
