package io.hft.backend.api;

import io.hft.backend.api.ApiDocument.Operation;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Writes down which operation answered with which status and error code, and holds that against the OpenAPI document, both ways. Any thread. */
final class ApiLedger implements Http.Listener {
    /** What any address may answer: the document says so once, and not at each operation. */
    private static final Set<String> OF_ANY_ADDRESS =
            Set.of("ERR_BAD_REQUEST", "ERR_METHOD_NOT_ALLOWED", "ERR_NOT_ACCEPTABLE");

    private final ApiDocument document;
    private final Map<String, Set<Integer>> statuses = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> codes = new ConcurrentHashMap<>();

    ApiLedger(ApiDocument document) {
        this.document = document;
    }

    @Override
    public void answered(String method, String path, Answer answer) {
        boolean problem = answer.header("Content-Type").startsWith("application/problem+json");
        String code = problem ? answer.json("$.error_code") : "";
        if (OF_ANY_ADDRESS.contains(code)) {
            return;
        }
        document.match(method, path).ifPresent(operation -> {
            statuses.computeIfAbsent(operation.name(), name -> new ConcurrentSkipListSet<>())
                    .add(answer.status());
            if (problem) {
                codes.computeIfAbsent(operation.name(), name -> new ConcurrentSkipListSet<>())
                        .add(answer.status() + " " + code);
            }
        });
    }

    /**
     * One line for each difference.
     *
     * @param elsewhere {@code GET /path 409 ERR_CODE}: codes that other tests produce
     */
    List<String> differences(Set<String> elsewhere) {
        List<String> differences = new ArrayList<>();
        for (Operation operation : document.operations().values()) {
            Set<Integer> produced = statuses.getOrDefault(operation.name(), Set.of());
            without(operation.statuses(), produced)
                    .forEach(status -> differences.add(operation.name() + " never answered " + status));
            without(produced, operation.statuses())
                    .forEach(status -> differences.add(operation.name() + " answered undocumented " + status));
            Set<String> documented = new TreeSet<>();
            operation
                    .statuses()
                    .forEach(status -> operation.codes(status).forEach(code -> documented.add(status + " " + code)));
            Set<String> producedCodes = codes.getOrDefault(operation.name(), Set.of());
            without(documented, producedCodes).stream()
                    .filter(code -> !elsewhere.contains(operation.name() + " " + code))
                    .forEach(code -> differences.add(operation.name() + " never answered " + code));
            without(producedCodes, documented)
                    .forEach(code -> differences.add(operation.name() + " answered undocumented " + code));
        }
        return differences;
    }

    private static <T> Set<T> without(Set<T> all, Set<T> others) {
        Set<T> left = new TreeSet<>(all);
        left.removeAll(others);
        return left;
    }
}
