package io.hft.it.chaos.oracle;

import static io.hft.it.chaos.oracle.Edited.allChanged;
import static io.hft.it.chaos.oracle.Edited.changed;
import static io.hft.it.chaos.oracle.Edited.first;
import static io.hft.it.chaos.oracle.Edited.plus;
import static io.hft.it.chaos.oracle.Edited.withAccounts;
import static io.hft.it.chaos.oracle.Edited.withEvents;
import static io.hft.it.chaos.oracle.Edited.withFills;
import static io.hft.it.chaos.oracle.Edited.withKeys;
import static io.hft.it.chaos.oracle.Edited.withOrders;
import static io.hft.it.chaos.oracle.Edited.withReplays;
import static io.hft.it.chaos.oracle.Edited.withRequests;
import static io.hft.it.chaos.oracle.Edited.withRest;
import static io.hft.it.chaos.oracle.Edited.withSessions;
import static io.hft.it.chaos.oracle.Edited.withTables;
import static io.hft.it.chaos.oracle.Edited.withTransfers;
import static io.hft.it.chaos.oracle.Edited.without;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.SessionReport;
import io.hft.it.chaos.oracle.Evidence.Replayed;
import io.hft.it.chaos.oracle.Evidence.RestView;
import io.hft.it.chaos.oracle.Request.Kind;
import io.hft.it.chaos.oracle.Request.State;
import io.hft.it.chaos.oracle.Request.Terms;
import io.hft.it.chaos.oracle.Tables.AccountRow;
import io.hft.it.chaos.oracle.Tables.FillRow;
import io.hft.it.chaos.oracle.Tables.KeyRow;
import io.hft.it.chaos.oracle.Tables.OrderRow;
import io.hft.it.chaos.oracle.Tables.TransferRow;
import io.hft.it.support.Reply;
import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * A lie about what happened, of which the oracle must find out: the tests of the oracle tell each of them about evidence in which nothing is
 * wrong.
 *
 * @param point the point that must fire (others may, too)
 */
public record Mutation(String name, int point, UnaryOperator<Evidence> change) {
    private static final BigDecimal ONE_LOT = new BigDecimal("0.00000001");

    @Override
    public String toString() {
        return name + " (" + point + ")";
    }

    /** All of them. Each needs something of its kind in the evidence: fills, open orders, answered requests, sessions. */
    public static List<Mutation> all() {
        List<Mutation> all = new ArrayList<>();
        all.addAll(ofOrders());
        all.addAll(ofMoney());
        all.addAll(ofAgreement());
        all.addAll(ofTheBook());
        all.addAll(ofReplays());
        all.addAll(ofTheStream());
        all.addAll(ofKeys());
        return all;
    }

    private static List<Mutation> ofOrders() {
        return List.of(
                new Mutation(
                        "an acknowledgement without an order", 1, e -> withRequests(e, plus(e.requests(), forged(e)))),
                new Mutation(
                        "a request that never got an answer", 1, e -> withRequests(e, plus(e.requests(), open(e)))),
                new Mutation(
                        "a refusal whose order exists",
                        1,
                        e -> withRequests(e, changed(e.requests(), Mutation::isPlaced, Mutation::refused))),
                new Mutation(
                        "an order of a batch acknowledged and not in the database",
                        1,
                        e -> withOrders(e, without(e.tables().orders(), row -> acknowledgedInABatch(e, row)))),
                new Mutation(
                        "a batch with a result too few",
                        1,
                        e -> withRequests(
                                e,
                                changed(
                                        e.requests(),
                                        request -> request.kind() == Kind.BATCH,
                                        request -> answeredWith(request, "{\"items\":[]}")))),
                new Mutation(
                        "an order lost from the database",
                        1,
                        e -> withOrders(e, without(e.tables().orders(), OrderRow::isOpen))),
                new Mutation(
                        "a fill forgotten by an answered order",
                        1,
                        e -> withOrders(
                                e,
                                changed(
                                        e.tables().orders(),
                                        row -> isMember(e, row.userId())
                                                && row.status().equals("FILLED"),
                                        row -> row.withStatus("CANCELED")))),
                new Mutation(
                        "an order entered twice",
                        1,
                        e -> withEvents(e, plus(e.events(), first(e.events(), Mutation::isNew)))),
                new Mutation("an order that REST does not show", 1, Mutation::hidden),
                new Mutation(
                        "an acknowledged replacement without effect",
                        1,
                        e -> withRequests(e, plus(e.requests(), forgedReplacement(e)))),
                new Mutation(
                        "a session's command without effect",
                        1,
                        e -> withEvents(
                                e,
                                changed(
                                        e.events(),
                                        event -> event.getSourceId() != 0 && isNew(event),
                                        event -> event.toBuilder()
                                                .clearSourceId()
                                                .clearSourceSequence()
                                                .build()))),
                new Mutation(
                        "a session that was told another story",
                        1,
                        e -> withSessions(
                                e,
                                changed(
                                        e.sessions(),
                                        session -> !session.reports().isEmpty(),
                                        Mutation::otherwiseTold))));
    }

