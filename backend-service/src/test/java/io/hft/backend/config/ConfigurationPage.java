package io.hft.backend.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tables of docs/operations/configuration.md. */
final class ConfigurationPage {
    /** What the first column of a table of settings is called. */
    private static final Set<String> HEADERS = Set.of("variable", "property", "setting");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final Map<String, String> defaults = new TreeMap<>();
    private final List<String> twice = new ArrayList<>();

    private ConfigurationPage() {}

    static ConfigurationPage read(Path file) throws IOException {
        ConfigurationPage page = new ConfigurationPage();
        List<String> header = List.of();
        for (String line : Files.readAllLines(file)) {
            List<String> cells = line.startsWith("|") ? cells(line) : List.of();
            if (cells.isEmpty()) {
                header = List.of();
            } else if (header.isEmpty()) {
                header = cells;
            } else if (HEADERS.contains(header.getFirst()) && !cells.getFirst().startsWith("---")) {
                page.row(cells, header.get(1).equals("default"));
            }
        }
        return page;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1).split("(?<!\\\\)\\|", -1)) {
            cells.add(cell.strip());
        }
        cells.removeLast();
        return cells;
    }

    private void row(List<String> cells, boolean hasDefault) {
        List<String> names = code(cells.getFirst());
        List<String> values = hasDefault ? code(cells.get(1)) : List.of();
        for (int i = 0; i < names.size(); i++) {
            String all = hasDefault ? cells.get(1) : "";
            String value = values.size() == names.size() && names.size() > 1 ? "`" + values.get(i) + "`" : all;
            if (defaults.put(names.get(i), value) != null) {
                twice.add(names.get(i));
            }
        }
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    /** Of every setting in the tables: what its cell of defaults says; empty where the table has no such column. */
    Map<String, String> defaults() {
        return defaults;
    }

    /** Settings that stand there twice. */
    List<String> twice() {
        return twice;
    }
}
