package io.hft.tui.model;

import io.hft.tui.client.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The markets, what they trade at, and which of them is looked at. */
public final class WatchlistModel {
    /** A market's last 24 hours. */
    public record Ticker(
            @Nullable BigDecimal last,
            @Nullable BigDecimal changePercent,
            @Nullable BigDecimal bestBid,
            @Nullable BigDecimal bestAsk,
            @Nullable BigDecimal high,
            @Nullable BigDecimal low,
            BigDecimal volume) {
        static Ticker of(JsonNode node) {
            return new Ticker(
                    decimal(node, "last"),
                    decimal(node, "change_percent"),
                    decimal(node, "best_bid"),
                    decimal(node, "best_ask"),
                    decimal(node, "high"),
                    decimal(node, "low"),
                    new BigDecimal(Json.text(node, "volume", "0")));
        }

        /** The last trade's price, or what one could trade at. */
        public Optional<BigDecimal> price() {
            return Optional.ofNullable(last != null ? last : bestAsk != null ? bestAsk : bestBid);
        }
    }

    private final Map<String, Market> markets = new LinkedHashMap<>();
    private final Map<String, Ticker> tickers = new LinkedHashMap<>();
    private final Map<String, BigDecimal> lastPrices = new LinkedHashMap<>();
    private final Map<String, String> tradingStates = new LinkedHashMap<>();
    private String selected = "";

    static @Nullable BigDecimal decimal(JsonNode node, String field) {
        String text = Json.text(node, field);
        return text == null ? null : new BigDecimal(text);
    }

    /** Takes the answer of {@code GET /api/v1/instruments}. */
    public void markets(JsonNode instruments) {
        markets.clear();
        for (JsonNode node : instruments) {
            Market market = new Market(
                    node.path("symbol").asString(),
                    node.path("base_asset").asString(),
                    node.path("quote_asset").asString(),
                    new BigDecimal(node.path("tick_size").asString()),
                    new BigDecimal(node.path("lot_size").asString()));
            markets.put(market.symbol(), market);
        }
        if (!markets.containsKey(selected) && !markets.isEmpty()) {
            selected = markets.keySet().iterator().next();
        }
    }

    public void ticker(String symbol, JsonNode node) {
        Ticker ticker = Ticker.of(node);
        tickers.put(symbol, ticker);
        ticker.price().ifPresent(price -> lastPrices.put(symbol, price));
    }

    /** What it traded at, or could have traded at, when that was last known. */
    public Optional<BigDecimal> lastPrice(String symbol) {
        return Optional.ofNullable(lastPrices.get(symbol));
    }

    public void tradingState(String symbol, String state) {
        tradingStates.put(symbol, state);
    }

    /** TRADING, HALTED and so on; empty when it is not known. */
    public String tradingState(String symbol) {
        return tradingStates.getOrDefault(symbol, "");
    }

    public List<String> symbols() {
        return new ArrayList<>(markets.keySet());
    }

    public Optional<Market> market(String symbol) {
        return Optional.ofNullable(markets.get(symbol));
    }

    public Optional<Market> market() {
        return market(selected);
    }

    public Optional<Ticker> ticker(String symbol) {
        return Optional.ofNullable(tickers.get(symbol));
    }

    public String selected() {
        return selected;
    }

    /** @return whether there is such a market */
    public boolean select(String symbol) {
        if (!markets.containsKey(symbol)) {
            return false;
        }
        selected = symbol;
        return true;
    }

    /** The market so many places further down, round and round. */
    public void move(int places) {
        List<String> symbols = symbols();
        if (!symbols.isEmpty()) {
            selected = symbols.get(Math.floorMod(symbols.indexOf(selected) + places, symbols.size()));
        }
    }
}
