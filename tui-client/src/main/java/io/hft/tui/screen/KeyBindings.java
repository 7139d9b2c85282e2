package io.hft.tui.screen;

import io.hft.tui.model.Desk;
import io.hft.tui.view.Hint;
import java.util.ArrayList;
import java.util.List;

/** The keys that work now, for the footer; and all of them, for the help. */
final class KeyBindings {
    static final List<String> TITLES = List.of("everywhere", "orders", "ticket", "after :");
    private static final List<List<Hint>> GROUPS = List.of(
            List.of(
                    new Hint("1 to 5", "the screens"),
                    new Hint("< > h l", "the next market"),
                    new Hint("^ v j k", "up, down: list or ladder"),
                    new Hint("z", "back to the spread"),
                    new Hint(":", "command, Tab completes"),
                    new Hint("r", "read all of it again"),
                    new Hint("mouse", "click selects, wheel moves"),
                    new Hint("q  ^C", "leave")),
            List.of(
                    new Hint("b  s", "buy, sell: the ticket"),
                    new Hint("c", "cancel the selected one"),
                    new Hint("C", "cancel all (asks)"),
                    new Hint("f", "flatten: sell all (asks)"),
                    new Hint("a", "open ones only, or all"),
                    new Hint("/", "filter, Esc ends it")),
            List.of(
                    new Hint("^ v Tab", "the next field"),
                    new Hint("< > + -", "choice, price by a tick"),
                    new Hint("Enter", "once: read back, twice: send"),
                    new Hint("Esc", "back, or close")),
            Commands.hints());

    private KeyBindings() {}

    static List<List<Hint>> groups() {
        return GROUPS;
    }

    static List<Hint> now(Desk desk) {
        if (desk.help()) {
            return List.of(new Hint("any key", "closes the help"));
        }
        return switch (desk.prompt.kind()) {
            case COMMAND ->
                List.of(
                        new Hint("Enter", "runs it"),
                        new Hint("Tab", "completes"),
                        new Hint("^ v", "history"),
                        new Hint("Esc", "leaves"));
            case FILTER -> List.of(new Hint("Enter", "keeps the filter"), new Hint("Esc", "shows all"));
            case QUESTION -> List.of(new Hint("y", "yes"), new Hint("any other key", "no"));
            case NONE -> desk.ticket.isOpen() ? ticket(desk) : page(desk);
        };
    }

    private static List<Hint> ticket(Desk desk) {
        return switch (desk.ticket.stage()) {
            case CONFIRMING ->
                List.of(new Hint("Enter", "sends"), new Hint("Esc", "back"), new Hint("C", "cancel all"));
            case CONFIRMING_BIG ->
                List.of(new Hint("y", "sends"), new Hint("Esc", "back"), new Hint("C", "cancel all"));
            case SENDING -> List.of(new Hint("Esc", "closes the ticket; the order goes on"));
            case WRITING, CLOSED ->
                List.of(
                        new Hint("Enter", "reads it back"),
                        new Hint("^ v", "field"),
                        new Hint("< >", "choice"),
                        new Hint("0-9 .", "number"),
                        new Hint("Esc", "close"),
                        new Hint("C", "cancel all"));
        };
    }

    private static List<Hint> page(Desk desk) {
        List<Hint> hints = new ArrayList<>(List.of(new Hint("b", "buy"), new Hint("s", "sell")));
        boolean some = !desk.orders.open().isEmpty();
        if (some) {
            hints.add(new Hint("c", "cancel"));
            hints.add(new Hint("C", "all"));
        }
        hints.add(new Hint("f", "flatten"));
        switch (desk.page()) {
            case ORDERS -> {
                hints.add(new Hint("a", desk.orders.openOnly() ? "all orders" : "open only"));
                hints.add(new Hint("/", "filter"));
            }
            case FILLS -> hints.add(new Hint("/", "filter"));
            case TRADE -> hints.add(new Hint("< >", "market"));
            case POSITIONS, LOG -> {
                // Nothing of their own.
            }
        }
        hints.add(new Hint("1-5", "screens"));
        hints.add(new Hint(":", "command"));
        hints.add(new Hint("?", "help"));
        hints.add(new Hint("q", "leave"));
        return hints;
    }
}
