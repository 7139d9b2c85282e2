package io.hft.tui.screen;

import io.hft.tui.model.Desk;
import io.hft.tui.model.OrderRow;
import io.hft.tui.model.PromptModel;
import io.hft.tui.view.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The line that begins with a colon: edits it, completes it, remembers it. */
final class CommandLine {
    private final Desk desk;
    private final History history;

    CommandLine(Desk desk, History history) {
        this.desk = desk;
        this.history = history;
    }

    /** @return the command that was entered, if that was it; empty otherwise */
    String take(Input.Key key) {
        PromptModel prompt = desk.prompt;
        switch (key.code()) {
            case ENTER -> {
                String line = prompt.text().strip();
                prompt.close();
                history.add(line);
                return line;
            }
            case ESCAPE -> prompt.close();
            case TAB -> complete();
            case UP -> prompt.put(history.older());
            case DOWN -> prompt.put(history.newer());
            default -> edit(prompt, key);
        }
        return "";
    }

    /** What every line takes. */
    static void edit(PromptModel prompt, Input.Key key) {
        switch (key.code()) {
            case LEFT -> prompt.move(-1);
            case RIGHT -> prompt.move(1);
            case HOME -> prompt.moveToEnd(false);
            case END -> prompt.moveToEnd(true);
            case BACKSPACE -> {
                if (prompt.text().isEmpty()) {
                    prompt.close();
                } else {
                    prompt.erase();
                }
            }
            case CHARACTER -> {
                if (key.isControl('w')) {
                    prompt.eraseWord();
                } else if (key.isControl('u')) {
                    prompt.put("");
                } else if (key.isControl('a') || key.isControl('e')) {
                    prompt.moveToEnd(key.isControl('e'));
                } else if (!key.control() && key.character() >= ' ') {
                    prompt.type(key.character());
                }
            }
            default -> {
                // Nothing to a line.
            }
        }
    }

    private void complete() {
        PromptModel prompt = desk.prompt;
        String typed = prompt.text().substring(0, prompt.cursor());
        int begin = typed.lastIndexOf(' ') + 1;
        String word = typed.substring(begin);
        List<String> fitting = candidates(typed.substring(0, begin).strip()).stream()
                .filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(word.toLowerCase(Locale.ROOT)))
                .toList();
        if (fitting.isEmpty()) {
            return;
        }
        String common = fitting.stream().reduce(CommandLine::commonBeginning).orElse("");
        String rest = prompt.text().substring(prompt.cursor());
        String completed = typed.substring(0, begin) + (fitting.size() == 1 ? common + " " : common);
        if (common.length() >= word.length()) {
            prompt.put(completed + rest);
            prompt.move(-rest.length());
        }
        prompt.candidates(fitting.size() == 1 ? List.of() : fitting);
    }

    private List<String> candidates(String before) {
        if (before.isEmpty()) {
            return Commands.names();
        }
        String[] words = before.split(" +");
        String command = Commands.fullName(words[0]);
        return switch (command) {
            case "market" -> desk.watchlist.symbols();
            case "cancel" ->
                Stream.concat(Stream.of("all"), desk.orders.open().stream().map(OrderRow::orderId))
                        .toList();
            case "replace" ->
                words.length == 1
                        ? desk.orders.open().stream().map(OrderRow::orderId).toList()
                        : List.of();
            case "buy", "sell" ->
                words.length == 1
                        ? desk.watchlist.symbols()
                        : words.length == 3 ? List.of("market", "limit") : List.of();
            case "flatten" -> desk.watchlist.symbols();
            case "show" ->
                Stream.of(Desk.Page.values())
                        .map(page -> page.name().toLowerCase(Locale.ROOT))
                        .toList();
            default -> List.of();
        };
    }

    private static String commonBeginning(String a, String b) {
        int length = 0;
        while (length < a.length()
                && length < b.length()
                && Character.toLowerCase(a.charAt(length)) == Character.toLowerCase(b.charAt(length))) {
            length++;
        }
        return a.substring(0, length);
    }

    /** For the keys that walk through a list. */
    static List<String> words(String line) {
        return new ArrayList<>(List.of(line.strip().split(" +")));
    }
}
