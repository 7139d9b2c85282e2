package io.hft.it.chaos.oracle;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.it.chaos.oracle.Evidence.RestView;
import io.hft.it.chaos.oracle.Request.Kind;
import io.hft.it.chaos.oracle.Request.State;
import io.hft.it.chaos.oracle.Request.Terms;
import io.hft.it.chaos.oracle.Tables.KeyRow;
import io.hft.it.chaos.oracle.Tables.OrderRow;
import io.hft.it.support.Reply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Point 1: an acknowledged order exists exactly once, in the engine, in the database and over REST, and is what its client was told. */
final class OrderChecks {
    /** The backend's order ids begin here; smaller ones are given by clients of the engine. */
    static final long FIRST_BACKEND_ORDER = 1_000_000_000_001L;

    private static final Set<String> FINAL = Set.of("FILLED", "CANCELED", "REJECTED", "EXPIRED");

    private final Evidence evidence;
    private final Findings findings = new Findings(1);
    private final Map<Long, OrderRow> rows;
    private final Map<String, List<OrderRow>> rowsByClientId;
    private final Map<String, KeyRow> keys;
    private final Map<Long, List<ExecutionReport>> entries;
    private final Map<Long, List<Request>> replacements;

    private OrderChecks(Evidence evidence) {
        this.evidence = evidence;
        Tables tables = evidence.tables();
        rows = tables.orders().stream()
                .collect(Collectors.toMap(OrderRow::orderId, Function.identity(), (one, other) -> other));
        rowsByClientId = tables.orders().stream()
                .filter(row -> row.clientOrderId() != null)
                .collect(Collectors.groupingBy(row -> row.userId() + " " + row.clientOrderId()));
        keys = tables.keys().stream()
                .collect(Collectors.toMap(row -> row.userId() + " " + row.key(), Function.identity(), (a, b) -> b));
        entries = evidence.events().stream()
                .filter(OrderChecks::isEntry)
                .collect(Collectors.groupingBy(ExecutionReport::getOrderId));
        replacements = evidence.requests().stream()
                .filter(request -> request.kind() == Kind.REPLACE)
                .collect(Collectors.groupingBy(request -> Long.parseLong(request.key())));
    }

    static List<Violation> check(Evidence evidence) {
        OrderChecks checks = new OrderChecks(evidence);
        checks.engineAndDatabaseHaveTheSame();
        checks.restHasTheSame();
        evidence.requests().forEach(checks::request);
        return checks.findings.violations();
    }

    /** An order's first event: accepted or refused. */
    private static boolean isEntry(ExecutionReport event) {
        return event.getExecutionType() == ExecutionType.EXECUTION_NEW
                || event.getExecutionType() == ExecutionType.EXECUTION_REJECTED && event.getOrderId() != 0;
    }

    private void engineAndDatabaseHaveTheSame() {
        findings.requireEqual(rows.size(), evidence.tables().orders().size(), "different order ids in the database");
        rowsByClientId.forEach((id, same) ->
                findings.require(same.size() == 1, "client order id " + id + " has several orders: " + same));
        for (OrderRow row : rows.values()) {
            int times = entries.getOrDefault(row.orderId(), List.of()).size();
            boolean neverSent = row.status().equals("REJECTED") && row.rejectReason() != null;
            findings.require(
                    times == 1 || times == 0 && neverSent,
                    "order " + row.orderId() + " is " + times + " times in the event stream: " + row);
        }
        entries.forEach((orderId, events) -> {
            findings.require(
                    events.size() == 1,
                    "order " + orderId + " was entered " + events.size() + " times, at events "
                            + events.stream().map(ExecutionReport::getSequence).toList());
            findings.require(
                    orderId < FIRST_BACKEND_ORDER || rows.containsKey(orderId),
                    "order " + orderId + " (event " + events.getFirst().getSequence() + ") is not in the database");
        });
    }

