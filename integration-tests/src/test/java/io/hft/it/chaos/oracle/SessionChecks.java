package io.hft.it.chaos.oracle;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.SessionReport;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Point 1 for clients of the engine's order session: each command that was answered took effect exactly once, as it was told. */
final class SessionChecks {
    private static final Set<ExecutionType> HEADS = Set.of(
            ExecutionType.EXECUTION_NEW,
            ExecutionType.EXECUTION_REJECTED,
            ExecutionType.EXECUTION_CANCELED,
            ExecutionType.EXECUTION_REPLACED,
            ExecutionType.EXECUTION_CANCEL_REJECTED,
            ExecutionType.EXECUTION_REPLACE_REJECTED);

    private final Evidence evidence;
    private final Findings findings = new Findings(1);

    private SessionChecks(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Violation> check(Evidence evidence) {
        SessionChecks checks = new SessionChecks(evidence);
        evidence.sessions().forEach(checks::session);
        return checks.findings.violations();
    }

    private void session(SessionLog session) {
        Map<Long, List<ExecutionReport>> effects = new HashMap<>();
        for (ExecutionReport event : evidence.events()) {
            if (event.getSourceId() == session.sourceId() && !event.getDuplicate()) {
                effects.computeIfAbsent(event.getSourceSequence(), sequence -> new ArrayList<>())
                        .add(event);
            }
        }
        findings.requireEqual(
                session.answered(), (long) session.sent().size(), "source " + session.sourceId() + ": answered");
        for (long sequence = 1; sequence <= session.answered(); sequence++) {
            String command = "command " + sequence + " of source " + session.sourceId();
            List<ExecutionReport> own = effects.getOrDefault(sequence, List.of());
            long heads = own.stream().filter(SessionChecks::isHead).count();
            findings.require(heads == 1, command + " was answered and took effect " + heads + " times");
            for (int i = 1; i < own.size(); i++) {
                findings.require(
                        own.get(i).getSequence() == own.get(i - 1).getSequence() + 1,
                        command + ": events " + own.get(i - 1).getSequence() + " and "
                                + own.get(i).getSequence() + " are not of one moment");
            }
            if (!own.isEmpty()) {
                findings.requireEqual(
                        own.getFirst().getOrderId(),
                        session.sent().get((int) sequence - 1).getOrderId(),
                        command + ": order id");
            }
        }
        effects.keySet().stream()
                .filter(sequence -> sequence > session.sent().size())
                .forEach(sequence ->
                        findings.add("source " + session.sourceId() + " never sent its command " + sequence));
        session.reports().forEach(report -> told(session, report));
    }

    /** What the command itself became; anything else with its number is what followed from it. */
    private static boolean isHead(ExecutionReport event) {
        ExecutionType type = event.getExecutionType();
        boolean asked = event.getRejectReason() == RejectReason.REJECT_REASON_NONE;
        return HEADS.contains(type)
                && (asked || type != ExecutionType.EXECUTION_CANCELED && type != ExecutionType.EXECUTION_REPLACED);
    }

    private void told(SessionLog session, SessionReport report) {
        String what = "report of event " + report.getSequence() + " to source " + session.sourceId() + ": ";
        if (report.getSequence() < 1 || report.getSequence() > evidence.events().size()) {
            findings.add(what + "there is no such event");
            return;
        }
        ExecutionReport event = evidence.events().get((int) report.getSequence() - 1);
        findings.requireEqual(report.getExecutionType(), event.getExecutionType(), what + "type");
        findings.requireEqual(report.getOrderId(), event.getOrderId(), what + "order id");
        findings.requireEqual(report.getAccountId(), event.getAccountId(), what + "account");
        findings.requireEqual(report.getOrderStatus(), event.getOrderStatus(), what + "status");
        findings.requireEqual(report.getTradeId(), event.getTradeId(), what + "trade id");
        findings.requireEqual(report.getRejectReason(), event.getRejectReason(), what + "reason");
        findings.requireEqual(report.getTimestampNanos(), event.getTimestampNanos(), what + "time");
        if (!event.getCumulativeQuantity().isEmpty()) {
            findings.requireEqual(
                    quantity(report.getInstrumentId(), report.getCumulativeQuantityLots()),
                    new BigDecimal(event.getCumulativeQuantity()),
                    what + "cumulative quantity");
        }
    }

    private BigDecimal quantity(int instrumentId, long lots) {
        return evidence.engine().instruments().stream()
                .filter(instrument -> instrument.getInstrumentId() == instrumentId)
                .findFirst()
                .map(Instrument::getLotSize)
                .map(BigDecimal::new)
                .orElse(BigDecimal.ONE)
                .multiply(BigDecimal.valueOf(lots));
    }
}
