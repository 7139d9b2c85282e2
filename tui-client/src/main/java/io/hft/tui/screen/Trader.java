package io.hft.tui.screen;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.BackendProblem;
import io.hft.tui.client.Json;
import io.hft.tui.client.OutcomeUnknown;
import io.hft.tui.model.Desk;
import io.hft.tui.model.LogModel.Level;
import io.hft.tui.model.Market;
import io.hft.tui.model.MoneyModel.Balance;
import io.hft.tui.model.OrderRow;
import io.hft.tui.model.Side;
import io.hft.tui.model.TicketModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Places, previews and cancels orders. Every send has a key, so that a lost answer is asked for again and nothing is doubled. */
final class Trader {
    private final Desk desk;
    private final BackendClient backend;
    private final Requests requests;
    private final Clock clock;
    private final BigDecimal confirmAbove;

    Trader(Desk desk, BackendClient backend, Requests requests, Clock clock, BigDecimal confirmAbove) {
        this.desk = desk;
        this.backend = backend;
        this.requests = requests;
        this.clock = clock;
        this.confirmAbove = confirmAbove;
    }

    boolean isBig(Optional<BigDecimal> notional) {
        return notional.filter(worth -> worth.compareTo(confirmAbove) > 0).isPresent();
    }

    Optional<BigDecimal> notional() {
        return desk.ticket.notional(
                desk.ticket.market().flatMap(market -> desk.price(market.symbol(), desk.ticket.side())));
    }

    /** Asks what the ticket would cost. */
    void preview() {
        TicketModel ticket = desk.ticket;
        if (!ticket.isOpen() || ticket.missing().isPresent()) {
            return;
        }
        Map<String, Object> order = ticket.request();
        requests.ask(
                () -> backend.post("/api/v1/orders/preview", order, null),
                answer -> ticket.previewed(
                        order,
                        new TicketModel.Preview(
                                Json.text(answer, "hold_asset", ""),
                                new BigDecimal(Json.text(answer, "hold", "0")),
                                new BigDecimal(Json.text(answer, "available", "0")),
                                answer.path("sufficient").asBoolean(false),
                                null),
                        null),
                failure -> ticket.previewed(order, null, Requests.words(failure)));
    }

    /** Sends the ticket. */
    void place() {
        TicketModel ticket = desk.ticket;
        Map<String, Object> order = ticket.request();
        String key = ticket.send(UUID.randomUUID().toString());
        send(order, key, () -> ticket.sent(), failure -> {
            if (ticket.stage() == TicketModel.Stage.SENDING) {
                ticket.failed(Requests.words(failure), !(failure instanceof BackendProblem));
            }
        });
    }

    /** Sends an order that a command named. */
    void place(Map<String, Object> order) {
        send(order, UUID.randomUUID().toString(), () -> {}, failure -> {});
    }

    private void send(
            Map<String, Object> order,
            String key,
            Runnable taken,
            java.util.function.Consumer<RuntimeException> refused) {
        requests.ask(
                () -> backend.post("/api/v1/orders", order, key),
                answer -> {
                    taken.run();
                    placed(answer);
                },
                failure -> {
                    refused.accept(failure);
                    say(Level.ERROR, words(failure));
                });
    }

    private static String words(RuntimeException failure) {
        return failure instanceof OutcomeUnknown
                ? Requests.words(failure) + ": look at the open orders; Enter twice asks again, and nothing is doubled"
                : Requests.words(failure);
    }

    private void placed(JsonNode answer) {
        OrderRow order = OrderRow.of(answer);
        desk.orders.put(order);
        desk.orders.select(order.orderId());
        boolean refused = order.status().equals("REJECTED")
                || !order.isOpen() && order.cumulativeQuantity().signum() == 0;
        String reason = order.rejectReason() == null ? "" : ": " + order.rejectReason();
        say(refused ? Level.ERROR : Level.INFO, describe(order) + " is " + order.status() + reason);
    }

    static String describe(OrderRow order) {
        BigDecimal price = order.price();
        return order.side() + " " + plain(order.quantity()) + ' ' + order.symbol()
                + (price == null ? " at market" : " at " + plain(price));
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    void cancel(OrderRow order) {
        requests.ask(
                () -> backend.delete("/api/v1/orders/" + order.orderId()),
                answer -> {
                    desk.orders.put(OrderRow.of(answer));
                    say(Level.INFO, "cancelled: " + describe(order));
                },
                failure -> say(Level.ERROR, describe(order) + ": " + Requests.words(failure)));
    }

    void cancelAll() {
        say(Level.INFO, "cancelling all orders ...");
        requests.ask(
                () -> backend.delete("/api/v1/orders"),
                answer -> {
                    answer.path("items").forEach(node -> desk.orders.put(OrderRow.of(node)));
                    say(Level.GOOD, "cancelled: " + counted(answer.path("items").size()));
                },
                failure -> say(Level.ERROR, "cancel all: " + Requests.words(failure)));
    }

    private static String counted(int orders) {
        return orders == 1 ? "1 order" : orders + " orders";
    }

    /** What would have to be sold for nothing to be left of the market's base asset, if there is something. */
    Optional<BigDecimal> toFlatten(Market market) {
        return desk.money
                .balance(market.baseAsset())
                .map(Balance::available)
                .map(amount ->
                        amount.divide(market.lotSize(), 0, RoundingMode.DOWN).multiply(market.lotSize()))
                .filter(amount -> amount.signum() > 0);
    }

    /** Sells at market what one has of it. */
    void flatten(Market market, BigDecimal quantity) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("symbol", market.symbol());
        order.put("side", Side.SELL.name());
        order.put("type", "MARKET");
        order.put("quantity", quantity.toPlainString());
        place(order);
    }

    private void say(Level level, String text) {
        desk.log.add(clock.instant(), level, text);
    }
}
