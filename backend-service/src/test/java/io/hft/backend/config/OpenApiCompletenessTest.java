package io.hft.backend.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every operation, parameter and field of the OpenAPI document says what it is. */
@BackendTest
class OpenApiCompletenessTest {
    @LocalServerPort
    private int port;

    private Map<String, Map<String, Map<String, Object>>> paths;
    private Map<String, Map<String, Object>> schemas;
    private String text;
    private final SoftAssertions softly = new SoftAssertions();

    @BeforeEach
    void read() {
        Answer document = new Http(port).get("/openapi.json");
        text = document.body();
        paths = document.json("$.paths");
        schemas = document.json("$.components.schemas");
    }

    @Test
    void everyOperationSaysWhatItDoesAndWhatItTakes() {
        operations((name, operation) -> {
            softly.assertThat((String) operation.get("summary")).as(name).isNotBlank();
            softly.assertThat(operation.get("description") != null || hasExample(operation))
                    .as(name + " has a description or an example")
                    .isTrue();
            softly.assertThat(operation).as(name).containsKey("security");
            parameters(operation).forEach(parameter -> softly.assertThat((String) parameter.get("description"))
                    .as(name + " parameter " + parameter.get("name") + " (words.properties describes common names)")
                    .isNotBlank());
            if (operation.get("requestBody") != null) {
                softly.assertThat(hasExample(operation.get("requestBody")))
                        .as(name + " has an example of its body")
                        .isTrue();
            }
        });
        softly.assertAll();
    }

    @Test
    void everyAnswerIsDescribedAndRefusalsAreProblemsWithAnExample() {
        operations((name, operation) -> responses(operation).forEach((status, response) -> {
            String answer = name + " " + status;
            softly.assertThat((String) response.get("description")).as(answer).isNotBlank();
            Map<String, Map<String, Object>> content = map(response.get("content"));
            if (Integer.parseInt(status) < 400) {
                softly.assertThat(content == null).as(answer + " has no body").isEqualTo(status.equals("204"));
                softly.assertThat(content == null || hasExample(content) || name.endsWith("jwks.json"))
                        .as(answer + " has an example")
                        .isTrue();
                return;
            }
            if (name.endsWith("/health") && status.equals("503")) {
                return;
            }
            Map<String, Object> problem = content.get("application/problem+json");
            softly.assertThat(problem).as(answer).isNotNull();
            softly.assertThat(problem.get("schema"))
                    .as(answer)
                    .isEqualTo(Map.of("$ref", "#/components/schemas/Problem"));
            Map<String, Object> example = map(problem.get("example"));
            softly.assertThat(example.get("status")).as(answer).isEqualTo(Integer.valueOf(status));
            softly.assertThat((String) response.get("description"))
                    .as(answer)
                    .contains("`" + example.get("error_code") + "`");
            if (status.equals("429") || status.equals("503")) {
                softly.assertThat(response).as(answer).containsKey("headers");
            }
        }));
        softly.assertAll();
    }

    @Test
    void everyFieldIsDescribed() {
        schemas.forEach((schema, content) -> {
            Map<String, Map<String, Object>> properties = map(content.getOrDefault("properties", Map.of()));
            properties.forEach((name, property) -> softly.assertThat((String) property.get("description"))
                    .as(schema + "." + name + " (words.properties describes common names)")
                    .isNotBlank());
        });
        softly.assertAll();
    }

    /** Money is text: a number would lose digits on its way through a client. */
    @Test
    void hasNoFieldThatIsAFraction() {
        assertThat(text).doesNotContain("\"type\":\"number\"", "\"format\":\"double\"", "\"format\":\"float\"");
        assertThat(text).contains("\"type\":\"string\"");
    }

    private void operations(BiConsumer<String, Map<String, Object>> visitor) {
        assertThat(paths).isNotEmpty();
        paths.forEach((path, methods) ->
                methods.forEach((method, operation) -> visitor.accept(method.toUpperCase() + " " + path, operation)));
    }

    /** Anywhere in it, or in what it refers to. */
    private boolean hasExample(Object part) {
        if (part instanceof Map<?, ?> map) {
            if (map.containsKey("example") || map.containsKey("examples")) {
                return true;
            }
            Object reference = map.get("$ref");
            return reference != null
                    ? hasExample(schemas.get(reference.toString().replaceAll(".*/", "")))
                    : hasExample(map.values());
        }
        return part instanceof Collection<?> parts && parts.stream().anyMatch(this::hasExample);
    }

    private static List<Map<String, Object>> parameters(Map<String, Object> operation) {
        List<Map<String, Object>> parameters = map(operation, "parameters");
        return parameters == null ? List.of() : parameters;
    }

    private static Map<String, Map<String, Object>> responses(Map<String, Object> operation) {
        return map(operation.get("responses"));
    }

    @SuppressWarnings("unchecked")
    private static <T> T map(Map<String, Object> parent, String name) {
        return (T) parent.get(name);
    }

    @SuppressWarnings("unchecked")
    private static <T> T map(Object json) {
        return (T) json;
    }
}