    private static List<Mutation> ofMoney() {
        return List.of(
                new Mutation(
                        "a transfer booked twice",
                        2,
                        e -> withTransfers(e, plus(e.tables().transfers(), ofTrade(e)))),
                new Mutation(
                        "a transfer lost",
                        2,
                        e -> withTransfers(e, without(e.tables().transfers(), row -> row.equals(ofTrade(e))))),
                new Mutation(
                        "a fill lost from the money's view",
                        2,
                        e -> withFills(e, without(e.tables().fills(), fill -> true))),
                new Mutation(
                        "money out of nothing",
                        2,
                        e -> withAccounts(
                                e,
                                changed(
                                        e.tables().accounts(),
                                        account -> account.ownerId() != null,
                                        account -> account(
                                                account, account.balance().add(ONE_LOT), account.held())))),
                new Mutation(
                        "a negative balance",
                        2,
                        e -> withAccounts(
                                e,
                                changed(
                                        e.tables().accounts(),
                                        account -> account.ownerId() != null,
                                        account -> account(account, BigDecimal.ONE.negate(), BigDecimal.ZERO)))),
                new Mutation(
                        "a hold left behind",
                        2,
                        e -> withAccounts(
                                e,
                                changed(
                                        e.tables().accounts(),
                                        account -> account.ownerId() != null
                                                && account.balance().compareTo(account.held()) > 0,
                                        account -> account(
                                                account,
                                                account.balance(),
                                                account.held().add(ONE_LOT))))));
    }

    private static List<Mutation> ofAgreement() {
        return List.of(
                new Mutation(
                        "a fill lost", 3, e -> withFills(e, without(e.tables().fills(), fill -> true))),
                new Mutation(
                        "a fill at another price",
                        3,
                        e -> withFills(
                                e,
                                changed(
                                        e.tables().fills(),
                                        fill -> true,
                                        fill -> new FillRow(
                                                fill.shard(),
                                                fill.sequence(),
                                                fill.tradeId(),
                                                fill.orderId(),
                                                fill.userId(),
                                                fill.side(),
                                                fill.price().add(BigDecimal.ONE),
                                                fill.quantity(),
                                                fill.quoteAmount(),
                                                fill.liquidity())))),
                new Mutation(
                        "an order with another status",
                        3,
                        e -> withOrders(
                                e,
                                changed(
                                        e.tables().orders(),
                                        row -> row.status().equals("NEW"),
                                        row -> row.withStatus("CANCELED")))),
                new Mutation(
                        "events that are not booked yet",
                        3,
                        e -> withTables(
                                e,
                                new Tables(
                                        e.tables().orders(),
                                        e.tables().fills(),
                                        e.tables().transfers(),
                                        e.tables().accounts(),
                                        e.tables().keys(),
                                        e.tables().settledSequence() - 1))));
    }

    private static List<Mutation> ofTheBook() {
        return List.of(
                new Mutation(
                        "a trade not at the maker's price",
                        4,
                        e -> withEvents(
                                e,
                                allChanged(
                                        e.events(), event -> event.getTradeId() == aTrade(e), event -> event.toBuilder()
                                                .setLastPrice("1.00")
                                                .build()))),
                new Mutation(
                        "a trade of more than there is",
                        4,
                        e -> withEvents(
                                e,
                                allChanged(
                                        e.events(), event -> event.getTradeId() == aTrade(e), event -> event.toBuilder()
                                                .setLastQuantity("99999.00000000")
                                                .build()))),
                new Mutation(
                        "a trade with the wrong maker",
                        4,
                        e -> withEvents(
                                e,
                                allChanged(
                                        e.events(), event -> event.getTradeId() == aTrade(e), event -> event.toBuilder()
                                                .setOrderId(event.getLiquidityValue() == 1 ? 1L : event.getOrderId())
                                                .setContraOrderId(
                                                        event.getLiquidityValue() == 1 ? event.getContraOrderId() : 1L)
                                                .build()))),
                new Mutation(
                        "an order in a book that nobody entered",
                        4,
                        e -> withEvents(
                                e,
                                without(e.events(), event -> isNew(event) && isOpenInEngine(e, event.getOrderId())))));
    }

