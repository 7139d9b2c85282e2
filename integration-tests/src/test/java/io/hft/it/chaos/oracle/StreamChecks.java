package io.hft.it.chaos.oracle;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.OrderBook;
import java.util.List;

/** Point 6: the event stream has no gap and no repeat, the engine tells the same history again, and a client's book is the engine's. */
final class StreamChecks {
    private StreamChecks() {}

    static List<Violation> check(Evidence evidence) {
        Findings findings = new Findings(6);
        List<ExecutionReport> events = evidence.events();
        long expected = 1;
        for (ExecutionReport event : events) {
            if (event.getSequence() != expected) {
                findings.add(
                        "the subscriber was sent event " + event.getSequence() + " where " + expected + " belongs");
            }
            expected = event.getSequence() + 1;
        }
        findings.requireEqual(
                expected - 1, evidence.engine().lastSequence(), "the subscriber's last event, against the engine's");
        retold(evidence, findings);
        evidence.engine().books().forEach((symbol, book) -> clientBook(evidence, findings, symbol, book));
        return findings.violations();
    }

    private static void retold(Evidence evidence, Findings findings) {
        List<ExecutionReport> events = evidence.events();
        if (evidence.retold().isEmpty()) {
            findings.require(events.isEmpty(), "the engine tells no history any more");
            return;
        }
        long last = evidence.retold().getLast().getSequence();
        findings.requireEqual(last, (long) events.size(), "last event of the history as it is told now");
        for (ExecutionReport event : evidence.retold()) {
            int index = (int) event.getSequence() - 1;
            if (index < 0 || index >= events.size() || !events.get(index).equals(event)) {
                findings.add("event " + event.getSequence() + " is told differently now: " + event);
                return;
            }
        }
    }

    private static void clientBook(Evidence evidence, Findings findings, String symbol, OrderBook book) {
        ClientBook client = evidence.clientBooks().get(symbol);
        if (client == null) {
            findings.add("the market data feed never showed " + symbol);
            return;
        }
        findings.requireEqual(client.bids(), book.getBidsList(), "bids of " + symbol + " as a client has them");
        findings.requireEqual(client.asks(), book.getAsksList(), "asks of " + symbol + " as a client has them");
    }
}