    private void restHasTheSame() {
        Map<Long, List<OrderRow>> byUser = rows.values().stream().collect(Collectors.groupingBy(OrderRow::userId));
        evidence.rest().forEach((userId, view) -> {
            List<OrderRow> own = byUser.getOrDefault(userId, List.of());
            findings.requireEqual(
                    view.orders().keySet(),
                    own.stream().map(OrderRow::orderId).collect(Collectors.toSet()),
                    "orders of user " + userId + " over REST");
            for (OrderRow row : own) {
                JsonNode told = view.orders().get(row.orderId());
                if (told != null) {
                    sameOverRest(row, told);
                }
            }
        });
    }

    private void sameOverRest(OrderRow row, JsonNode told) {
        String order = "order " + row.orderId() + " over REST: ";
        findings.requireEqual(told.path("status").asString(), row.status(), order + "status");
        findings.requireEqual(told.path("symbol").asString(), row.symbol(), order + "symbol");
        findings.requireEqual(told.path("side").asString(), row.side(), order + "side");
        findings.requireEqual(told.path("type").asString(), row.type(), order + "type");
        findings.requireEqual(decimal(told, "quantity"), row.quantity(), order + "quantity");
        findings.requireEqual(
                decimal(told, "cumulative_quantity"), row.cumulativeQuantity(), order + "cumulative quantity");
        String clientOrderId = told.path("client_order_id").isString()
                ? told.path("client_order_id").asString()
                : null;
        findings.requireEqual(clientOrderId, row.clientOrderId(), order + "client order id");
    }

    private void request(Request request) {
        if (request.state() == State.OPEN) {
            findings.add("no final answer to " + request);
        } else if (request.placesAnOrder()) {
            placement(request);
        } else if (request.kind() == Kind.BATCH) {
            List<Request> items = BatchItems.of(request);
            findings.require(
                    request.state() == State.REFUSED
                            || Objects.requireNonNull(request.answer())
                                            .json()
                                            .path("items")
                                            .size()
                                    == items.size(),
                    "not one result for each order of " + request);
            items.forEach(this::placement);
        } else if (request.kind() == Kind.CANCEL) {
            cancel(request);
        }
    }

    private List<OrderRow> ordersOf(Request request) {
        List<OrderRow> found = new ArrayList<>();
        if (request.clientOrderId() != null) {
            found.addAll(rowsByClientId.getOrDefault(request.userId() + " " + request.clientOrderId(), List.of()));
        }
        KeyRow key = keys.get(request.userId() + " " + request.key());
        if (key != null && found.stream().noneMatch(row -> row.orderId() == key.orderId())) {
            OrderRow row = rows.get(key.orderId());
            if (row != null) {
                found.add(row);
            }
        }
        return found;
    }

    private void placement(Request request) {
        List<OrderRow> orders = ordersOf(request);
        if (request.state() == State.REFUSED) {
            findings.require(orders.isEmpty(), "refused, but there is " + orders + ": " + request);
            return;
        }
        findings.require(orders.size() == 1, orders.size() + " orders " + orders + " for " + request);
        Reply answer = request.answer();
        if (orders.size() != 1 || answer == null) {
            return;
        }
        OrderRow row = orders.getFirst();
        sameTerms(request, row);
        switch (answer.status()) {
            case 201 -> sameAsAnswered(request, row, answer.json());
            case 200 -> {
                findings.requireEqual(row.status(), "FILLED", "status of order " + row.orderId() + " of " + request);
                findings.requireEqual(
                        decimal(answer.json(), "total_cost"),
                        row.cumulativeQuote(),
                        "cost of order " + row.orderId() + " of " + request);
            }
            default ->
                findings.require(
                        row.cumulativeQuantity().signum() == 0 && !row.isOpen(),
                        "order " + row + " behind the refusal of " + request);
        }
    }