    private static List<Mutation> ofReplays() {
        return List.of(
                new Mutation(
                        "a replay with another hash",
                        5,
                        e -> withReplays(
                                e,
                                changed(
                                        e.replays(),
                                        replay -> true,
                                        replay -> new Replayed(
                                                replay.how(), replay.lastSequence(), replay.stateHash() + 1)))),
                new Mutation(
                        "a replay that ends early",
                        5,
                        e -> withReplays(
                                e,
                                changed(
                                        e.replays(),
                                        replay -> true,
                                        replay -> new Replayed(
                                                replay.how(), replay.lastSequence() - 1, replay.stateHash())))),
                new Mutation("no replay at all", 5, e -> withReplays(e, List.of())));
    }

    private static List<Mutation> ofTheStream() {
        return List.of(
                new Mutation(
                        "an event lost", 6, e -> withEvents(e, without(e.events(), event -> event.getSequence() == 3))),
                new Mutation(
                        "an event told twice",
                        6,
                        e -> withEvents(e, plus(e.events(), e.events().getLast()))),
                new Mutation(
                        "the last event withheld",
                        6,
                        e -> withEvents(e, e.events().subList(0, e.events().size() - 1))),
                new Mutation(
                        "a history that changes",
                        6,
                        e -> new Evidence(
                                e.events(),
                                changed(e.retold(), Mutation::isNew, event -> event.toBuilder()
                                        .setAccountId(event.getAccountId() + 1)
                                        .build()),
                                e.engine(),
                                e.clientBooks(),
                                e.tables(),
                                e.rest(),
                                e.requests(),
                                e.sessions(),
                                e.replays())),
                new Mutation("a client's book with a level too many", 6, Mutation::anotherClientBook));
    }

    private static List<Mutation> ofKeys() {
        return List.of(
                new Mutation(
                        "a second key for one order",
                        7,
                        e -> withKeys(e, plus(e.tables().keys(), otherKey(e)))),
                new Mutation(
                        "an answer that is not the stored one",
                        7,
                        e -> withKeys(
                                e,
                                allChanged(
                                        e.tables().keys(),
                                        row -> isMember(e, row.userId()),
                                        row -> new KeyRow(
                                                row.userId(),
                                                row.scope(),
                                                row.key(),
                                                row.orderId(),
                                                row.status(),
                                                row.body() + " ")))),
                new Mutation(
                        "a key whose order is another's",
                        7,
                        e -> withKeys(
                                e,
                                changed(
                                        e.tables().keys(),
                                        row -> isMember(e, row.userId()),
                                        row -> new KeyRow(
                                                row.userId() + 1,
                                                row.scope(),
                                                row.key(),
                                                row.orderId(),
                                                row.status(),
                                                row.body())))),
                new Mutation(
                        "an order that nobody asked for",
                        7,
                        e -> withRequests(e, without(e.requests(), Mutation::isPlaced))),
                new Mutation("another's order among one's own", 7, Mutation::shownToAnother));
    }

    // ---- single lies ---------------------------------------------------------------------------------------------

    private static boolean isNew(ExecutionReport event) {
        return event.getExecutionType() == ExecutionType.EXECUTION_NEW;
    }

    private static boolean isMember(Evidence evidence, long userId) {
        return evidence.requests().stream().anyMatch(request -> request.userId() == userId);
    }

    private static boolean isPlaced(Request request) {
        return request.kind() == Kind.PLACE && request.state() == State.ANSWERED;
    }

    private static boolean isOpenInEngine(Evidence evidence, long orderId) {
        return evidence.engine().openOrders().values().stream()
                .anyMatch(open -> open.stream().anyMatch(state -> state.getOrderId() == orderId));
    }

    private static long aTrade(Evidence evidence) {
        return first(evidence.events(), event -> event.getTradeId() != 0).getTradeId();
    }

    private static Request forged(Evidence evidence) {
        Request request = open(evidence);
        request.answered(
                reply(201, "{\"order_id\":\"1999999999999\",\"status\":\"NEW\",\"cumulative_quantity\":\"0\"}"));
        return request;
    }

    private static Request open(Evidence evidence) {
        return new Request(
                Kind.PLACE,
                evidence.requests().getFirst().userId(),
                "POST",
                "/api/v1/orders",
                "{}",
                "forged",
                "forged",
                new Terms("BTC-USD", "BUY", "LIMIT", "GTC", BigDecimal.ONE, BigDecimal.ONE));
    }

