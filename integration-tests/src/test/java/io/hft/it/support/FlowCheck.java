package io.hft.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What must be true of a flow of orders whatever died in the meantime. */
public final class FlowCheck {
    private FlowCheck() {}

    /**
     * Every order that was answered is there; what was under way when something died either happened or did not, and asking again makes it happen
     * once. The flow has ended, and the stack is whole again.
     */
    public static void hasEveryOrderOnce(OrderFlow flow, Stack stack) {
        new Consistency(stack).awaitRestAndCheck();
        assertThat(flow.surprises()).isEmpty();
        Map<String, String> there = new HashMap<>();
        stack.database()
                .query(
                        "select order_id, user_id, client_order_id from orders",
                        row -> there.put(row.getString(1), row.getString(2) + " " + row.getString(3)));
        assertThat(there)
                .containsAllEntriesOf(flow.answered().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                answered -> answered.getValue().user().id() + " "
                                        + answered.getValue().clientOrderId())));
        if (flow.unanswered().isEmpty()) {
            return;
        }
        for (OrderFlow.Placement placement : flow.unanswered().reversed()) {
            assertThat(placement.send().status()).isIn(201, 402);
        }
        assertThat(
                        stack.database()
                                .lines(
                                        "select user_id, client_order_id from orders where client_order_id is not null group by 1, 2 having count(*) > 1"))
                .isEmpty();
        new Consistency(stack).awaitRestAndCheck();
    }
}
