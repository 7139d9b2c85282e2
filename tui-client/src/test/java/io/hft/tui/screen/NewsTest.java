package io.hft.tui.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.ScriptedExchange;
import io.hft.tui.client.Tokens;
import io.hft.tui.model.ConnectionModel.Feed;
import io.hft.tui.model.Desk;
import io.hft.tui.model.Desks;
import io.hft.tui.model.LogModel.Entry;
import io.hft.tui.model.Side;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the live feed does to the models, over a real WebSocket. */
class NewsTest {
    private static final String BOOK = "\"channel\":\"book\"";
    private static final String SNAPSHOT = """
            {'channel':'book','type':'snapshot','symbol':'BTC-USD','seq':%d,'sequence':1042,
             'bids':[['49999.99','1.50000000']],'asks':[['50000.00','2.00000000']],'checksum':%d}""";
    private static final String UPDATE = """
            {'channel':'book','type':'update','symbol':'BTC-USD','seq':%d,'sequence':1043,
             'bids':[],'asks':[['50000.00','%s']],'checksum':%d}""";
    private static final long FIRST = Desks.crc("49999.99:1.50000000:50000.00:2.00000000");
    private static final long SECOND = Desks.crc("49999.99:1.50000000:50000.00:0.70000000");

    private final ScriptedExchange exchange = new ScriptedExchange();
    private final Desk desk = new Desk();
    private final Inbox inbox = new Inbox();
    private final Requests requests = new Requests(inbox);
    private final News news = new News(
            desk,
            new BackendClient(exchange.url(), Tokens.NONE, Duration.ofSeconds(5)),
            requests,
            inbox,
            Clock.systemUTC());

    @BeforeEach
    void connect() throws Exception {
        exchange.rest().answersAt("/api/v1/instruments", """
                        [{'symbol':'BTC-USD','base_asset':'BTC','quote_asset':'USD','tick_size':'0.01','lot_size':'0.00000001'}]""");
        exchange.rest().answersAt("/api/v1/status", "{'status':'ok'}");
        exchange.rest().answersAt("/api/v1/market/BTC-USD/book", """
                        {'symbol':'BTC-USD','sequence':1050,'bids':[['49990.00','9.00000000']],'asks':[]}""");
        news.start();
        await(() -> desk.watchlist.selected().equals("BTC-USD"));
        welcome();
    }

    @AfterEach
    void close() throws IOException {
        news.close();
        requests.close();
        exchange.close();
    }

    /** As a backend greets, until the client follows the book. */
    private void welcome() throws Exception {
        while (true) {
            try {
                exchange.send("{'type':'welcome'}");
                break;
            } catch (AssertionError | IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        await(() -> desk.connection.feed() == Feed.LIVE);
        exchange.awaitMessage(BOOK);
    }

    /** Does what the loop does, until it is so. */
    private void await(BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Runnable task = inbox.take(TimeUnit.MILLISECONDS.toNanos(20));
            if (task != null) {
                task.run();
            }
        }
    }

    private boolean logged(String text) {
        return desk.log.entries().stream().map(Entry::text).anyMatch(one -> one.contains(text));
    }

    private long booksRead() {
        return exchange.rest().requests().stream()
                .filter(request -> request.path().startsWith("/api/v1/market/BTC-USD/book"))
                .count();
    }

    private String bestAskQuantity() {
        return desk.book().best(Side.SELL).orElseThrow().quantityText();
    }

    @Test
    void readsABookAgainWhoseChecksumIsWrongAndMarksItStaleUntilItIsRight() throws Exception {
        exchange.send(SNAPSHOT.formatted(1, FIRST));
        await(() -> !desk.isStale());
        long before = booksRead();

        exchange.send(UPDATE.formatted(2, "0.70000000", SECOND + 1));
        await(desk::isStale);
        assertThat(logged("the book is in doubt")).isTrue();
        exchange.awaitMessage(BOOK);
        await(() -> booksRead() > before && desk.book().best(Side.SELL).isEmpty());
        assertThat(desk.isStale())
                .as("what REST says is shown and not vouched for")
                .isTrue();

        exchange.send(SNAPSHOT.formatted(7, FIRST + 1));
        await(() -> exchange.unread(BOOK) == 1);
        assertThat(desk.isStale()).isTrue();

        exchange.send(SNAPSHOT.formatted(9, FIRST));
        await(() -> !desk.isStale());
        assertThat(bestAskQuantity()).isEqualTo("2.00000000");
        exchange.send(UPDATE.formatted(10, "0.70000000", SECOND));
        await(() -> bestAskQuantity().equals("0.70000000"));
        assertThat(desk.isStale()).isFalse();
    }

    @Test
    void doesNotAskWithoutEndForABookThatStaysWrong() throws Exception {
        for (int seq = 1; seq <= 20; seq++) {
            exchange.send(SNAPSHOT.formatted(seq, FIRST + 1));
        }
        exchange.send(UPDATE.formatted(99, "0.70000000", SECOND));
        await(() -> exchange.unread(BOOK) > 0);
        exchange.awaitMessage(BOOK);
        assertThat(exchange.unread(BOOK)).isZero();
        await(() -> exchange.unread(BOOK) > 0);
        assertThat(exchange.unread(BOOK)).isEqualTo(1);
    }

    @Test
    void goesOnAfterAMessageThatItDoesNotUnderstand() throws Exception {
        exchange.send(SNAPSHOT.formatted(1, FIRST));
        await(() -> !desk.isStale());
        exchange.send("{'channel':'book','type':'update','symbol':'BTC-USD','seq':2,'bids':[['much','1']],'asks':[]}");
        await(desk::isStale);
        assertThat(logged("a message of book was not understood")).isTrue();
        exchange.awaitMessage(BOOK);
        exchange.send(SNAPSHOT.formatted(3, FIRST));
        await(() -> !desk.isStale());
    }

    @Test
    void connectsAgainAndSaysSo() throws Exception {
        exchange.send(SNAPSHOT.formatted(1, FIRST));
        await(() -> !desk.isStale());
        exchange.cut();
        await(() -> desk.connection.feed() == Feed.DOWN);
        assertThat(desk.isStale()).isTrue();
        assertThat(desk.connection.retryAt()).isNotNull();
        assertThat(logged("not connected")).isTrue();
        welcome();
        assertThat(desk.isStale()).as("until the book has come").isTrue();
        exchange.send(SNAPSHOT.formatted(1, FIRST));
        await(() -> !desk.isStale());
    }
}
