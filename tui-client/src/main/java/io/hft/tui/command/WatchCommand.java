package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Json;
import io.hft.tui.client.LiveFeed;
import io.hft.tui.model.BookModel;
import io.hft.tui.model.Side;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "watch",
        description = "Print what happens, as it happens, until it is interrupted; connects again by itself.",
        footer = {
            "",
            "With -o json every line is a message of the live interface (docs/api/websocket.md).",
            "For example: hft watch BTC-USD --channel trades",
            "             hft watch --channel orders -o json | jq -r '.order.status'"
        })
final class WatchCommand extends BackendCommand {
    private static final Set<String> OF_A_MARKET = Set.of("book", "trades", "ticker", "candles");
    private static final Set<String> OF_ONESELF = Set.of("orders", "fills", "balances", "status", "heartbeat");
    private static final List<Column> LEVELS = List.of(
            Column.text("symbol"),
            Column.number("bid_quantity"),
            Column.number("bid"),
            Column.number("ask"),
            Column.number("ask_quantity"));

    @Parameters(paramLabel = "SYMBOL", arity = "0..*", description = "The markets, for the channels of markets.")
    private List<String> symbols = List.of();

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description =
                    "ticker (with a market) or orders by default; book, trades, candles, fills, balances, status, heartbeat.")
    private @Nullable String channel;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "End after so many messages.")
    private int count;

    WatchCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        String wanted = channel != null ? Table.lowerCase(channel) : symbols.isEmpty() ? "orders" : "ticker";
        if (!OF_A_MARKET.contains(wanted) && !OF_ONESELF.contains(wanted)) {
            throw usage("there is no channel '" + wanted + "'");
        }
        if (OF_A_MARKET.contains(wanted) == symbols.isEmpty()) {
            throw usage(
                    symbols.isEmpty()
                            ? "say which market: hft watch SYMBOL"
                            : "the channel " + wanted + " is of no market");
        }
        Watcher watcher = new Watcher(output, wanted);
        try (LiveFeed feed = new LiveFeed(client, Clock.systemUTC(), watcher)) {
            watcher.feed = feed;
            feed.start();
            watcher.enough.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return watcher.exitCode;
    }

    /** Prints messages; its methods run on the feed's thread. */
    private final class Watcher implements LiveFeed.Listener {
        private final Output output;
        private final String wanted;
        private final CountDownLatch enough = new CountDownLatch(1);
        private final AtomicInteger printed = new AtomicInteger();
        private volatile int exitCode = ExitCodes.OK;
        private @Nullable LiveFeed feed;
        private final Map<String, BookModel> books = new HashMap<>();
        private boolean headed;
        private boolean wasConnected;

        Watcher(Output output, String wanted) {
            this.output = output;
            this.wanted = wanted;
        }

        @Override
        public void connected() {
            wasConnected = true;
            LiveFeed connectedFeed = Objects.requireNonNull(feed);
            if (symbols.isEmpty()) {
                connectedFeed.subscribe(wanted, null);
            }
            symbols.forEach(symbol -> connectedFeed.subscribe(wanted, symbol(symbol)));
        }

        @Override
        public void message(JsonNode message) {
            if (!message.path("channel").asString("").equals(wanted) || enough.getCount() == 0) {
                return;
            }
            if (context.format() == Format.json) {
                output.line(message);
            } else {
                List<JsonNode> rows = rowsOf(message);
                if (!rows.isEmpty()) {
                    output.more(rows, columns(), !headed);
                    headed = true;
                }
            }
            if (printed.incrementAndGet() == count) {
                enough.countDown();
            }
        }

        private List<Column> columns() {
            return switch (wanted) {
                case "book" -> LEVELS;
                case "trades" -> Columns.TRADES;
                case "ticker" -> Columns.TICKERS;
                case "candles" -> Columns.CANDLES;
                case "orders" -> Columns.ORDERS;
                case "fills" -> Columns.FILLS;
                case "balances" -> Columns.BALANCES;
                case "status" -> Columns.MARKETS;
                default -> List.of(Column.number("seq"), Column.text("timestamp"));
            };
        }

        private List<JsonNode> rowsOf(JsonNode message) {
            return switch (wanted) {
                case "book" -> best(message);
                case "ticker" -> List.of(message.path("ticker"));
                case "trades" -> either(message, "trades", "trade");
                case "candles" -> rows(message.path("candles"));
                case "orders" -> either(message, "orders", "order");
                case "fills" -> either(message, "fills", "fill");
                case "balances" -> rows(message.path("balances"));
                case "status" -> rows(message.path("status").path("instruments"));
                default -> List.of(message);
            };
        }

        private List<JsonNode> either(JsonNode message, String all, String one) {
            return message.has(one) ? List.of(message.path(one)) : rows(message.path(all));
        }

        /** The best prices behind the message; its own book is begun anew when it is in doubt. */
        private List<JsonNode> best(JsonNode message) {
            String symbol = Json.text(message, "symbol", "");
            BookModel book = books.computeIfAbsent(symbol, name -> new BookModel());
            if (book.apply(message) == BookModel.Applied.IN_DOUBT) {
                Objects.requireNonNull(feed).subscribe("book", symbol);
            }
            if (book.isStale()) {
                return List.of();
            }
            ObjectNode row = JsonNodeFactory.instance.objectNode().put("symbol", symbol);
            book.best(Side.BUY)
                    .ifPresent(level -> row.put("bid", level.priceText()).put("bid_quantity", level.quantityText()));
            book.best(Side.SELL)
                    .ifPresent(level -> row.put("ask", level.priceText()).put("ask_quantity", level.quantityText()));
            return List.of(row);
        }

        @Override
        public void error(String errorCode, String explanation) {
            complain(errorCode + ": " + explanation);
            if (printed.get() == 0) {
                exitCode = errorCode.contains("CREDENTIALS") || errorCode.contains("AUTH")
                        ? ExitCodes.NOT_ALLOWED
                        : errorCode.contains("NOT_FOUND") ? ExitCodes.NOT_FOUND : ExitCodes.REFUSED;
                enough.countDown();
            }
        }

        @Override
        public void silent() {
            complain("nothing comes; waiting");
        }

        @Override
        public void heard() {
            // What comes is printed.
        }

        @Override
        public void disconnected(String why, Instant nextTry) {
            complain("not connected: " + why);
            if (!wasConnected) {
                exitCode = ExitCodes.UNREACHABLE;
                enough.countDown();
            }
        }

        @Override
        public void latency(Duration roundTrip) {
            // Nobody asks for it here.
        }
    }
}
