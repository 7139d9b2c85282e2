package io.hft.tui.view;

import io.hft.tui.model.Desk;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A whole frame. Where each part lies depends on the size alone, so that a click finds what is drawn there. */
public final class FrameView {
    private static final int NARROWEST = 60;
    private static final int LOWEST = 16;
    private static final int WIDE = 110;
    private static final int HIGH = 30;

    /** What lies where on the trade page. */
    public record Places(Area watchlist, Area ladder, Area chart, Area tape, Area ticket, Area orders) {}

    private final LadderView ladder = new LadderView();
    private final WatchlistView watchlist = new WatchlistView();
    private final ChartView chart = new ChartView();
    private final TicketView ticket = new TicketView();
    private final MoneyView money = new MoneyView();
    private final HelpView help = new HelpView();
    private final TapeView tape;
    private final OrdersView orders;
    private final FillsView fills;
    private final LogView log;
    private final BarsView bars;

    public FrameView(ZoneId zone) {
        tape = new TapeView(zone);
        orders = new OrdersView(zone);
        fills = new FillsView(zone);
        log = new LogView(zone);
        bars = new BarsView(zone);
    }

    /**
     * @param hints the keys that work now
     * @param helpGroups all of them, with their titles, for the help
     */
    public void draw(
            Canvas canvas,
            Desk desk,
            Instant now,
            List<Hint> hints,
            List<List<Hint>> helpGroups,
            List<String> helpTitles) {
        Area all = canvas.area();
        if (all.width() < NARROWEST || all.height() < LOWEST) {
            canvas.centred(all, all.height() / 2, "at least " + NARROWEST + " × " + LOWEST + ", please", Ink.WARNING);
            return;
        }
        bars.status(canvas, all.top(1), desk, now);
        Area content = content(all);
        switch (desk.page()) {
            case TRADE -> trade(canvas, content, desk);
            case ORDERS -> orders.drawPage(canvas, besideTicket(canvas, content, desk), desk);
            case POSITIONS -> money.draw(canvas, besideTicket(canvas, content, desk), desk);
            case FILLS -> fills.draw(canvas, besideTicket(canvas, content, desk), desk);
            case LOG -> log.draw(canvas, besideTicket(canvas, content, desk), desk);
        }
        bars.prompt(canvas, all.bottom(2).top(1), desk);
        bars.footer(canvas, all.bottom(1), hints);
        if (desk.help()) {
            help.draw(canvas, content, helpGroups, helpTitles);
        }
    }

    private static Area content(Area all) {
        return all.belowTop(1).aboveBottom(2);
    }

    /** Elsewhere than on the trade page the ticket takes room only while it is open. */
    private Area besideTicket(Canvas canvas, Area content, Desk desk) {
        if (!desk.ticket.isOpen()) {
            return content;
        }
        ticket.draw(canvas, content.rightOf(content.width() - 36), desk);
        return content.left(content.width() - 36);
    }

    private void trade(Canvas canvas, Area content, Desk desk) {
        Places places = places(content, desk.watchlist.symbols().size(), desk.ticket.isOpen());
        watchlist.draw(canvas, places.watchlist(), desk);
        ladder.draw(canvas, places.ladder(), desk);
        if (!places.chart().isEmpty()) {
            chart.draw(canvas, places.chart(), desk);
        }
        if (!places.tape().isEmpty()) {
            tape.draw(canvas, places.tape(), desk);
        }
        if (!places.ticket().isEmpty()) {
            ticket.draw(canvas, places.ticket(), desk);
        }
        if (!places.orders().isEmpty()) {
            orders.drawPanel(canvas, places.orders(), desk);
        }
    }

    /** Where the parts of the trade page lie on a screen of this size. */
    public static Places placesOn(int width, int height, Desk desk) {
        return places(
                content(new Area(0, 0, width, height)), desk.watchlist.symbols().size(), desk.ticket.isOpen());
    }

    private static Places places(Area content, int markets, boolean ticketOpen) {
        Area none = new Area(content.x(), content.y(), 0, 0);
        Area below = content.height() >= HIGH ? content.bottom(8) : none;
        Area above = below.isEmpty() ? content : content.aboveBottom(8);
        int watchlistRows = Math.clamp(markets + 2L, 3, 8);
        if (content.width() >= WIDE) {
            Area left = above.left(38);
            Area rest = above.rightOf(38);
            int ladderWidth = Math.max(46, rest.width() * 55 / 100);
            Area right = rest.rightOf(ladderWidth);
            int chartRows = Math.clamp(right.height() * 2L / 5, 6, 14);
            return new Places(
                    left.top(watchlistRows),
                    rest.left(ladderWidth),
                    right.top(chartRows),
                    right.belowTop(chartRows),
                    left.belowTop(watchlistRows),
                    below);
        }
        int ladderWidth = Math.max(content.width() / 2, content.width() - 46);
        Area right = above.rightOf(ladderWidth);
        Area belowMarkets = right.belowTop(watchlistRows);
        return new Places(
                right.top(watchlistRows),
                above.left(ladderWidth),
                none,
                ticketOpen ? none : belowMarkets,
                ticketOpen ? belowMarkets : none,
                below);
    }
}