    private void sameTerms(Request request, OrderRow row) {
        Terms terms = Objects.requireNonNull(request.terms());
        String order = "order " + row.orderId() + " of " + request + ": ";
        findings.requireEqual(row.userId(), request.userId(), order + "owner");
        findings.requireEqual(row.symbol(), terms.symbol(), order + "symbol");
        findings.requireEqual(row.side(), terms.side(), order + "side");
        findings.requireEqual(row.type(), terms.type(), order + "type");
        findings.requireEqual(row.timeInForce(), terms.timeInForce(), order + "time in force");
        List<Terms> possible = possibleTerms(terms, row.orderId());
        findings.require(
                possible.stream()
                        .anyMatch(one -> row.quantity().compareTo(one.quantity()) == 0
                                && (one.price() == null || row.price().compareTo(one.price()) == 0)),
                order + "price and quantity of " + row + ", which may be " + possible);
    }

    /**
     * What the order may say now: what its owner was told last that it has. A replacement of which an attempt was not answered may have its
     * effect at any time after it was sent, also after later ones.
     */
    private List<Terms> possibleTerms(Terms placed, long orderId) {
        Terms told = placed;
        List<Terms> possible = new ArrayList<>();
        for (Request replacement : replacements.getOrDefault(orderId, List.of())) {
            Terms terms = Objects.requireNonNull(replacement.terms());
            Reply answer = replacement.answer();
            if (replacement.state() == State.ANSWERED && answer != null && answer.status() == 200) {
                told = terms;
            }
            if (replacement.wasRepeated()) {
                possible.add(terms);
            }
        }
        possible.add(told);
        return possible;
    }

    /** An order only goes on from what was answered; what was final stays as it was. */
    private void sameAsAnswered(Request request, OrderRow row, JsonNode answer) {
        String order = "order " + row.orderId() + " of " + request + ": ";
        findings.requireEqual(
                row.orderId(), Long.parseLong(answer.path("order_id").asString()), order + "id");
        BigDecimal cumulative = decimal(answer, "cumulative_quantity");
        findings.require(
                cumulative.compareTo(row.cumulativeQuantity()) <= 0,
                order + "answered with more filled than there is: " + row.cumulativeQuantity());
        String status = answer.path("status").asString();
        if (FINAL.contains(status)) {
            findings.requireEqual(row.status(), status, order + "status");
            findings.requireEqual(row.cumulativeQuantity(), cumulative, order + "cumulative quantity");
        }
        RestView view = evidence.rest().get(request.userId());
        findings.require(view != null && view.orders().containsKey(row.orderId()), order + "its owner is not shown it");
    }

    private void cancel(Request request) {
        OrderRow row = rows.get(Long.parseLong(request.key()));
        Reply answer = request.answer();
        if (row == null || answer == null) {
            findings.add("no order for " + request);
        } else if (request.state() == State.ANSWERED && answer.status() == 200) {
            findings.requireEqual(row.status(), "CANCELED", "order " + row.orderId() + " of " + request + ": status");
        } else if (request.state() == State.ANSWERED) {
            findings.require(!row.isOpen(), "order " + row + " is open, though " + request);
        }
    }

    static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asString());
    }

    /** What the database has of requests whose outcome their clients do not know, by request. */
    static Map<Request, List<Long>> effects(Tables tables, List<Request> requests) {
        Map<String, List<Long>> ids = new HashMap<>();
        for (OrderRow row : tables.orders()) {
            if (row.clientOrderId() != null) {
                ids.computeIfAbsent(row.userId() + " " + row.clientOrderId(), key -> new ArrayList<>())
                        .add(row.orderId());
            }
        }
        for (KeyRow row : tables.keys()) {
            List<Long> same = ids.computeIfAbsent(row.userId() + " " + row.key(), key -> new ArrayList<>());
            if (!same.contains(row.orderId())) {
                same.add(row.orderId());
            }
        }
        Map<Request, List<Long>> effects = new HashMap<>();
        for (Request request : requests) {
            if (request.placesAnOrder()) {
                // The key and the client order id of a placement are the same text.
                effects.put(request, ids.getOrDefault(request.userId() + " " + request.key(), List.of()));
            }
        }
        return effects;
    }
}
