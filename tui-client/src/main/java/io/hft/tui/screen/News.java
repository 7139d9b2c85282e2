package io.hft.tui.screen;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Json;
import io.hft.tui.client.LiveFeed;
import io.hft.tui.model.ConnectionModel.Feed;
import io.hft.tui.model.Desk;
import io.hft.tui.model.FillsModel.Fill;
import io.hft.tui.model.LogModel.Level;
import io.hft.tui.model.OrderRow;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Brings the models what the backend says: by REST what there is, by the live feed what happens. */
final class News implements LiveFeed.Listener, AutoCloseable {
    private static final List<String> PRIVATE = List.of("orders", "fills", "balances");
    private static final Duration BEFORE_POSITIONS = Duration.ofMillis(300);

    private final Desk desk;
    private final BackendClient backend;
    private final Requests requests;
    private final Inbox inbox;
    private final Clock clock;
    private final LiveFeed feed;
    private final FollowedMarket market;
    private boolean connected;
    private boolean positionsAsked;

    News(Desk desk, BackendClient backend, Requests requests, Inbox inbox, Clock clock) {
        this.desk = desk;
        this.backend = backend;
        this.requests = requests;
        this.inbox = inbox;
        this.clock = clock;
        feed = new LiveFeed(backend, clock, this);
        market = new FollowedMarket(desk, backend, requests, feed, this::say);
    }

    /** On the loop's thread, as everything below but the listener's methods. */
    void start() {
        load();
        feed.start();
    }

    /** What REST knows: also when the live feed does not come. */
    void load() {
        requests.ask(() -> backend.get("/api/v1/instruments"), this::markets, this::failed);
        requests.ask(() -> backend.get("/api/v1/status"), this::status, this::failed);
        loadAccount();
    }

    void loadAccount() {
        requests.ask(() -> backend.get("/api/v1/balances"), desk.money::balances, this::failed);
        requests.ask(
                () -> backend.get("/api/v1/orders?limit=200"),
                page -> page.path("items").forEach(this::order),
                this::failed);
        requests.ask(
                () -> backend.get("/api/v1/fills?limit=200"),
                page -> page.path("items").forEach(node -> desk.fills.put(Fill.of(node))),
                this::failed);
        loadPositions();
    }

    private void loadPositions() {
        requests.ask(
                () -> backend.get("/api/v1/positions"), page -> desk.money.positions(page.path("items")), this::failed);
    }

    private void markets(JsonNode instruments) {
        desk.watchlist.markets(instruments);
        follow();
        for (String symbol : desk.watchlist.symbols()) {
            requests.ask(
                    () -> backend.get("/api/v1/market/" + symbol + "/ticker"),
                    ticker -> ticker(symbol, ticker),
                    this::failed);
            requests.ask(
                    () -> backend.get("/api/v1/market/" + symbol + "/candles?interval=1m&limit=120"),
                    candles -> desk.candles(symbol).add(candles.isArray() ? candles : candles.path("items")),
                    this::failed);
        }
        if (connected) {
            subscribeMarkets();
        }
    }

    /** The selected market may be another. */
    void follow() {
        market.follow(connected);
    }

    private void subscribeMarkets() {
        for (String symbol : desk.watchlist.symbols()) {
            feed.subscribe("ticker", symbol);
            feed.subscribe("candles", symbol);
        }
    }

    private void subscribeAll() {
        feed.subscribe("status", null);
        PRIVATE.forEach(channel -> feed.subscribe(channel, null));
        subscribeMarkets();
        market.subscribe();
    }

    /** One message that is not as we know it must not end an evening. */
    private void understand(JsonNode message) {
        try {
            take(message);
        } catch (RuntimeException e) {
            String channel = message.path("channel").asString("?");
            String symbol = Json.text(message, "symbol", "");
            say(Level.WARNING, "a message of " + channel + " was not understood: " + e.getMessage());
            if (channel.equals("book")) {
                market.lost(symbol);
            }
        }
    }

    private void take(JsonNode message) {
        String symbol = Json.text(message, "symbol", "");
        switch (message.path("channel").asString("")) {
            case "book" -> market.book(symbol, message);
            case "trades" -> desk.tape(symbol).apply(message);
            case "ticker" -> ticker(symbol, message.path("ticker"));
            case "candles" -> desk.candles(symbol).add(message.path("candles"));
            case "status" -> status(message.path("status"));
            case "orders" -> orders(message);
            case "fills" -> fills(message);
            case "balances" -> balances(message);
            default -> {
                // The heartbeat, and channels that are not shown.
            }
        }
    }

