package io.hft.tui.command;

import io.hft.tui.client.Json;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A column of a listing.
 *
 * @param name as in the answer's JSON; CSV's heading
 * @param number stands to the right, padded to the decimals that the column needs
 */
record Column(String name, boolean number, Function<JsonNode, @Nullable String> value) {
    static Column text(String field) {
        return new Column(field, false, row -> Json.text(row, field));
    }

    static Column number(String field) {
        return new Column(field, true, row -> Json.text(row, field));
    }

    /** What people read above it. */
    String heading() {
        return name.replace('_', ' ').toUpperCase(java.util.Locale.ROOT);
    }
}
