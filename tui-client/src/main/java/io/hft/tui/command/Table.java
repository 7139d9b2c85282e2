package io.hft.tui.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

/** Lines up a listing for people. Nothing of a number is lost but zeros at its end. */
final class Table {
    private static final int FEWEST_DECIMALS = 2;
    private final List<Column> columns;
    private final Ansi ansi;

    Table(List<Column> columns, Ansi ansi) {
        this.columns = columns;
        this.ansi = ansi;
    }

    List<String> lines(List<JsonNode> rows) {
        List<List<String>> cells = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        for (Column column : columns) {
            List<String> texts = rows.stream()
                    .map(row -> Objects.requireNonNullElse(column.value().apply(row), "-"))
                    .toList();
            List<String> shown = column.number() ? aligned(texts) : texts;
            cells.add(shown);
            widths.add(Math.max(
                    column.heading().length(),
                    shown.stream().mapToInt(String::length).max().orElse(0)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::heading).toList(), widths, true));
        for (int row = 0; row < rows.size(); row++) {
            int at = row;
            lines.add(line(cells.stream().map(column -> column.get(at)).toList(), widths, false));
        }
        return lines;
    }

    private String line(List<String> texts, List<Integer> widths, boolean heading) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String room = " ".repeat(widths.get(i) - text.length());
            String shown = heading ? coloured("bold", text) : coloured(colour(text), text);
            line.append(i == 0 ? "" : "  ").append(columns.get(i).number() ? room + shown : shown + room);
        }
        return line.toString().stripTrailing();
    }

    private String coloured(String style, String text) {
        return style.isEmpty() || ansi == Ansi.OFF ? text : ansi.string("@|" + style + " " + text + "|@");
    }

    private static String colour(String text) {
        return switch (text) {
            case "BUY", "FILLED", "ok", "TRADING" -> "green";
            case "SELL", "REJECTED" -> "red";
            case "CANCELED", "EXPIRED" -> "faint";
            default -> "";
        };
    }

    /** Gives all the same number of decimals: as many as the longest needs, at least two where there are any. */
    static List<String> aligned(List<String> numbers) {
        int decimals = 0;
        boolean some = false;
        for (String number : numbers) {
            int point = number.indexOf('.');
            if (point >= 0) {
                some = true;
                decimals = Math.max(decimals, withoutZeros(number).length() - point - 1);
            }
        }
        int scale = some ? Math.max(decimals, FEWEST_DECIMALS) : 0;
        return numbers.stream().map(number -> padded(number, scale)).toList();
    }

    private static String padded(String number, int scale) {
        int point = number.indexOf('.');
        if (point < 0) {
            return number;
        }
        String shortest = withoutZeros(number);
        return shortest + "0".repeat(Math.max(0, scale - (shortest.length() - point - 1)));
    }

    private static String withoutZeros(String number) {
        int end = number.length();
        while (number.charAt(end - 1) == '0') {
            end--;
        }
        return number.substring(0, end);
    }

    static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
