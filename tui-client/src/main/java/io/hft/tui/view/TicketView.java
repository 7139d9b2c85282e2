package io.hft.tui.view;

import io.hft.tui.model.Desk;
import io.hft.tui.model.Market;
import io.hft.tui.model.MoneyModel.Balance;
import io.hft.tui.model.Side;
import io.hft.tui.model.TicketModel;
import io.hft.tui.model.TicketModel.Field;
import io.hft.tui.model.TicketModel.Stage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The order that is being written, what it would cost, and what Enter does next. */
final class TicketView {
    private static final int LABELS = 11;

    void draw(Canvas canvas, Area area, Desk desk) {
        TicketModel ticket = desk.ticket;
        if (!ticket.isOpen()) {
            resting(canvas, canvas.box(area, "ticket", Ink.FAINT), desk);
            return;
        }
        Ink sideInk = ticket.side() == Side.BUY ? Ink.BID : Ink.ASK;
        Area inner = canvas.box(
                area, "ticket · " + ticket.market().map(Market::symbol).orElse(""), sideInk);
        int row = 0;
        for (Field field : ticket.fields()) {
            boolean focus = field == ticket.focus() && ticket.stage() == Stage.WRITING;
            canvas.text(inner, 0, row, focus ? "▶" : " ", Ink.KEY);
            canvas.text(inner, 2, row, ticket.label(field), Ink.FAINT);
            canvas.text(
                    inner,
                    2 + LABELS,
                    row,
                    value(ticket, field) + (focus && isTyped(field) ? "_" : ""),
                    ink(ticket, field, focus, sideInk));
            row++;
        }
        costs(canvas, inner, row, desk);
        foot(canvas, inner, desk);
    }

    private static void resting(Canvas canvas, Area inner, Desk desk) {
        int end = canvas.text(inner, 1, 0, "b", Ink.KEY);
        end = canvas.text(inner, end + 1, 0, "buy", Ink.PLAIN);
        end = canvas.text(inner, end + 3, 0, "s", Ink.KEY);
        end = canvas.text(inner, end + 1, 0, "sell", Ink.PLAIN);
        end = canvas.text(inner, end + 3, 0, "f", Ink.KEY);
        canvas.text(inner, end + 1, 0, "flatten", Ink.PLAIN);
        int row = 2;
        canvas.text(inner, 1, row, "available", Ink.FAINT);
        for (Balance balance : desk.money.balances()) {
            row++;
            canvas.text(inner, 1, row, balance.asset(), Ink.PLAIN);
            canvas.right(inner, inner.width() - 1, row, Numbers.exact(balance.available()), Ink.PLAIN);
        }
    }

    private static boolean isTyped(Field field) {
        return switch (field) {
            case PRICE, STOP, AMOUNT, DISPLAY -> true;
            case SIDE, TYPE, TIME_IN_FORCE, SIZED_BY, POST_ONLY -> false;
        };
    }

    private static Ink ink(TicketModel ticket, Field field, boolean focus, Ink sideInk) {
        if (field == Field.SIDE) {
            return sideInk;
        }
        return focus || ticket.stage() != Stage.WRITING ? Ink.STRONG : Ink.PLAIN;
    }

    private static String value(TicketModel ticket, Field field) {
        String asset = ticket.market()
                .map(ticket.byQuote() ? Market::quoteAsset : Market::baseAsset)
                .orElse("");
        return switch (field) {
            case SIDE -> ticket.side().name();
            case TYPE -> ticket.type().toLowerCase(Locale.ROOT).replace('_', ' ');
            case TIME_IN_FORCE -> ticket.timeInForce();
            case SIZED_BY -> ticket.byQuote() ? "what it costs" : "quantity";
            case POST_ONLY -> ticket.postOnly() ? "yes" : "no";
            case AMOUNT -> ticket.text(field).isEmpty() ? "" : ticket.text(field) + " " + asset;
            case PRICE, STOP, DISPLAY -> ticket.text(field);
        };
    }

    private static void costs(Canvas canvas, Area inner, int begin, Desk desk) {
        TicketModel ticket = desk.ticket;
        int row = begin;
        canvas.text(inner, 0, row++, "─".repeat(inner.width()), Ink.FAINT);
        Optional<BigDecimal> notional =
                ticket.notional(ticket.market().flatMap(market -> desk.price(market.symbol(), ticket.side())));
        if (notional.isPresent()) {
            amount(
                    canvas,
                    inner,
                    row++,
                    "worth",
                    notional.get(),
                    ticket.market().map(Market::quoteAsset).orElse(""));
        }
        Optional<TicketModel.Preview> preview = ticket.preview();
        if (preview.isPresent()) {
            TicketModel.Preview known = preview.get();
            amount(canvas, inner, row++, "holds", known.hold(), known.holdAsset());
            amount(canvas, inner, row++, "left then", known.available().subtract(known.hold()), known.holdAsset());
            if (!known.sufficient()) {
                canvas.text(inner, 2, row, "not enough " + known.holdAsset(), Ink.BAD);
            }
        }
    }

    private static void amount(Canvas canvas, Area inner, int row, String label, BigDecimal value, String asset) {
        canvas.text(inner, 2, row, label, Ink.FAINT);
        canvas.text(
                inner, 2 + LABELS, row, Numbers.exact(value) + " " + asset, value.signum() < 0 ? Ink.BAD : Ink.PLAIN);
    }

    private static void foot(Canvas canvas, Area inner, Desk desk) {
        TicketModel ticket = desk.ticket;
        int last = inner.height() - 1;
        switch (ticket.stage()) {
            case CONFIRMING -> canvas.text(inner, 0, last, " Enter sends it, Esc does not", Ink.BADGE);
            case CONFIRMING_BIG -> {
                canvas.text(inner, 0, last - 1, " That is a big order.", Ink.WARNING);
                canvas.text(inner, 0, last, " y sends it, Esc does not", Ink.BADGE);
            }
            case SENDING -> canvas.text(inner, 0, last, " sending ...", Ink.WARNING);
            case WRITING, CLOSED -> problem(canvas, inner, ticket.problem().orElse(""));
        }
    }

    private static void problem(Canvas canvas, Area inner, String problem) {
        List<String> lines = Wrap.lines(problem, Math.max(1, inner.width() - 1));
        int shown = Math.min(3, lines.size());
        for (int i = 0; i < shown; i++) {
            canvas.text(inner, 1, inner.height() - shown + i, lines.get(i), Ink.BAD);
        }
    }
}
