package io.hft.bench.load;

import static io.hft.bench.load.LineChart.escape;

import io.hft.bench.live.LiveFigures;
import io.hft.bench.load.LoadResult.Check;
import io.hft.bench.load.Timeline.Kind;
import io.hft.bench.load.Timeline.Total;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** A result as one page of HTML that needs nothing else: no scripts, no fonts, no pictures. */
final class LoadHtml {
    private static final String PAGE = "/load/page.html";

    private final LoadResult result;

    private LoadHtml(LoadResult result) {
        this.result = result;
    }

    static String of(LoadResult result) throws IOException {
        return new LoadHtml(result).page();
    }

    private String page() throws IOException {
        try (InputStream in = Objects.requireNonNull(LoadHtml.class.getResourceAsStream(PAGE), PAGE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("<!--verdict-->", verdict())
                    .replace("<!--figures-->", figures())
                    .replace("<!--checks-->", checks())
                    .replace("<!--charts-->", charts())
                    .replace("<!--requests-->", requests())
                    .replace("<!--errors-->", errors())
                    .replace("<!--about-->", about());
        }
    }

    private String verdict() {
        return result.passed()
                ? "<span class=\"verdict good\">passed</span>"
                : "<span class=\"verdict bad\">failed</span>";
    }

    private String figures() {
        final Total all = result.timeline().total();
        final int seconds = result.settings().seconds();
        return figure(format("%,d", result.settings().users()), "users at once")
                + figure(format("%.0f", (double) all.requests() / seconds), "requests a second")
                + figure(format("%.1f ms", all.p50Millis()), "half of the answers within")
                + figure(format("%.0f ms", all.p99Millis()), "99 of 100 within")
                + figure(format("%,.0f", (double) result.live().messages() / seconds), "live messages a second")
                + figure(format("%,d", result.orders().acknowledged()), "orders acknowledged")
                + figure(Integer.toString(result.orders().lost().size()), "orders lost");
    }

    private static String figure(String value, String what) {
        return "<div class=\"figure\"><b>" + value + "</b><span>" + what + "</span></div>\n";
    }

    private String checks() {
        final StringBuilder rows = new StringBuilder();
        for (final Check check : result.checks()) {
            rows.append("<tr><td class=\"").append(check.holds() ? "good\">✓" : "bad\">✗");
            rows.append("</td><td>").append(escape(check.what())).append("</td><td>");
            rows.append(escape(check.found())).append("</td></tr>\n");
        }
        return rows.toString();
    }

    private String charts() {
        final List<Timeline.Second> seconds = result.timeline().seconds();
        final List<LiveFigures.Second> live = result.live().seconds();
        final LineChart rate = LineChart.linear("Requests", "a second, by when they were due");
        for (final Kind kind : Kind.values()) {
            rate.line(LoadText.name(kind), values(seconds, second -> second.requests()
                    .getOrDefault(kind, 0L)));
        }
        rate.line("errors", values(seconds, Timeline.Second::errors));
        final LineChart cpu = LineChart.linear("Processor", "% of one core; machine: of all");
        final LineChart heap = LineChart.linear("Heap in use", "MiB");
        final LineChart resident = LineChart.linear("Resident memory", "MiB");
        for (final PartGauge.Series part : result.resources().parts()) {
            cpu.line(part.name(), values(part.looks(), PartGauge.Look::cpuPercent));
            heap.line(part.name(), values(part.looks(), PartGauge.Look::heapMebibytes));
            resident.line(part.name(), values(part.looks(), PartGauge.Look::residentMebibytes));
        }
        cpu.line("machine", result.resources().machinePercent());
        return LineChart.logarithmic("Time until the answer", "ms, from when the request was due")
                        .line("P50", values(seconds, Timeline.Second::p50Millis))
                        .line("P90", values(seconds, Timeline.Second::p90Millis))
                        .line("P99", values(seconds, Timeline.Second::p99Millis))
                        .html()
                + rate.html()
                + LineChart.logarithmic("Age of the live book when it is read", "ms, from the engine's event")
                        .line("P50", values(live, LiveFigures.Second::bookP50Millis))
                        .line("P99", values(live, LiveFigures.Second::bookP99Millis))
                        .html()
                + LineChart.linear("Live messages", "a second, of all readers")
                        .line("messages", values(live, LiveFigures.Second::messages))
                        .html()
                + cpu.html()
                + heap.html()
                + resident.html();
    }

    private static <T> List<Double> values(List<T> seconds, ToDoubleFunction<T> value) {
        return seconds.stream().map(value::applyAsDouble).toList();
    }

    private String requests() {
        final StringBuilder rows =
                new StringBuilder(row("all requests", result.timeline().total()));
        for (final Kind kind : Kind.values()) {
            rows.append(row(LoadText.name(kind), result.timeline().total(kind)));
        }
        final LiveFigures live = result.live();
        for (final LiveFigures.Kind kind : LiveFigures.Kind.values()) {
            rows.append(row(
                    "live: " + kind.name().toLowerCase(Locale.ROOT),
                    new Total(
                            live.updates(kind),
                            live.millis(kind, 50),
                            live.millis(kind, 90),
                            live.millis(kind, 99),
                            live.millis(kind, 99.9),
                            live.millis(kind, 100))));
        }
        return rows.toString();
    }

    private String row(String name, Total total) {
        return format(
                "<tr><td>%s</td><td>%,d</td><td>%,.1f</td><td>%.1f</td><td>%.1f</td><td>%.1f</td><td>%.1f</td><td>%.0f</td></tr>\n",
                name,
                total.requests(),
                (double) total.requests() / result.settings().seconds(),
                total.p50Millis(),
                total.p90Millis(),
                total.p99Millis(),
                total.p999Millis(),
                total.maxMillis());
    }

    private String errors() {
        final Map<String, Long> all = new TreeMap<>(result.timeline().errors());
        result.live().errorsByKind().forEach((what, count) -> all.put("live: " + what, count));
        if (all.isEmpty()) {
            return "<tr><td>none</td><td>0</td></tr>\n";
        }
        final StringBuilder rows = new StringBuilder();
        all.forEach((what, count) -> rows.append("<tr><td>")
                .append(escape(what))
                .append("</td><td>")
                .append(count)
                .append("</td></tr>\n"));
        return rows.toString();
    }

    private String about() {
        final LoadSettings settings = result.settings();
        return escape(format(
                "%s · %s · %d s behind %d s of warm-up, %.0f requests/s in all, so each user one every %.1f s on average · seed %d · %s, %d cores,"
                        + " %,d MiB, load %.2f before · %s · %s",
                result.startedAt(),
                result.url(),
                settings.seconds(),
                settings.warmupSeconds(),
                settings.rate(),
                settings.thinkSeconds(),
                settings.seed(),
                result.machine().processor(),
                result.machine().cores(),
                result.machine().memoryMegabytes(),
                result.machine().loadAverage(),
                result.machine().javaVersion(),
                result.machine().system()));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
