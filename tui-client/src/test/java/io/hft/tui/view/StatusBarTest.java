package io.hft.tui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.model.ConnectionModel.Feed;
import io.hft.tui.model.Desk;
import io.hft.tui.model.Desks;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first line: how it stands comes before everything else that might be told. */
class StatusBarTest {
    private final Desk desk = Desks.busy();

    private String bar(int width) {
        Canvas canvas = Canvas.virtual(width, 24, new Theme(false, false));
        new FrameView(ZoneOffset.UTC).draw(canvas, desk, Desks.NOON, List.of(), List.of(), List.of());
        return canvas.lines().getFirst();
    }

    @Test
    void tellsAllThatMattersOnASmallScreen() {
        assertThat(bar(80))
                .isEqualTo(" HFT  1 trade   ● live 2 ms    engine ok  #1042        demo  SANDBOX   12:00:00");
        desk.show(Desk.Page.ORDERS);
        assertThat(bar(100)).startsWith(" HFT  1  2 orders  3  4  5   ● live 2 ms    engine ok  #1042 ");
        desk.show(Desk.Page.TRADE);
        assertThat(bar(120)).contains("● live 2 ms    engine ok  #1042", "2 orders", "5 log");
    }

    @Test
    void leavesOutWhatMattersLeast() {
        desk.connection.sawSequence(12_345_678);
        assertThat(bar(80)).startsWith(" HFT  1 trade   ● live 2 ms    engine ok  #12345678 ");
        desk.connection.account("somebody-with-a-name", true);
        assertThat(bar(80))
                .isEqualTo(" 1 trade   ● live 2 ms    engine ok  #12345678  somebody-w…  SANDBOX   12:00:00");
        assertThat(bar(70)).isEqualTo(" 1 trade   ● live 2 ms    engine ok    somebody-…  SANDBOX   12:00:00");
        assertThat(bar(62)).isEqualTo(" 1 trade   ● live  engine ok     somebod…  SANDBOX   12:00:00");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 120})
    void doesNotJumpWithTheLatency(int width) {
        desk.connection.latency(Duration.ofNanos(20_000));
        int engine = bar(width).indexOf("engine ok");
        assertThat(bar(width)).contains("live <1 ms");
        for (long millis : new long[] {1, 12, 123, 999, 1_000, 4_321}) {
            desk.connection.latency(Duration.ofMillis(millis));
            assertThat(bar(width)).contains(millis < 1000 ? " " + millis + " ms " : " " + millis / 1000 + " s ");
            assertThat(bar(width).indexOf("engine ok")).as("%d ms", millis).isEqualTo(engine);
        }
        desk.connection.feed(Feed.DOWN, null);
        desk.connection.feed(Feed.LIVE, null);
        assertThat(desk.connection.latency()).isNull();
        assertThat(bar(width).indexOf("engine ok")).isEqualTo(engine);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 70, 80, 120})
    void alwaysSaysWhatIsWrong(int width) {
        desk.connection.sawSequence(12_345_678);
        desk.connection.account("somebody-with-a-name", true);
        desk.markStale();
        assertThat(bar(width)).contains("STALE", "engine ok", "12:00:00", "SANDBOX");
        desk.connection.engine("engine_unavailable");
        assertThat(bar(width)).contains("● live", "STALE", "ENGINE AWAY");
        desk.connection.engine("restricted");
        assertThat(bar(width)).contains("STALE", "RESTRICTED");
        desk.connection.engine("ok");
        desk.connection.feed(Feed.DOWN, Desks.NOON.plusSeconds(8));
        assertThat(bar(width)).contains("8 s", "STALE", "engine ?").doesNotContain("engine ok");
        desk.connection.feed(Feed.SILENT, null);
        assertThat(bar(width)).contains("● silent", "STALE", "engine ?");
    }
}
