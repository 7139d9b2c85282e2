package io.hft.tui.screen;

import io.hft.tui.model.Desk;
import io.hft.tui.model.LogModel;
import io.hft.tui.model.Market;
import io.hft.tui.model.OrderRow;
import io.hft.tui.model.PromptModel;
import io.hft.tui.model.Side;
import io.hft.tui.model.TicketModel;
import io.hft.tui.model.TicketModel.Stage;
import io.hft.tui.view.Input;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** What keys do, depending on what is open: a line at the bottom, the help, the ticket, or a page. */
final class Keys {
    private static final int PAGE = 10;
    private final Desk desk;
    private final Trader trader;
    private final News news;
    private final CommandLine line;
    private final Runnable previewLater;
    private final Clock clock;
    private Consumer<String> commands = command -> {};
    private boolean ended;

    Keys(Desk desk, Trader trader, News news, CommandLine line, Clock clock, Runnable previewLater) {
        this.desk = desk;
        this.trader = trader;
        this.news = news;
        this.line = line;
        this.clock = clock;
        this.previewLater = previewLater;
    }

    /** Who runs the commands that are typed. */
    void use(Consumer<String> runner) {
        commands = runner;
    }

    boolean ended() {
        return ended;
    }

    void quit() {
        ended = true;
    }

    void press(Input.Key key) {
        if (key.isControl('c')) {
            quit();
        } else if (desk.prompt.kind() != PromptModel.Kind.NONE) {
            prompt(key);
        } else if (desk.help()) {
            desk.toggleHelp();
        } else if (!desk.ticket.isOpen()) {
            page(key);
        } else if (ticket(key)) {
            previewLater.run();
        } else if (key.is('C') || key.is('q') || key.is('?') || key.is(':')) {
            page(key);
        }
    }

    private void prompt(Input.Key key) {
        PromptModel prompt = desk.prompt;
        switch (prompt.kind()) {
            case COMMAND -> commands.accept(line.take(key));
            case QUESTION -> {
                if (key.is('y') || key.is('Y')) {
                    prompt.answerYes();
                } else {
                    prompt.close();
                }
            }
            case FILTER -> {
                if (key.is(Input.Code.ESCAPE)) {
                    filter("");
                    prompt.close();
                } else if (key.is(Input.Code.ENTER)) {
                    prompt.close();
                } else {
                    CommandLine.edit(prompt, key);
                    filter(prompt.text());
                }
            }
            case NONE -> throw new AssertionError("no line is open");
        }
    }

    void filter(String text) {
        if (desk.page() == Desk.Page.FILLS) {
            desk.fills.filter(text);
        } else {
            desk.orders.filter(text);
        }
    }

