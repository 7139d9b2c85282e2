package io.hft.tui.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of answers. */
public final class Json {
    private Json() {}

    /** A field's text (of a number or a boolean, too); null when it is missing or null. */
    public static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() || value.isMissingNode() || value.isContainer() ? null : value.asString();
    }

    public static String text(JsonNode node, String field, String otherwise) {
        return Objects.requireNonNullElse(text(node, field), otherwise);
    }
}
