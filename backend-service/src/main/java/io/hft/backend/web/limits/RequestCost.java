package io.hft.backend.web.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** What a request costs, by method and path: the one place that knows. Everything outside the API (health, its description) costs nothing. */
final class RequestCost {
    private static final RequestMatcher API = anyOf("/api/**", "/ws/**");
    private static final RequestMatcher LOGIN =
            anyOf("/api/v1/auth/login", "/api/v1/auth/register", "/api/v1/auth/refresh");
    private static final RequestMatcher BATCH = anyOf("/api/v1/orders/batch");
    private static final RequestMatcher PREVIEW = anyOf("/api/v1/orders/preview");
    private static final RequestMatcher CANCEL_ALL_AFTER = anyOf("/api/v1/orders/cancel-all-after");
    private static final RequestMatcher ORDERS = anyOf("/api/v1/orders/**");
    private static final Set<String> LOOKING =
            Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(), HttpMethod.OPTIONS.name());

    private final JsonMapper json;

    RequestCost(JsonMapper json) {
        this.json = json;
    }

    /** A budget and how much of it. */
    record Cost(Budget budget, int tokens) {}

    Optional<Cost> of(HttpServletRequest request, boolean anonymous) throws IOException {
        if (!API.matches(request)) {
            return Optional.empty();
        }
        Budget reads = anonymous ? Budget.ANONYMOUS_READS : Budget.READS;
        if (LOOKING.contains(request.getMethod()) || PREVIEW.matches(request)) {
            return Optional.of(new Cost(reads, 1));
        }
        if (LOGIN.matches(request)) {
            return Optional.of(new Cost(Budget.LOGINS, 1));
        }
        boolean cancels = HttpMethod.DELETE.matches(request.getMethod()) && ORDERS.matches(request);
        if (cancels || CANCEL_ALL_AFTER.matches(request)) {
            return Optional.of(new Cost(Budget.CANCELS, 1));
        }
        return Optional.of(new Cost(Budget.ORDERS, BATCH.matches(request) ? items(request) : 1));
    }

    /** How many orders a batch has; one where that cannot be told, for it will be refused. */
    private int items(HttpServletRequest request) throws IOException {
        int items = 0;
        try (JsonParser parser = json.createParser(request.getInputStream())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return 1;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean orders = parser.currentName().equals("orders");
                if (orders && parser.nextToken() == JsonToken.START_ARRAY) {
                    for (JsonToken item = parser.nextToken();
                            item != null && item != JsonToken.END_ARRAY;
                            item = parser.nextToken()) {
                        parser.skipChildren();
                        items++;
                    }
                    break;
                }
                if (!orders) {
                    parser.nextToken();
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            return 1;
        }
        return Math.max(1, items);
    }

    private static RequestMatcher anyOf(String... paths) {
        return new OrRequestMatcher(List.of(paths).stream()
                .map(path -> (RequestMatcher)
                        PathPatternRequestMatcher.withDefaults().matcher(path))
                .toList());
    }
}
