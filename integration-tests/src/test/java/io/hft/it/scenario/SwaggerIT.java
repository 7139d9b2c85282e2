package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Platform;
import io.hft.it.support.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The interactive documentation loads, and what it offers to try works as it stands. */
class SwaggerIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @Test
    void servesThePageAndItsScripts() {
        Reply page = platform.api().get("/docs");
        while (page.status() / 100 == 3) {
            page = platform.api().get(page.header("Location"));
        }

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).containsIgnoringCase("swagger-ui");
    }

    @Test
    void describesEveryEndpoint() {
        Reply document = platform.api().get("/openapi.json");

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.text("openapi")).startsWith("3.");
        assertThat(document.body()).as("examples in plain notation").doesNotContain("E-8");
        assertThat(document.json().path("paths").propertyNames())
                .contains(
                        "/api/v1/trading/execute",
                        "/api/v1/trading/portfolio/{user_id}",
                        "/api/v1/trading/assets",
                        "/api/v1/orders",
                        "/api/v1/balances",
                        "/api/v1/instruments",
                        "/api/v1/market/{symbol}/book",
                        "/api/v1/auth/register",
                        "/api/v1/auth/login",
                        "/health");
    }

    @Test
    void offersExamplesThatWork() {
        JsonNode document = platform.api().get("/openapi.json").json();
        List<String> tried = new ArrayList<>();
        for (String path : List.of("/api/v1/trading/execute", "/api/v1/orders", "/api/v1/auth/register")) {
            List<JsonNode> examples = examples(document, path);
            assertThat(examples).as("examples of %s", path).isNotEmpty();
            for (JsonNode example : examples) {
                String body = example.isString() ? example.asString() : example.toString();
                Reply reply = platform.api()
                        .raw(
                                path,
                                body,
                                "application/json",
                                "Idempotency-Key",
                                UUID.randomUUID().toString());
                assertThat(reply.status())
                        .as("%s with %s: %s", path, body, reply.body())
                        .isBetween(200, 299);
                tried.add(path);
            }
        }
        assertThat(tried).contains("/api/v1/trading/execute");
    }

    /** What the page fills in: the examples of the body, or else the body made of its fields' examples. */
    private static List<JsonNode> examples(JsonNode document, String path) {
        JsonNode content = document.path("paths")
                .path(path)
                .at("/post/requestBody/content")
                .path("application/json");
        List<JsonNode> examples = new ArrayList<>();
        if (content.has("example")) {
            examples.add(content.path("example"));
        }
        content.path("examples").forEach(example -> examples.add(example.path("value")));
        if (examples.isEmpty()) {
            JsonNode schema = document.at(content.at("/schema/$ref").asString().substring(1));
            ObjectNode body = new JsonMapper().createObjectNode();
            schema.path("properties").properties().forEach(field -> {
                if (field.getValue().has("example")) {
                    body.set(field.getKey(), field.getValue().path("example"));
                }
            });
            examples.add(body);
        }
        return examples;
    }
}
