package io.hft.tui.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints answers in the format that was asked for. */
final class Output {
    private final JsonMapper json = new JsonMapper();
    private final JsonMapper indented =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final PrintWriter out;
    private final Format format;
    private final boolean colours;

    Output(PrintWriter out, Format format, boolean colours) {
        this.out = out;
        this.format = format;
        this.colours = colours;
    }

    Ansi ansi() {
        return colours ? Ansi.ON : Ansi.OFF;
    }

    /** Several things of a kind; JSON is a list of them, as the backend gave them. */
    void list(List<JsonNode> rows, List<Column> columns) {
        switch (format) {
            case json -> out.println(json.writeValueAsString(rows));
            case csv -> csv(rows, columns);
            case table -> new Table(columns, ansi()).lines(rows).forEach(out::println);
        }
        out.flush();
    }

    /** One thing; a table has a line per field. */
    void one(JsonNode thing, List<Column> columns) {
        switch (format) {
            case json -> out.println(colours ? indented.writeValueAsString(thing) : json.writeValueAsString(thing));
            case csv -> csv(List.of(thing), columns);
            case table -> {
                int width = columns.stream()
                        .mapToInt(column -> column.name().length())
                        .max()
                        .orElse(0);
                for (Column column : columns) {
                    String value = column.value().apply(thing);
                    if (value != null) {
                        String shown =
                                column.number() ? Table.aligned(List.of(value)).getFirst() : value;
                        String name = column.name().replace('_', ' ');
                        out.println(ansi().string("@|faint " + name + "|@")
                                + " ".repeat(width - name.length() + 2)
                                + shown);
                    }
                }
            }
        }
        out.flush();
    }

    /** Some of a list that goes on: with its heading, or behind what was printed before. */
    void more(List<JsonNode> rows, List<Column> columns, boolean first) {
        if (format == Format.csv) {
            if (first) {
                out.println(heading(columns));
            }
            rows.forEach(row -> out.println(csvLine(row, columns)));
        } else {
            List<String> lines = new Table(columns, ansi()).lines(rows);
            lines.subList(first ? 0 : 1, lines.size()).forEach(out::println);
        }
        out.flush();
    }

    private static String heading(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(","));
    }

    /** A word to a person; scripts have the exit code. */
    void say(String text) {
        if (format == Format.table) {
            out.println(text);
            out.flush();
        }
    }

    void line(JsonNode message) {
        out.println(json.writeValueAsString(message));
        out.flush();
    }

    private void csv(List<JsonNode> rows, List<Column> columns) {
        out.println(heading(columns));
        rows.forEach(row -> out.println(csvLine(row, columns)));
    }

    static String csvLine(JsonNode row, List<Column> columns) {
        return columns.stream()
                .map(column -> quoted(Objects.requireNonNullElse(column.value().apply(row), "")))
                .collect(Collectors.joining(","));
    }

    /** RFC 4180. */
    static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
