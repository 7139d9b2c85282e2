package io.hft.it.chaos.oracle;

import io.hft.it.chaos.oracle.Request.State;
import io.hft.it.chaos.oracle.Tables.KeyRow;
import io.hft.it.chaos.oracle.Tables.OrderRow;
import io.hft.it.support.Reply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Point 7: one key, one effect, one answer; one principal, one account. (What clients found at run time is in their own surprises.) */
final class KeyChecks {
    private KeyChecks() {}

    static List<Violation> check(Evidence evidence) {
        Findings findings = new Findings(7);
        Map<Long, OrderRow> orders = evidence.tables().orders().stream()
                .collect(Collectors.toMap(OrderRow::orderId, Function.identity(), (one, other) -> other));
        Map<String, KeyRow> keys = new HashMap<>();
        Map<Long, KeyRow> keyOfOrder = new HashMap<>();
        for (KeyRow key : evidence.tables().keys()) {
            KeyRow same = keys.put(key.userId() + " " + key.key(), key);
            findings.require(same == null, "two effects of one key: " + same + " and " + key);
            if (key.orderId() == 0) {
                // Of a batch: it has no single order.
                continue;
            }
            KeyRow another = keyOfOrder.put(key.orderId(), key);
            findings.require(another == null, "one effect of two keys: " + another + " and " + key);
            OrderRow order = orders.get(key.orderId());
            findings.require(order != null, "the order of " + key + " does not exist");
            if (order != null) {
                findings.requireEqual(order.userId(), key.userId(), "owner of the order of " + key);
            }
        }
        answersAreTheStored(evidence, keys, findings);
        nobodyHasWhatHeDidNotAskFor(evidence, keyOfOrder, findings);
        return findings.violations();
    }

    private static void answersAreTheStored(Evidence evidence, Map<String, KeyRow> keys, Findings findings) {
        for (Request request : evidence.requests()) {
            Reply answer = request.answer();
            if (!request.isKeyed() || request.state() != State.ANSWERED || answer == null) {
                continue;
            }
            KeyRow key = keys.get(request.userId() + " " + request.key());
            if (key == null) {
                findings.add("the key of an answered request is not known: " + request);
                continue;
            }
            findings.requireEqual(key.status(), answer.status(), "stored status of " + request);
            findings.requireEqual(key.body(), answer.body(), "stored answer of " + request);
        }
    }

    private static void nobodyHasWhatHeDidNotAskFor(
            Evidence evidence, Map<Long, KeyRow> keyOfOrder, Findings findings) {
        Set<String> asked = new HashSet<>();
        Set<String> askedInBatches = new HashSet<>();
        Set<Long> members = new HashSet<>();
        for (Request request : evidence.requests()) {
            members.add(request.userId());
            asked.add(request.userId() + " " + request.key());
            if (request.kind() == Request.Kind.BATCH) {
                BatchItems.of(request).forEach(item -> askedInBatches.add(item.userId() + " " + item.clientOrderId()));
            }
        }
        for (OrderRow order : evidence.tables().orders()) {
            if (!members.contains(order.userId())) {
                continue;
            }
            KeyRow key = keyOfOrder.get(order.orderId());
            findings.require(
                    key == null
                            ? askedInBatches.contains(order.userId() + " " + order.clientOrderId())
                            : asked.contains(order.userId() + " " + key.key()),
                    "nobody has asked for " + order + ", key " + key);
        }
        Map<Long, Long> owners = evidence.tables().orders().stream()
                .collect(Collectors.toMap(OrderRow::orderId, OrderRow::userId, (a, b) -> b));
        evidence.rest().forEach((userId, view) -> view.orders()
                .keySet()
                .forEach(orderId -> findings.requireEqual(
                        owners.get(orderId),
                        userId,
                        "owner of order " + orderId + ", which user " + userId + " is shown")));
    }
}
