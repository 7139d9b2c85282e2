package io.hft.tui.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.ScriptedBackend;
import io.hft.tui.client.Tokens;
import io.hft.tui.model.ConnectionModel;
import io.hft.tui.model.Desk;
import io.hft.tui.model.Desks;
import io.hft.tui.model.PromptModel;
import io.hft.tui.model.Side;
import io.hft.tui.model.TicketModel;
import io.hft.tui.model.TicketModel.Stage;
import io.hft.tui.view.Canvas;
import io.hft.tui.view.FrameView;
import io.hft.tui.view.Hint;
import io.hft.tui.view.Input;
import io.hft.tui.view.Theme;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keys and commands do, down to the requests that they send. */
class ScreenTest {
    private static final String PLACED =
            "{\"order_id\":\"9\",\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"time_in_force\":\"GTC\",\"price\":\"50000.00\","
                    + "\"quantity\":\"0.1\",\"cumulative_quantity\":\"0\",\"leaves_quantity\":\"0.1\",\"status\":\"%s\",\"reject_reason\":%s,"
                    + "\"created_at\":\"2026-01-01T12:00:00Z\",\"updated_at\":\"2026-01-01T12:00:00Z\",\"engine_sequence\":5000}";

    @TempDir
    private Path directory;

    private final ScriptedBackend backend = new ScriptedBackend();
    private final Desk desk = Desks.busy();
    private final Inbox inbox = new Inbox();
    private final Requests requests = new Requests(inbox);
    private Keys keys;

    @BeforeEach
    void prepare() {
        work(new BackendClient(backend.url(), Tokens.NONE, Duration.ofSeconds(5)));
    }

    private void work(BackendClient client) {
        Clock clock = Clock.fixed(Desks.NOON, ZoneOffset.UTC);
        Trader trader = new Trader(desk, client, requests, clock, new BigDecimal("10000"));
        News news = new News(desk, client, requests, inbox, clock);
        keys = new Keys(desk, trader, news, new CommandLine(desk, new History(directory)), clock, () -> {});
        keys.use(new Commands(desk, trader, keys, clock)::run);
    }

    @AfterEach
    void close() {
        requests.close();
        backend.close();
    }

    private void press(String characters) {
        characters
                .chars()
                .forEach(c -> keys.press(c == '\n' ? Input.Key.of(Input.Code.ENTER) : Input.Key.of((char) c)));
    }

    /** Runs what came back of requests, so many times. */
    private void await(int answers) throws InterruptedException {
        for (int i = 0; i < answers; i++) {
            Objects.requireNonNull(inbox.take(TimeUnit.SECONDS.toNanos(10)), "no answer")
                    .run();
        }
    }

    private String lastLog() {
        return desk.log.last().orElseThrow().text();
    }

    private java.util.List<ScriptedBackend.Request> placements() {
        return backend.requests().stream()
                .filter(request -> request.path().equals("/api/v1/orders"))
                .toList();
    }

    @Test
    void enterTwiceSendsTheTicketOnceWithAKey() throws InterruptedException {
        backend.answers(200, PLACED.formatted("NEW", "null"));
        press("b0.1\n");
        await(1);
        assertThat(desk.ticket.stage()).isEqualTo(Stage.CONFIRMING);
        assertThat(placements()).isEmpty();
        press("\n\n");
        await(1);
        assertThat(placements()).hasSize(1);
        assertThat(placements().getFirst().key()).isNotBlank();
        assertThat(desk.ticket.isOpen()).isFalse();
        assertThat(desk.orders.find("9")).isPresent();
        assertThat(lastLog()).isEqualTo("BUY 0.1 BTC-USD at 50000 is NEW");
    }

