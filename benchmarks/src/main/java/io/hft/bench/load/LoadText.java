package io.hft.bench.load;

import io.hft.bench.live.LiveFigures;
import io.hft.bench.load.LoadResult.Check;
import io.hft.bench.load.Timeline.Kind;
import io.hft.bench.load.Timeline.Total;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A result for the terminal, as Markdown. */
final class LoadText {
    private LoadText() {}

    static List<String> of(LoadResult result) {
        final List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d users, %.0f requests/s in all (each one every %.1f s on average), %d s behind %d s of warm-up, seed %d",
                result.settings().users(),
                result.settings().rate(),
                result.settings().thinkSeconds(),
                result.settings().seconds(),
                result.settings().warmupSeconds(),
                result.settings().seed()));
        lines.add("");
        lines.add("| | a second | P50 ms | P90 ms | P99 ms | P99.9 ms | max ms |");
        lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        lines.add(row("all requests", result.timeline().total(), result.settings()));
        for (final Kind kind : Kind.values()) {
            lines.add(row(name(kind), result.timeline().total(kind), result.settings()));
        }
        for (final LiveFigures.Kind kind : LiveFigures.Kind.values()) {
            final LiveFigures live = result.live();
            lines.add(row(
                    "WebSocket: " + kind.name().toLowerCase(Locale.ROOT),
                    new Total(
                            live.updates(kind),
                            live.millis(kind, 50),
                            live.millis(kind, 90),
                            live.millis(kind, 99),
                            live.millis(kind, 99.9),
                            live.millis(kind, 100)),
                    result.settings()));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "WebSocket: %d messages, %.0f a second",
                result.live().messages(),
                (double) result.live().messages() / result.settings().seconds()));
        result.resources().parts().forEach(part -> lines.add(part(part)));
        lines.add("");
        for (final Check check : result.checks()) {
            lines.add((check.holds() ? "ok      " : "FAILED  ") + check.what() + ": " + check.found());
        }
        return lines;
    }

    static String name(Kind kind) {
        return switch (kind) {
            case PLACE -> "place";
            case CANCEL -> "cancel";
            case TAKE -> "buy or sell at market";
            case READ -> "read";
        };
    }

    private static String row(String name, Total total, LoadSettings settings) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f |",
                name,
                (double) total.requests() / settings.seconds(),
                total.p50Millis(),
                total.p90Millis(),
                total.p99Millis(),
                total.p999Millis(),
                total.maxMillis());
    }

    private static String part(PartGauge.Series part) {
        return String.format(
                Locale.ROOT,
                "%s: %.0f %% of a core on average, heap at most %.0f MiB, resident %.0f MiB at first, %.0f MiB at last",
                part.name(),
                part.looks().stream()
                        .mapToDouble(PartGauge.Look::cpuPercent)
                        .average()
                        .orElse(0),
                part.looks().stream()
                        .mapToDouble(PartGauge.Look::heapMebibytes)
                        .max()
                        .orElse(0),
                part.looks().isEmpty() ? 0 : part.looks().getFirst().residentMebibytes(),
                part.looks().isEmpty() ? 0 : part.looks().getLast().residentMebibytes());
    }
}