    private static Request forgedReplacement(Evidence evidence) {
        Request placed = first(
                evidence.requests(),
                request -> isPlaced(request)
                        && request.answer() != null
                        && request.answer().status() == 201);
        Terms terms = Objects.requireNonNull(placed.terms());
        Reply answer = Objects.requireNonNull(placed.answer());
        Request request = new Request(
                Kind.REPLACE,
                placed.userId(),
                "PATCH",
                "/api/v1/orders/" + answer.text("order_id"),
                "{}",
                answer.text("order_id"),
                null,
                new Terms(
                        terms.symbol(),
                        terms.side(),
                        terms.type(),
                        terms.timeInForce(),
                        terms.price(),
                        terms.quantity().add(BigDecimal.TEN)));
        request.answered(reply(200, answer.body()));
        return request;
    }

    private static Request refused(Request request) {
        Request other = new Request(
                request.kind(),
                request.userId(),
                request.method(),
                request.path(),
                request.body(),
                request.key(),
                request.clientOrderId(),
                request.terms());
        other.refused(reply(402, "{}"));
        return other;
    }

    private static boolean acknowledgedInABatch(Evidence evidence, OrderRow row) {
        return evidence.requests().stream()
                .filter(request -> request.kind() == Kind.BATCH && request.userId() == row.userId())
                .flatMap(request -> BatchItems.of(request).stream())
                .anyMatch(item -> Objects.equals(item.clientOrderId(), row.clientOrderId())
                        && item.answer() != null
                        && item.answer().status() == 201);
    }

    private static Request answeredWith(Request request, String body) {
        Request other = new Request(
                request.kind(),
                request.userId(),
                request.method(),
                request.path(),
                request.body(),
                request.key(),
                request.clientOrderId(),
                request.terms());
        other.answered(reply(200, body));
        return other;
    }

    private static Reply reply(int status, String body) {
        return new Reply(status, HttpHeaders.of(Map.of(), (name, value) -> true), body);
    }

    private static Evidence hidden(Evidence evidence) {
        Map<Long, RestView> rest = new HashMap<>(evidence.rest());
        Map.Entry<Long, RestView> shown = rest.entrySet().stream()
                .filter(entry -> !entry.getValue().orders().isEmpty())
                .findFirst()
                .orElseThrow();
        Map<Long, JsonNode> fewer = new HashMap<>(shown.getValue().orders());
        fewer.remove(fewer.keySet().iterator().next());
        rest.put(shown.getKey(), new RestView(fewer, shown.getValue().balances()));
        return withRest(evidence, rest);
    }

    private static Evidence shownToAnother(Evidence evidence) {
        Map<Long, RestView> rest = new HashMap<>(evidence.rest());
        List<Long> users = List.copyOf(rest.keySet());
        RestView one = rest.get(users.get(0));
        Map<Long, JsonNode> more = new HashMap<>(one.orders());
        more.putAll(rest.get(users.get(1)).orders());
        rest.put(users.get(0), new RestView(more, one.balances()));
        return withRest(evidence, rest);
    }

    private static SessionLog otherwiseTold(SessionLog session) {
        List<SessionReport> reports = changed(session.reports(), report -> true, report -> report.toBuilder()
                .setOrderId(report.getOrderId() + 1)
                .build());
        return new SessionLog(session.sourceId(), session.sent(), session.answered(), reports);
    }

    private static TransferRow ofTrade(Evidence evidence) {
        return first(evidence.tables().transfers(), row -> row.kind().equals("TRADE"));
    }

    private static AccountRow account(AccountRow row, BigDecimal balance, BigDecimal held) {
        return new AccountRow(row.accountId(), row.ownerId(), row.asset(), balance, held);
    }

    private static KeyRow otherKey(Evidence evidence) {
        KeyRow row = first(evidence.tables().keys(), key -> key.orderId() != 0);
        return new KeyRow(row.userId(), row.scope(), row.key() + "-again", row.orderId(), row.status(), row.body());
    }

    private static Evidence anotherClientBook(Evidence evidence) {
        Map<String, ClientBook> books = new HashMap<>(evidence.clientBooks());
        books.replaceAll((symbol, book) -> new ClientBook(
                book.eventSequence(),
                plus(
                        book.bids(),
                        PriceLevel.newBuilder()
                                .setPrice("0.01")
                                .setQuantity("1")
                                .setOrderCount(1)
                                .build()),
                book.asks()));
        return new Evidence(
                evidence.events(),
                evidence.retold(),
                evidence.engine(),
                books,
                evidence.tables(),
                evidence.rest(),
                evidence.requests(),
                evidence.sessions(),
                evidence.replays());
    }

    // ---- lists ---------------------------------------------------------------------------------------------------
}