    @Test
    void aLostAnswerOfASendIsAskedForUnderTheSameKey() throws InterruptedException {
        backend.answers(200, "{}").losesTheAnswer().answers(201, PLACED.formatted("NEW", "null"));
        press("b0.1\n");
        await(1);
        press("\n");
        await(1);
        assertThat(placements()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(placements().stream().map(ScriptedBackend.Request::key).distinct())
                .hasSize(1);
        assertThat(placements().stream().map(ScriptedBackend.Request::body).distinct())
                .hasSize(1);
        assertThat(desk.ticket.isOpen()).isFalse();
        assertThat(desk.orders.find("9")).isPresent();
    }

    @Test
    void aSendWhoseOutcomeStaysUnknownIsSentAgainUnderItsKeyOnly() throws InterruptedException {
        work(new BackendClient(backend.url(), Tokens.NONE, Duration.ofMillis(200)));
        backend.answers(200, "{}").losesTheAnswer();
        press("b0.1\n");
        await(1);
        press("\n");
        await(1);
        assertThat(desk.ticket.isOpen()).isTrue();
        assertThat(desk.ticket.problem()).isPresent();
        assertThat(lastLog()).contains("nothing is doubled");
        String key = placements().getFirst().key();
        int before = placements().size();

        backend.answersAt("/api/v1/orders", PLACED.formatted("NEW", "null"));
        press("\n");
        await(1);
        press("\n");
        await(1);
        assertThat(placements()).hasSizeGreaterThan(before).allSatisfy(request -> assertThat(request.key())
                .isEqualTo(key));
        assertThat(desk.orders.find("9")).isPresent();
        assertThat(desk.ticket.isOpen()).isFalse();
    }

    @Test
    void leavesWhileTheFeedIsStaleAlsoFromATicket() {
        desk.markStale();
        desk.connection.feed(ConnectionModel.Feed.DOWN, Desks.NOON.plusSeconds(8));
        press("bq");
        assertThat(keys.ended()).isTrue();
    }

    @Test
    void saysThatNobodyAnswersWhenAllIsToBeCancelled() throws InterruptedException {
        work(new BackendClient(backend.url(), Tokens.NONE, Duration.ofMillis(200)));
        desk.connection.feed(ConnectionModel.Feed.DOWN, Desks.NOON.plusSeconds(8));
        backend.close();
        press("Cy");
        assertThat(lastLog()).isEqualTo("cancelling all orders ...");
        await(1);
        assertThat(lastLog()).startsWith("cancel all: ");
        assertThat(desk.orders.open()).isNotEmpty();
    }

    @Test
    void aBigOrderGoesByItsLetterOnly() throws InterruptedException {
        backend.answers(200, PLACED.formatted("NEW", "null"));
        press("b5\n");
        await(1);
        assertThat(desk.ticket.stage()).isEqualTo(Stage.CONFIRMING_BIG);
        press("\n\n");
        assertThat(placements()).isEmpty();
        press("y");
        await(1);
        assertThat(placements()).hasSize(1);
    }

    @Test
    void aRefusalIsShownInTheTicket() throws InterruptedException {
        backend.answers(402, "{\"error_code\":\"ERR_LIQUIDITY\",\"detail\":\"5 USD needed\"}");
        press("b0.1\n");
        await(1);
        press("\n");
        await(1);
        assertThat(desk.ticket.stage()).isEqualTo(Stage.WRITING);
        assertThat(desk.ticket.problem()).hasValue("ERR_LIQUIDITY: 5 USD needed");
        assertThat(lastLog()).contains("5 USD needed");
    }

    @Test
    void anOrderThatTheEngineRefusedIsSaid() throws InterruptedException {
        backend.answers(200, PLACED.formatted("REJECTED", "\"PRICE_OUTSIDE_BAND\""));
        press("b0.1\n");
        await(1);
        press("\n");
        await(1);
        assertThat(lastLog()).isEqualTo("BUY 0.1 BTC-USD at 50000 is REJECTED: PRICE_OUTSIDE_BAND");
    }

    @Test
    void cancelAllAsksFirstAlsoWhileTheFeedIsStaleAndATicketIsOpen() throws InterruptedException {
        backend.answers(200, "{\"items\":[]}");
        desk.markStale();
        press("bC");
        assertThat(desk.prompt.kind()).isEqualTo(PromptModel.Kind.QUESTION);
        press("n");
        assertThat(backend.requests()).isEmpty();
        press("Cy");
        await(1);
        assertThat(backend.requests().getFirst().method()).isEqualTo("DELETE");
        assertThat(lastLog()).isEqualTo("cancelled: 0 orders");
    }

    @Test
    void cancelsTheSelectedOrder() throws InterruptedException {
        backend.answers(200, PLACED.formatted("CANCELED", "null"));
        press("c");
        await(1);
        assertThat(backend.requests().getFirst().path()).isEqualTo("/api/v1/orders/1001");
    }

    @Test
    void flattenSellsAllOfItAtMarketWhenConfirmed() throws InterruptedException {
        backend.answers(200, PLACED.formatted("FILLED", "null"));
        press("f");
        assertThat(desk.prompt.question()).isEqualTo("Sell 0.125 BTC at market?");
        press("y");
        await(1);
        assertThat(placements().getFirst().body())
                .isEqualTo(
                        "{\"symbol\":\"BTC-USD\",\"side\":\"SELL\",\"type\":\"MARKET\",\"quantity\":\"0.12500000\"}");
        press("lf");
        assertThat(lastLog()).isEqualTo("nothing to flatten in ETH-USD");
    }

    @Test
    void aCommandSaysAllThatItMeans() {
        desk.ticket.open(desk.watchlist.market().orElseThrow(), Side.BUY, null);
        desk.ticket.type("MARKET");
        desk.ticket.focusOn(TicketModel.Field.SIZED_BY);
        desk.ticket.choose(1);
        desk.ticket.close();
        press(":buy btc-usd 0.05 market\n");
        assertThat(desk.ticket.request()).containsEntry("quantity", "0.05").doesNotContainKey("quote_quantity");
        keys.press(Input.Key.of(Input.Code.ESCAPE));
        keys.press(Input.Key.of(Input.Code.ESCAPE));
        press(":buy btc-usd 0.05 44000\n");
        assertThat(desk.ticket.request()).containsEntry("type", "LIMIT").containsEntry("time_in_force", "GTC");
    }

    @Test
    void commandsGoThroughTheTicket() {
        press(":sell btc-usd 0.05 51000\n");
        assertThat(desk.ticket.request())
                .containsEntry("side", "SELL")
                .containsEntry("quantity", "0.05")
                .containsEntry("price", "51000");
        assertThat(desk.ticket.stage()).isEqualTo(Stage.CONFIRMING);
        keys.press(Input.Key.of(Input.Code.ESCAPE));
        keys.press(Input.Key.of(Input.Code.ESCAPE));
        press(":buy doge-usd 1\n");
        assertThat(lastLog()).isEqualTo("there is no market 'doge-usd'");
        press(":frobnicate\n");
        assertThat(lastLog()).contains("no command 'frobnicate'");
    }

    @Test
    void walksTheScreensFiltersAndLeaves() {
        press("4");
        assertThat(desk.page()).isEqualTo(Desk.Page.FILLS);
        press("/sell\n");
        assertThat(desk.fills.shown()).isEmpty();
        keys.press(Input.Key.of(Input.Code.ESCAPE));
        assertThat(desk.fills.shown()).hasSize(1);
        press("2a/filled\n");
        assertThat(desk.orders.shown()).hasSize(1);
        press("?x?");
        assertThat(desk.help()).isTrue();
        assertThat(KeyBindings.now(desk)).extracting(Hint::key).containsExactly("any key");
        press("xq");
        assertThat(keys.ended()).isTrue();
    }

    @Test
    void everyLineOfTheHelpFitsItsHalfOfASmallScreen() {
        Canvas canvas = Canvas.virtual(80, 24, new Theme(false, false));
        desk.toggleHelp();
        new FrameView(ZoneOffset.UTC)
                .draw(canvas, desk, Desks.NOON, KeyBindings.now(desk), KeyBindings.groups(), KeyBindings.TITLES);
        String screen = String.join("\n", canvas.lines());
        assertThat(KeyBindings.groups().stream().flatMap(java.util.List::stream))
                .allSatisfy(hint -> assertThat(screen).contains(hint.key(), hint.what()));
    }

    @Test
    void controlCLeavesWhateverIsOpen() {
        press(":buy");
        keys.press(new Input.Key(Input.Code.CHARACTER, 'c', true));
        assertThat(keys.ended()).isTrue();
    }
}
