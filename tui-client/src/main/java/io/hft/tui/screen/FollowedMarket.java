package io.hft.tui.screen;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.LiveFeed;
import io.hft.tui.model.BookModel;
import io.hft.tui.model.Desk;
import io.hft.tui.model.LogModel.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** The market that is selected: its book and tape come live, and no other's. A book in doubt is begun anew. On the loop's thread. */
final class FollowedMarket {
    private static final List<String> CHANNELS = List.of("book", "trades");
    private static final Duration BETWEEN_DOUBTS = Duration.ofSeconds(1);

    private final Desk desk;
    private final BackendClient backend;
    private final Requests requests;
    private final LiveFeed feed;
    private final BiConsumer<Level, String> log;
    /** Books that were begun anew a moment ago, and whether they have been in doubt again since. */
    private final Map<String, Boolean> doubted = new HashMap<>();

    private String symbol = "";

    FollowedMarket(Desk desk, BackendClient backend, Requests requests, LiveFeed feed, BiConsumer<Level, String> log) {
        this.desk = desk;
        this.backend = backend;
        this.requests = requests;
        this.feed = feed;
        this.log = log;
    }

    /** Takes the one that is selected now. */
    void follow(boolean connected) {
        String selected = desk.watchlist.selected();
        if (selected.equals(symbol)) {
            return;
        }
        if (connected && !symbol.isEmpty()) {
            String before = symbol;
            CHANNELS.forEach(channel -> feed.unsubscribe(channel, before));
            desk.book(before).markStale();
        }
        symbol = selected;
        desk.centreLadder();
        read();
        if (connected) {
            subscribe();
        }
    }

    void subscribe() {
        if (!symbol.isEmpty()) {
            CHANNELS.forEach(channel -> feed.subscribe(channel, symbol));
        }
    }

    /** Shows the book as REST has it, until the live one is right. */
    void read() {
        String read = symbol;
        if (!read.isEmpty()) {
            requests.ask(
                    () -> backend.get("/api/v1/market/" + read + "/book?depth=100"),
                    answer -> desk.book(read).show(answer),
                    failure -> log.accept(Level.WARNING, Requests.words(failure)));
        }
    }

    /** Takes a message of the channel {@code book}. */
    void book(String of, JsonNode message) {
        BookModel book = desk.book(of);
        if (book.apply(message) == BookModel.Applied.IN_DOUBT) {
            doubt(of);
        }
        desk.connection.sawSequence(book.sequence());
    }

    /** A message of the book could not be applied. */
    void lost(String of) {
        desk.book(of).markStale();
        doubt(of);
    }

    /** The book begins anew: at once, and where it is still in doubt then, again after a while, so that nobody is asked without end. */
    private void doubt(String of) {
        if (!of.equals(symbol)) {
            return;
        }
        log.accept(Level.WARNING, of + ": the book is in doubt, reading it again");
        if (doubted.replace(of, true) != null) {
            return;
        }
        doubted.put(of, false);
        read();
        feed.subscribe("book", of);
        requests.ask(
                () -> {
                    Requests.pause(BETWEEN_DOUBTS);
                    return of;
                },
                still -> {
                    if (Boolean.TRUE.equals(doubted.remove(still))) {
                        doubt(still);
                    }
                },
                failure -> doubted.remove(of));
    }
}
