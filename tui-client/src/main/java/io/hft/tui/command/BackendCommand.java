package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** A command that asks the backend. */
abstract class BackendCommand implements Callable<Integer> {
    private static final int LARGEST_PAGE = 500;
    final Context context;

    @Spec
    private @Nullable CommandSpec spec;

    BackendCommand(Context context) {
        this.context = context;
    }

    abstract int run(BackendClient client, Output output);

    @Override
    public final Integer call() {
        return run(context.client(), new Output(spec().commandLine().getOut(), context.format(), context.colours()));
    }

    final CommandSpec spec() {
        return java.util.Objects.requireNonNull(spec, "made by picocli");
    }

    final ParameterException usage(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    final void complain(String message) {
        spec().commandLine().getErr().println("hft: " + message);
        spec().commandLine().getErr().flush();
    }

    /** At most so many items of a list, over as many pages as it takes. */
    static List<JsonNode> items(
            BackendClient client, String path, Map<String, ? extends @Nullable Object> query, int limit) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = null;
        do {
            int page = Math.min(LARGEST_PAGE, limit - items.size());
            Map<String, @Nullable Object> parameters = new java.util.LinkedHashMap<>(query);
            parameters.put("limit", page);
            parameters.put("cursor", cursor);
            JsonNode answer = client.get(path + query(parameters));
            answer.path("items").forEach(items::add);
            cursor = Json.text(answer, "next_cursor");
        } while (cursor != null && items.size() < limit);
        return items;
    }

    /** Leaves out what is null. */
    static String query(Map<String, ? extends @Nullable Object> parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach((name, value) -> {
            if (value != null) {
                text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value.toString()));
            }
        });
        return text.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String symbol(String typed) {
        return typed.strip().toUpperCase(Locale.ROOT);
    }

    static List<JsonNode> rows(JsonNode list) {
        return list.valueStream().toList();
    }
}
