package io.hft.it.support;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer as it came. */
public record Reply(int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SCIENTIFIC = Pattern.compile("(?<![\\w.+-])-?\\d+(\\.\\d+)?[eE][+-]?\\d+(?![\\w.+-])");

    public JsonNode json() {
        return JSON.readTree(body);
    }

    /** A text field of the answer; JSON pointers ({@code /holdings/USD}) are allowed. */
    public String text(String field) {
        JsonNode node = field.startsWith("/") ? json().at(field) : json().path(field);
        if (!node.isValueNode()) {
            throw new AssertionError("no value at '" + field + "' in " + this);
        }
        return node.asString();
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The names of the fields that a validation problem complains about. */
    public List<String> wrongFields() {
        List<String> fields = new ArrayList<>();
        json().path("errors").forEach(error -> fields.add(error.path("field").asString()));
        return fields;
    }

    boolean hasScientificNotation() {
        return SCIENTIFIC.matcher(body).find();
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
