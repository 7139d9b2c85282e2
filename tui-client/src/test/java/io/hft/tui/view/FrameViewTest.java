package io.hft.tui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.model.ConnectionModel;
import io.hft.tui.model.Desk;
import io.hft.tui.model.Desks;
import io.hft.tui.model.Side;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Frames on a virtual screen. Those in {@code src/test/resources/frames} were read, line by line, before they became what is expected; whoever
 * changes one reads it again.
 */
class FrameViewTest {
    private static final List<Hint> HINTS =
            List.of(new Hint("b", "buy"), new Hint("s", "sell"), new Hint("?", "help"), new Hint("q", "leave"));
    private final Desk desk = Desks.busy();

    private List<String> frame(int width, int height, Theme theme) {
        return canvas(width, height, theme).lines();
    }

    private Canvas canvas(int width, int height, Theme theme) {
        Canvas canvas = Canvas.virtual(width, height, theme);
        new FrameView(java.time.ZoneOffset.UTC)
                .draw(canvas, desk, Desks.NOON, HINTS, List.of(HINTS, HINTS), List.of("some", "others"));
        return canvas;
    }

    private static Theme plain() {
        return new Theme(false, false);
    }

    private void assertFrame(String name, List<String> lines) {
        assertThat(String.join("\n", lines) + "\n").isEqualTo(golden(name));
    }

    private static String golden(String name) {
        try (InputStream file = FrameViewTest.class.getResourceAsStream("/frames/" + name + ".txt")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void showsTheTradePageOnAWideScreen() {
        assertFrame("trade-120x40", frame(120, 40, plain()));
    }

    @Test
    void showsTheTradePageOnASmallScreen() {
        assertFrame("trade-80x24", frame(80, 24, plain()));
    }

    @Test
    void showsATicketInPlaceOfTheTapeOnASmallScreen() {
        desk.ticket.open(desk.watchlist.market().orElseThrow(), Side.BUY, new java.math.BigDecimal("50000"));
        "0.5".chars().forEach(c -> desk.ticket.type((char) c));
        assertFrame("ticket-80x24", frame(80, 24, plain()));
    }

    @Test
    void drawsWithAsciiAlone() {
        List<String> lines = frame(80, 24, new Theme(false, true));
        assertThat(lines).allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 127));
        assertFrame("trade-80x24-ascii", lines);
    }

    @Test
    void showsPositionsAndBalances() {
        desk.show(Desk.Page.POSITIONS);
        assertFrame("positions-80x24", frame(80, 24, plain()));
    }

    @Test
    void showsOrdersAndFills() {
        desk.show(Desk.Page.ORDERS);
        desk.orders.toggleOpenOnly();
        assertFrame("orders-100x18", frame(100, 18, plain()));
        desk.show(Desk.Page.FILLS);
        assertThat(frame(80, 24, plain())).anyMatch(line -> line.contains("50,000.00") && line.contains("taker"));
        desk.show(Desk.Page.LOG);
        assertThat(frame(80, 24, plain())).anyMatch(line -> line.contains("12:00:00 live: connected"));
    }

    @Test
    void saysThatItIsStaleAndWhenItTriesAgain() {
        desk.connection.feed(ConnectionModel.Feed.DOWN, Desks.NOON.plusSeconds(3));
        desk.markStale();
        List<String> lines = frame(120, 40, plain());
        assertThat(lines.getFirst()).contains("reconnecting in 3 s", "STALE").doesNotContain("2 ms");
        assertThat(lines).anyMatch(line -> line.contains("BTC-USD ─") && line.contains(" STALE ─"));
        desk.connection.engine("engine_unavailable");
        assertThat(frame(80, 24, plain()).getFirst()).contains("STALE");
        assertThat(frame(120, 40, plain()).getFirst()).contains("ENGINE AWAY");
    }

    @Test
    void marksOwnOrdersAndKeepsTheSpreadInTheMiddle() {
        List<String> lines = frame(120, 40, plain());
        assertThat(lines).anyMatch(line -> line.contains("● 49,995.00") && line.contains("● 0.25"));
        int spread = lines.indexOf(lines.stream()
                .filter(line -> line.contains("spread 0.01"))
                .findFirst()
                .orElseThrow());
        assertThat(lines.get(spread - 1)).contains("50,000.00");
        assertThat(lines.get(spread + 1)).contains("49,999.99");
        desk.moveLadder(3);
        List<String> scrolled = frame(120, 40, plain());
        assertThat(scrolled.get(spread + 3)).contains("spread 0.01");
    }

    @Test
    void keepsItsDecimalsWhileQuantitiesChange() {
        FrameView view = new FrameView(java.time.ZoneOffset.UTC);
        desk.book().apply(bookWith("1.23450000"));
        assertThat(drawnBy(view)).anyMatch(line -> line.contains("50,000.00    1.2345  "));
        desk.book().apply(bookWith("1.50000000"));
        assertThat(drawnBy(view)).anyMatch(line -> line.contains("50,000.00    1.5000  "));
        assertThat(frame(80, 24, plain()))
                .as("another screen")
                .anyMatch(line -> line.contains("50,000.00      1.50  "));
    }

    private static tools.jackson.databind.JsonNode bookWith(String quantity) {
        return Desks.json("{'type':'snapshot','seq':9,'sequence':1043,'bids':[],'asks':[['50000.00','" + quantity
                + "']]," + "'checksum':" + Desks.crc("50000.00:" + quantity) + "}");
    }

    private List<String> drawnBy(FrameView view) {
        Canvas canvas = Canvas.virtual(80, 24, plain());
        view.draw(canvas, desk, Desks.NOON, HINTS, List.of(), List.of());
        return canvas.lines();
    }

    @Test
    void putsHelpAboveEverything() {
        desk.toggleHelp();
        assertThat(frame(80, 24, plain()))
                .anyMatch(line -> line.contains("─ help ─"))
                .anyMatch(line -> line.contains("others"));
    }

    @Test
    void usesColoursOnlyWhenItMay() {
        assertThat(canvas(80, 24, new Theme(true, false)).ansi()).contains(";32m");
        assertThat(canvas(80, 24, plain()).ansi()).doesNotContain(";3", "[3", ";9");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "20,5", "59,40", "60,16", "61,17", "79,23", "80,24", "110,30", "119,29", "200,60", "400,10"})
    void drawsOnEverySizeWithoutLeavingIt(int width, int height) {
        for (Desk.Page page : Desk.Page.values()) {
            desk.show(page);
            for (boolean ticket : new boolean[] {false, true}) {
                if (ticket) {
                    desk.ticket.open(desk.watchlist.market().orElseThrow(), Side.SELL, null);
                } else {
                    desk.ticket.close();
                }
                List<String> lines = frame(width, height, plain());
                assertThat(lines).hasSize(height).allMatch(line -> line.length() <= width);
            }
        }
    }

    @Test
    void drawsADeskThatKnowsNothingYet() {
        Desk empty = new Desk();
        Canvas canvas = Canvas.virtual(120, 40, plain());
        new FrameView(java.time.ZoneOffset.UTC).draw(canvas, empty, Desks.NOON, HINTS, List.of(), List.of());
        assertThat(canvas.lines().getFirst()).contains("connecting");
    }
}
