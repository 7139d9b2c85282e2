package io.hft.bench.load;

import io.hft.bench.live.LiveFigures;
import io.hft.bench.report.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a run has shown.
 *
 * @param serverErrors answers of 500 and above
 * @param reconciliation status that engine and database were found in afterwards
 * @param drifts how many differences
 */
record LoadResult(
        String startedAt,
        String url,
        Machine machine,
        LoadSettings settings,
        Timeline timeline,
        long serverErrors,
        LiveFigures live,
        Resources resources,
        OrderCheck.Result orders,
        String reconciliation,
        long drifts) {
    private static final int EXAMPLES = 5;

    /** Something that must hold, and whether it did. */
    record Check(String what, boolean holds, String found) {}

    /** All of them must hold. */
    List<Check> checks() {
        final List<Check> checks = new ArrayList<>();
        checks.add(
                new Check("No order is lost", orders.lost().isEmpty(), found(orders.lost(), "acknowledged and found")));
        checks.add(new Check(
                "Every order is in the state that was told, once",
                orders.changed().isEmpty() && orders.unexplained().isEmpty(),
                orders.changed().isEmpty() && orders.unexplained().isEmpty()
                        ? orders.listed() + " compared"
                        : examples(orders.changed()) + examples(orders.unexplained())));
        checks.add(new Check(
                "Every order came over WebSocket, too",
                orders.notSeenLive().isEmpty(),
                found(orders.notSeenLive(), "seen live")));
        checks.add(new Check("No answer of 500 or above", serverErrors == 0, serverErrors + " of them"));
        checks.add(new Check(
                "No other error of a request",
                requestErrors().isEmpty(),
                requestErrors().isEmpty() ? "none" : requestErrors().toString()));
        checks.add(new Check(
                "No reader missed a step or was given up",
                live.errorsByKind().isEmpty(),
                live.errorsByKind().isEmpty() ? "none" : live.errorsByKind().toString()));
        checks.add(new Check(
                "Engine and database agree (full reconciliation)",
                reconciliation.equals("OK") && drifts == 0,
                reconciliation + ", " + drifts + " differences"));
        return checks;
    }

    boolean passed() {
        return checks().stream().allMatch(Check::holds);
    }

    Map<String, Long> requestErrors() {
        return timeline.errors();
    }

    private String found(List<String> wrong, String otherwise) {
        return wrong.isEmpty()
                ? orders.acknowledged() + " " + otherwise
                : wrong.size() + " of " + orders.acknowledged() + ": " + examples(wrong);
    }

    private static String examples(List<String> all) {
        return String.join("; ", all.subList(0, Math.min(EXAMPLES, all.size())));
    }
}
