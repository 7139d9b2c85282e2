package io.hft.tui.model;

import io.hft.tui.client.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Balances, and positions with what they have made. */
public final class MoneyModel {
    private static final int CENTS = 2;
    private static final int FULL = 8;

    /** What one owns of an asset. */
    public record Balance(String asset, BigDecimal total, BigDecimal held, BigDecimal available) {}

    /** What one holds, and what it cost; all in USD but the quantity. */
    public record Position(
            String asset,
            BigDecimal quantity,
            @Nullable BigDecimal averageCost,
            BigDecimal costBasis,
            BigDecimal marketPrice,
            BigDecimal realizedPnl) {
        public BigDecimal marketValue() {
            return quantity.multiply(marketPrice).setScale(FULL, RoundingMode.HALF_UP);
        }

        public BigDecimal unrealizedPnl() {
            return marketValue().subtract(costBasis);
        }

        Position at(BigDecimal price) {
            return new Position(asset, quantity, averageCost, costBasis, price, realizedPnl);
        }
    }

    private List<Balance> balances = List.of();
    private List<Position> positions = List.of();

    /** Takes balances of REST or of the feed: always all of them. */
    public void balances(JsonNode list) {
        List<Balance> fresh = new ArrayList<>();
        for (JsonNode node : list) {
            fresh.add(new Balance(
                    node.path("asset").asString(),
                    new BigDecimal(node.path("total").asString()),
                    new BigDecimal(node.path("held").asString()),
                    new BigDecimal(node.path("available").asString())));
        }
        balances = List.copyOf(fresh);
    }

    /** Takes the items of {@code GET /api/v1/positions}. */
    public void positions(JsonNode list) {
        List<Position> fresh = new ArrayList<>();
        for (JsonNode node : list) {
            fresh.add(new Position(
                    node.path("asset").asString(),
                    new BigDecimal(node.path("quantity").asString()),
                    WatchlistModel.decimal(node, "average_cost"),
                    new BigDecimal(Json.text(node, "cost_basis", "0")),
                    new BigDecimal(Json.text(node, "market_price", "0")),
                    new BigDecimal(Json.text(node, "realized_pnl", "0"))));
        }
        positions = List.copyOf(fresh);
    }

    /** A market in USD has traded at a price: what one holds of it is worth that now. */
    public void price(String asset, BigDecimal priceUsd) {
        positions = positions.stream()
                .map(position -> position.asset().equals(asset) ? position.at(priceUsd) : position)
                .toList();
    }

    public List<Balance> balances() {
        return balances;
    }

    public Optional<Balance> balance(String asset) {
        return balances.stream()
                .filter(balance -> balance.asset().equals(asset))
                .findFirst();
    }

    public BigDecimal available(String asset) {
        return balance(asset).map(Balance::available).orElse(BigDecimal.ZERO);
    }

    public List<Position> positions() {
        return positions;
    }

    public Optional<Position> position(String asset) {
        return positions.stream()
                .filter(position -> position.asset().equals(asset))
                .findFirst();
    }

    public BigDecimal unrealizedPnl() {
        return sum(positions.stream().map(Position::unrealizedPnl).toList());
    }

    public BigDecimal realizedPnl() {
        return sum(positions.stream().map(Position::realizedPnl).toList());
    }

    /** Cash and what positions are worth, in USD. */
    public BigDecimal worth() {
        BigDecimal cash = balance("USD").map(Balance::total).orElse(BigDecimal.ZERO);
        return cash.add(sum(positions.stream().map(Position::marketValue).toList()));
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO.setScale(CENTS), BigDecimal::add);
    }
}
