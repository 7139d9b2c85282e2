package io.hft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.bench.live.LiveFigures;
import io.hft.bench.load.Timeline.Kind;
import io.hft.bench.report.Machine;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class LoadReportTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long BEGIN = 5 * SECOND;
    private static final OrderCheck.Result WELL =
            new OrderCheck.Result(7, 7, List.of(), List.of(), List.of(), List.of());

    private final Timeline timeline = new Timeline(BEGIN, 3);

    @Test
    void countsARequestInTheSecondInWhichItWasDue() {
        timeline.answered(Kind.PLACE, BEGIN - 1, BEGIN + SECOND, "503");
        timeline.answered(Kind.PLACE, BEGIN, BEGIN + 20_000_000, null);
        timeline.answered(Kind.CANCEL, BEGIN + SECOND - 1, BEGIN + 4 * SECOND, null);
        timeline.answered(Kind.READ, BEGIN + 2 * SECOND, BEGIN + 2 * SECOND + 1_000_000, "429");
        timeline.answered(Kind.READ, BEGIN + 3 * SECOND, BEGIN + 4 * SECOND, null);

        assertThat(timeline.seconds())
                .extracting(Timeline.Second::requests)
                .containsExactly(Map.of(Kind.PLACE, 1L, Kind.CANCEL, 1L), Map.of(), Map.of(Kind.READ, 1L));
        assertThat(timeline.seconds()).extracting(Timeline.Second::errors).containsExactly(0L, 0L, 1L);
        assertThat(timeline.total().requests()).isEqualTo(3);
        assertThat(timeline.total(Kind.CANCEL).maxMillis()).isBetween(2_999.0, 3_010.0);
        // Those of the warm-up, too.
        assertThat(timeline.errors()).isEqualTo(Map.of("place: 503", 1L, "read: 429", 1L));
    }

    @Test
    void passesOnlyWhenEverythingHolds() throws IOException {
        assertThat(result(WELL, 0, "OK", 0).passed()).isTrue();
        assertThat(result(WELL, 1, "OK", 0).passed()).isFalse();
        assertThat(result(WELL, 0, "DRIFT", 1).passed()).isFalse();
        assertThat(result(WELL, 0, "INCOMPLETE", 0).passed()).isFalse();
        final OrderCheck.Result lost = new OrderCheck.Result(7, 6, List.of("17 NEW"), List.of(), List.of(), List.of());
        assertThat(result(lost, 0, "OK", 0).passed()).isFalse();
        assertThat(LoadText.of(result(lost, 0, "OK", 0))).contains("FAILED  No order is lost: 1 of 7: 17 NEW");
        assertThat(LoadHtml.of(result(lost, 0, "OK", 0))).contains("verdict bad", "1 of 7: 17 NEW");
        timeline.answered(Kind.READ, BEGIN, BEGIN + 1, "429");
        assertThat(result(WELL, 0, "OK", 0).passed()).isFalse();
    }

    @Test
    void drawsOnePageThatNeedsNothingElse() throws Exception {
        timeline.answered(Kind.PLACE, BEGIN, BEGIN + 20_000_000, null);
        timeline.answered(
                Kind.PLACE, BEGIN + 2 * SECOND, BEGIN + 2 * SECOND + 900_000_000, "java.io.IOException: <gone> & away");

        final String page = LoadHtml.of(result(WELL, 0, "OK", 0));

        assertThat(page)
                .contains("&lt;gone&gt; &amp; away", "Time until the answer", "P99")
                .doesNotContain("<!--");
        assertThat(page)
                .doesNotContainPattern(
                        Pattern.compile("<script|<link|<img|https?://(?!127\\.0\\.0\\.1)", Pattern.CASE_INSENSITIVE));
        final List<String> pictures = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group())
                .toList();
        assertThat(pictures).hasSizeGreaterThanOrEqualTo(2);
        for (final String picture : pictures) {
            assertThat(picture).doesNotContain("NaN").doesNotContain("Infinity");
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(picture)));
        }
    }

    private LoadResult result(OrderCheck.Result orders, long serverErrors, String reconciliation, long drifts)
            throws IOException {
        return new LoadResult(
                "2026-01-01T12:00:00Z",
                "http://127.0.0.1:8000",
                new Machine("a processor", 2, 4096, 0.1, "a system", "a JVM"),
                new LoadSettings(10, 5, 1, 3, 42),
                timeline,
                serverErrors,
                new LiveFigures(message -> {}),
                new Resources(Map.of()),
                orders,
                reconciliation,
                drifts);
    }
}
