package io.hft.tui.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The backend said no: a problem of RFC 9457 with the platform's own fields. */
public final class BackendProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with one field of the request. */
    public record Field(String field, String rule, String message) {}

    private final int status;
    private final String errorCode;
    private final transient List<Field> fields;
    private final @Nullable String requestId;

    private BackendProblem(
            int status, String errorCode, String detail, List<Field> fields, @Nullable String requestId) {
        super(detail);
        this.status = status;
        this.errorCode = errorCode;
        this.fields = List.copyOf(fields);
        this.requestId = requestId;
    }

    static BackendProblem of(int status, JsonNode body) {
        List<Field> fields = body.path("errors")
                .valueStream()
                .map(error -> new Field(
                        error.path("field").asString(""),
                        error.path("rule").asString(""),
                        error.path("message").asString("")))
                .toList();
        String code = body.path("error_code").asString("HTTP_" + status);
        String detail = body.path("detail").asString(body.path("title").asString("the answer has no explanation"));
        return new BackendProblem(status, code, detail, fields, Json.text(body, "request_id"));
    }

    public int status() {
        return status;
    }

    /** The stable name to switch on, such as {@code ERR_LIQUIDITY}. */
    public String errorCode() {
        return errorCode;
    }

    public List<Field> fields() {
        return fields;
    }

    public @Nullable String requestId() {
        return requestId;
    }

    /** One line for people: what was wrong, field by field where it is known. */
    public String explanation() {
        StringBuilder text = new StringBuilder(errorCode).append(": ");
        if (fields.isEmpty()) {
            return text.append(getMessage()).toString();
        }
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            text.append(i == 0 ? "" : "; ").append(field.field()).append(" (").append(field.rule());
            text.append("): ").append(field.message());
        }
        return text.toString();
    }
}
