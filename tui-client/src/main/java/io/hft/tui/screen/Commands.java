package io.hft.tui.screen;

import io.hft.tui.model.Desk;
import io.hft.tui.model.LogModel.Level;
import io.hft.tui.model.OrderRow;
import io.hft.tui.model.Side;
import io.hft.tui.model.TicketModel;
import io.hft.tui.view.Hint;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** What the commands of the command line do. Orders that are typed go through the ticket: Enter there sends them. */
final class Commands {
    private static final List<Hint> ALL = List.of(
            new Hint("buy", "SYMBOL N [PRICE|market]"),
            new Hint("sell", "SYMBOL N [PRICE|market]"),
            new Hint("cancel", "ORDER_ID, or all"),
            new Hint("flatten", "[SYMBOL]"),
            new Hint("market", "SYMBOL"),
            new Hint("show", "trade, orders, ..."),
            new Hint("filter", "TEXT"),
            new Hint("help", "this"),
            new Hint("quit", "leave"));
    private static final String NUMBER = "\\d{1,18}(\\.\\d{1,8})?";

    private final Desk desk;
    private final Trader trader;
    private final Keys keys;
    private final Clock clock;

    Commands(Desk desk, Trader trader, Keys keys, Clock clock) {
        this.desk = desk;
        this.trader = trader;
        this.keys = keys;
        this.clock = clock;
    }

    static List<String> names() {
        return ALL.stream().map(Hint::key).toList();
    }

    static List<Hint> hints() {
        return ALL;
    }

    /** The command that a beginning means, if it is one's only. */
    static String fullName(String beginning) {
        String typed = beginning.toLowerCase(Locale.ROOT);
        if (names().contains(typed)) {
            return typed;
        }
        List<String> fitting =
                names().stream().filter(name -> name.startsWith(typed)).toList();
        return fitting.size() == 1 ? fitting.getFirst() : typed;
    }

    void run(String line) {
        if (line.isBlank()) {
            return;
        }
        List<String> words = CommandLine.words(line);
        List<String> rest = words.subList(1, words.size());
        switch (fullName(words.getFirst())) {
            case "buy" -> order(Side.BUY, rest);
            case "sell" -> order(Side.SELL, rest);
            case "cancel" -> cancel(rest);
            case "flatten" -> flatten(rest);
            case "market" -> market(rest);
            case "show" -> show(rest);
            case "filter" -> keys.filter(String.join(" ", rest));
            case "help" -> desk.toggleHelp();
            case "quit" -> keys.quit();
            default -> complain("no command '" + words.getFirst() + "'; ? lists them");
        }
    }

    private void order(Side side, List<String> words) {
        if (words.size() < 2 || words.size() > 4 || !words.get(1).matches(NUMBER)) {
            complain("say " + side.name().toLowerCase(Locale.ROOT) + " SYMBOL QUANTITY market, or a price");
            return;
        }
        if (!select(words.getFirst())) {
            return;
        }
        String price = words.size() == 2 ? "" : words.getLast();
        boolean market = price.equalsIgnoreCase("market");
        if (!price.isEmpty() && !market && !price.matches(NUMBER)) {
            complain("'" + price + "' is neither a price nor 'market'");
            return;
        }
        keys.openTicket(side);
        desk.ticket.plain(market ? "MARKET" : "LIMIT");
        desk.ticket.put(TicketModel.Field.AMOUNT, words.get(1));
        if (!market && !price.isEmpty()) {
            desk.ticket.put(TicketModel.Field.PRICE, price);
        }
        keys.confirmTicket();
    }

    private boolean select(String symbol) {
        if (desk.watchlist.select(symbol.toUpperCase(Locale.ROOT))) {
            keys.selected();
            return true;
        }
        complain("there is no market '" + symbol + "'");
        return false;
    }

    private void cancel(List<String> words) {
        if (words.size() != 1) {
            complain("say cancel ORDER_ID, or cancel all");
        } else if (words.getFirst().equalsIgnoreCase("all")) {
            keys.askToCancelAll();
        } else {
            desk.orders
                    .find(words.getFirst())
                    .filter(OrderRow::isOpen)
                    .ifPresentOrElse(trader::cancel, () -> complain("no open order " + words.getFirst()));
        }
    }

    private void flatten(List<String> words) {
        if (words.isEmpty() || select(words.getFirst())) {
            keys.askToFlatten();
        }
    }

    private void market(List<String> words) {
        if (words.size() != 1) {
            complain("say market SYMBOL");
        } else {
            select(words.getFirst());
        }
    }

    private void show(List<String> words) {
        for (Desk.Page page : Desk.Page.values()) {
            if (words.size() == 1 && page.name().startsWith(words.getFirst().toUpperCase(Locale.ROOT))) {
                desk.show(page);
                return;
            }
        }
        complain("say show trade, orders, positions, fills or log");
    }

    private void complain(String text) {
        desk.log.add(clock.instant(), Level.WARNING, text);
    }
}