    /** @return whether the ticket took it */
    private boolean ticket(Input.Key key) {
        TicketModel ticket = desk.ticket;
        if (ticket.stage() == Stage.SENDING) {
            if (key.is(Input.Code.ESCAPE)) {
                ticket.close();
                return true;
            }
            return false;
        }
        switch (key.code()) {
            case ESCAPE -> {
                if (ticket.stage() == Stage.WRITING) {
                    ticket.close();
                } else {
                    ticket.moveFocus(0);
                }
            }
            case ENTER -> enter();
            case TAB, DOWN -> ticket.moveFocus(1);
            case UP -> ticket.moveFocus(-1);
            case LEFT -> ticket.choose(-1);
            case RIGHT -> ticket.choose(1);
            case BACKSPACE, DELETE -> ticket.erase();
            case CHARACTER -> {
                return ticketCharacter(key);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean ticketCharacter(Input.Key key) {
        TicketModel ticket = desk.ticket;
        if (key.is('y') && ticket.stage() == Stage.CONFIRMING_BIG) {
            trader.place();
        } else if (key.is('j')) {
            ticket.moveFocus(1);
        } else if (key.is('k')) {
            ticket.moveFocus(-1);
        } else if (key.is('h') || key.is('-')) {
            ticket.choose(-1);
        } else if (key.is('l') || key.is('+') || key.is(' ')) {
            ticket.choose(1);
        } else if (Character.isDigit(key.character()) || key.is('.')) {
            ticket.type(key.character());
        } else if (key.is('b') || key.is('s')) {
            Side wanted = key.is('b') ? Side.BUY : Side.SELL;
            if (ticket.side() != wanted) {
                openTicket(wanted);
            }
        } else {
            return false;
        }
        return true;
    }

    private void enter() {
        switch (desk.ticket.stage()) {
            case CONFIRMING -> trader.place();
            case WRITING -> confirmTicket();
            default -> {}
        }
    }

    void confirmTicket() {
        desk.ticket.confirm(trader.isBig(trader.notional()));
        trader.preview();
    }

    void openTicket(Side side) {
        desk.watchlist
                .market()
                .ifPresent(market -> desk.ticket.open(
                        market, side, desk.price(market.symbol(), side).orElse(null)));
    }

    private void page(Input.Key key) {
        switch (key.code()) {
            case UP -> move(-1);
            case DOWN -> move(1);
            case LEFT -> market(-1);
            case RIGHT, TAB -> market(1);
            case PAGE_UP -> move(-PAGE);
            case PAGE_DOWN -> move(PAGE);
            case HOME -> desk.centreLadder();
            case ESCAPE -> filter("");
            case ENTER -> {
                if (desk.page() == Desk.Page.ORDERS) {
                    desk.orders.toggleOpenOnly();
                }
            }
            case CHARACTER -> character(key);
            default -> {
                // Not a key of ours.
            }
        }
    }

    private void character(Input.Key key) {
        switch (key.control() ? '\0' : key.character()) {
            case 'q' -> quit();
            case '?' -> desk.toggleHelp();
            case ':' -> desk.prompt.open(PromptModel.Kind.COMMAND, "");
            case '/' -> beginFilter();
            case 'j' -> move(1);
            case 'k' -> move(-1);
            case 'h' -> market(-1);
            case 'l' -> market(1);
            case 'g' -> move(-10_000);
            case 'G' -> move(10_000);
            case 'z' -> desk.centreLadder();
            case 'a' -> desk.orders.toggleOpenOnly();
            case 'b' -> openTicket(Side.BUY);
            case 's' -> openTicket(Side.SELL);
            case 'c' -> cancelSelected();
            case 'C' -> askToCancelAll();
            case 'f' -> askToFlatten();
            case 'r' -> news.load();
            default -> number(key.character());
        }
    }

    private void number(char character) {
        int page = character - '1';
        if (page >= 0 && page < Desk.Page.values().length) {
            desk.show(Desk.Page.values()[page]);
        }
    }

    private void beginFilter() {
        if (desk.page() != Desk.Page.FILLS) {
            desk.show(Desk.Page.ORDERS);
        }
        String now = desk.page() == Desk.Page.FILLS ? desk.fills.filter() : desk.orders.filter();
        desk.prompt.open(PromptModel.Kind.FILTER, now);
    }

    void move(int places) {
        switch (desk.page()) {
            case TRADE -> {
                if (desk.orders.open().isEmpty()) {
                    desk.moveLadder(-places);
                } else {
                    moveOpen(places);
                }
            }
            case ORDERS -> desk.orders.move(places);
            case FILLS -> desk.fills.move(places);
            case LOG -> desk.log.move(places);
            case POSITIONS -> market(Integer.signum(places));
        }
    }

    private void moveOpen(int places) {
        boolean all = !desk.orders.openOnly();
        if (all) {
            desk.orders.toggleOpenOnly();
        }
        desk.orders.move(places);
    }

    private void market(int places) {
        desk.watchlist.move(places);
        selected();
    }

    /** Another market was selected. */
    void selected() {
        news.follow();
    }

    private void cancelSelected() {
        Optional<OrderRow> selected = desk.page() == Desk.Page.ORDERS
                ? desk.orders.selected()
                : desk.orders.selected().or(() -> desk.orders.open().stream().findFirst());
        selected.filter(OrderRow::isOpen).ifPresentOrElse(trader::cancel, () -> say("no open order is selected"));
    }

    void askToCancelAll() {
        int open = desk.orders.open().size();
        desk.prompt.ask("Cancel all orders" + (open == 0 ? "?" : " (" + open + " open)?"), trader::cancelAll);
    }

    void askToFlatten() {
        Optional<Market> market = desk.watchlist.market();
        Optional<BigDecimal> quantity = market.flatMap(trader::toFlatten);
        if (market.isEmpty() || quantity.isEmpty()) {
            say("nothing to flatten in " + desk.watchlist.selected());
            return;
        }
        desk.prompt.ask(
                "Sell " + quantity.get().stripTrailingZeros().toPlainString() + ' '
                        + market.get().baseAsset() + " at market?",
                () -> trader.flatten(market.get(), quantity.get()));
    }

    private void say(String text) {
        desk.log.add(clock.instant(), LogModel.Level.INFO, text);
    }
}