    private void ticker(String symbol, JsonNode node) {
        desk.watchlist.ticker(symbol, node);
        desk.watchlist
                .market(symbol)
                .filter(market -> market.quoteAsset().equals("USD"))
                .ifPresent(market -> desk.watchlist
                        .ticker(symbol)
                        .flatMap(io.hft.tui.model.WatchlistModel.Ticker::price)
                        .ifPresent(price -> desk.money.price(market.baseAsset(), price)));
    }

    private void status(JsonNode status) {
        String before = desk.connection.engine();
        String now = Json.text(status, "status", "?");
        desk.connection.engine(now);
        for (JsonNode market : status.path("instruments")) {
            desk.watchlist.tradingState(Json.text(market, "symbol", ""), Json.text(market, "trading_state", ""));
        }
        if (!before.equals(now) && !before.equals("?")) {
            say(now.equals("ok") ? Level.GOOD : Level.WARNING, "the exchange is " + now.replace('_', ' '));
            if (now.equals("ok")) {
                loadAccount();
            }
        }
    }

    private void order(JsonNode node) {
        OrderRow order = OrderRow.of(node);
        desk.orders.put(order);
        desk.connection.sawSequence(order.engineSequence());
    }

    private void orders(JsonNode message) {
        if (message.path("type").asString("").equals("snapshot")) {
            List<OrderRow> open = new ArrayList<>();
            message.path("orders").forEach(node -> open.add(OrderRow.of(node)));
            for (OrderRow gone : desk.orders.openAre(open)) {
                requests.ask(() -> backend.get("/api/v1/orders/" + gone.orderId()), this::order, this::failed);
            }
        } else {
            order(message.path("order"));
        }
    }

    private void fills(JsonNode message) {
        if (message.path("type").asString("").equals("snapshot")) {
            message.path("fills").forEach(node -> desk.fills.put(Fill.of(node)));
            return;
        }
        Fill fill = Fill.of(message.path("fill"));
        if (desk.fills.put(fill)) {
            say(
                    Level.GOOD,
                    (fill.side() == io.hft.tui.model.Side.BUY ? "bought " : "sold ") + plain(fill.quantity()) + ' '
                            + fill.symbol() + " at " + plain(fill.price()));
            positionsChanged();
        }
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private void balances(JsonNode message) {
        desk.money.balances(message.path("balances"));
        positionsChanged();
    }

    /** Asked for once for many changes. */
    private void positionsChanged() {
        if (!positionsAsked) {
            positionsAsked = true;
            requests.ask(
                    () -> {
                        Requests.pause(BEFORE_POSITIONS);
                        return backend.get("/api/v1/positions");
                    },
                    page -> {
                        positionsAsked = false;
                        desk.money.positions(page.path("items"));
                    },
                    failure -> {
                        positionsAsked = false;
                        failed(failure);
                    });
        }
    }

    private void say(Level level, String text) {
        if (desk.log.last().filter(last -> last.text().equals(text)).isEmpty()) {
            desk.log.add(clock.instant(), level, text);
        }
    }

    private void failed(RuntimeException failure) {
        say(Level.WARNING, Requests.words(failure));
    }

    // ---- on the feed's thread -----------------------------------------------------------------------------------

    @Override
    public void connected() {
        inbox.put(() -> {
            connected = true;
            desk.connection.feed(Feed.LIVE, null);
            say(Level.GOOD, "live: connected to " + backend.url());
            if (desk.watchlist.symbols().isEmpty()) {
                load();
            } else {
                loadAccount();
            }
            subscribeAll();
        });
    }

    @Override
    public void message(JsonNode message) {
        inbox.put(() -> understand(message));
    }

    @Override
    public void error(String errorCode, String explanation) {
        inbox.put(() -> say(Level.WARNING, errorCode + ": " + explanation));
    }

    @Override
    public void silent() {
        inbox.put(() -> {
            desk.connection.feed(Feed.SILENT, null);
            say(Level.WARNING, "the live feed is silent: what is shown may be old");
        });
    }

    @Override
    public void heard() {
        inbox.put(() -> desk.connection.feed(Feed.LIVE, null));
    }

    @Override
    public void disconnected(String why, @Nullable Instant nextTry) {
        inbox.put(() -> {
            if (connected || desk.connection.feed() == Feed.CONNECTING) {
                say(Level.WARNING, "not connected: " + why + "; trying again");
            }
            connected = false;
            desk.markStale();
            desk.connection.feed(Feed.DOWN, nextTry);
            desk.connection.engine("?");
            market.read();
        });
    }

    @Override
    public void latency(Duration roundTrip) {
        inbox.put(() -> desk.connection.latency(roundTrip));
    }

    /** For tests and for what a person asks: which messages the feed is to send. */
    void send(Map<String, ?> message) {
        feed.send(message);
    }

    @Override
    public void close() {
        feed.close();
    }
}
