package io.hft.backend.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI document as it is served. */
final class ApiDocument {
    private static final Pattern CODE = Pattern.compile("`(ERR_[A-Z_]+)`");

    private final Map<String, Operation> operations = new TreeMap<>();
    private final Map<String, Map<String, Object>> schemas;

    private ApiDocument(Answer served) {
        Map<String, Map<String, Map<String, Object>>> paths = served.json("$.paths");
        paths.forEach((path, methods) -> methods.forEach((method, content) -> {
            Operation operation = new Operation(method.toUpperCase(), path, content);
            operations.put(operation.name(), operation);
        }));
        schemas = served.json("$.components.schemas");
    }

    static ApiDocument of(Http http) {
        Answer served = http.get("/openapi.json");
        assertThat(served.status()).as(served.body()).isEqualTo(200);
        return new ApiDocument(served);
    }

    /** By name, such as {@code GET /api/v1/orders/{order_id}}. */
    Map<String, Operation> operations() {
        return operations;
    }

    /** The fields that the body of an operation may have. */
    @SuppressWarnings("unchecked")
    Set<String> fieldsOfBody(Operation operation) {
        Map<String, Map<String, Map<String, Map<String, Object>>>> body =
                (Map<String, Map<String, Map<String, Map<String, Object>>>>)
                        operation.content().get("requestBody");
        Object reference =
                body.get("content").get("application/json").get("schema").get("$ref");
        assertThat(reference)
                .as(operation.name() + " names the schema of its body")
                .isNotNull();
        Map<String, Object> schema = schemas.get(reference.toString().replaceAll(".*/", ""));
        return new TreeSet<>(((Map<String, Object>) schema.get("properties")).keySet());
    }

    /** Which operation a request is one of: that with the fewest variables, as the router chooses. */
    Optional<Operation> match(String method, String path) {
        String address = path.replaceAll("\\?.*", "");
        return operations.values().stream()
                .filter(operation -> operation.method().equals(method)
                        && operation.addresses().matcher(address).matches())
                .min(Comparator.comparing(operation ->
                        operation.path().chars().filter(c -> c == '{').count()));
    }

    /** One operation. */
    record Operation(String method, String path, Map<String, Object> content) {
        String name() {
            return method + " " + path;
        }

        Pattern addresses() {
            return Pattern.compile(path.replace(".", "\\.").replaceAll("\\{[^/]*}", "[^/]+"));
        }

        Set<Integer> statuses() {
            Set<Integer> statuses = new TreeSet<>();
            responses().keySet().forEach(status -> statuses.add(Integer.valueOf(status)));
            return statuses;
        }

        /** The one status of success. */
        int success() {
            List<Integer> successes =
                    statuses().stream().filter(status -> status < 300).toList();
            assertThat(successes).as(name() + " has one status of success").hasSize(1);
            return successes.getFirst();
        }

        /** Parameters of the address whose values can be wrong by themselves. */
        List<Map<String, Object>> typedParameters() {
            return parameters().stream()
                    .filter(parameter -> !parameter.get("in").equals("header"))
                    .filter(parameter -> {
                        Map<?, ?> schema = (Map<?, ?>) parameter.get("schema");
                        return !"string".equals(schema.get("type")) || schema.containsKey("enum");
                    })
                    .toList();
        }

        /** The error codes that the description of this status names. */
        Set<String> codes(int status) {
            Set<String> codes = new TreeSet<>();
            Map<?, ?> response = (Map<?, ?>) responses().getOrDefault(Integer.toString(status), Map.of());
            Matcher named = CODE.matcher(String.valueOf(response.get("description")));
            while (named.find()) {
                codes.add(named.group(1));
            }
            return codes;
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> responses() {
            return (Map<String, Object>) content.get("responses");
        }

        /** The alternatives of credentials, each a set of schemes; an empty one stands for none. */
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> security() {
            assertThat(content.get("security"))
                    .as(name() + " says itself what credentials it needs")
                    .isInstanceOf(List.class);
            return (List<Map<String, Object>>) content.get("security");
        }

        /** Whether the document lets callers without credentials in. */
        boolean isOpen() {
            return security().isEmpty() || security().contains(Map.of());
        }

        boolean takesApiKeys() {
            return security().stream().anyMatch(schemes -> schemes.containsKey("api_key"));
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> parameters() {
            return (List<Map<String, Object>>) content.getOrDefault("parameters", List.of());
        }

        boolean hasBody() {
            return content.containsKey("requestBody");
        }
    }
}
