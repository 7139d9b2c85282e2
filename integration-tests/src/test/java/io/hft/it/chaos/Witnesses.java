package io.hft.it.chaos;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.it.chaos.RestBot.Member;
import io.hft.it.chaos.oracle.ClientBook;
import io.hft.it.chaos.oracle.Evidence;
import io.hft.it.chaos.oracle.Evidence.EngineView;
import io.hft.it.chaos.oracle.Evidence.RestView;
import io.hft.it.chaos.oracle.Tables;
import io.hft.it.chaos.oracle.Violation;
import io.hft.it.support.Api;
import io.hft.it.support.Database;
import io.hft.it.support.EngineClient;
import io.hft.it.support.EventRecorder;
import io.hft.it.support.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Gathers the evidence from all sides, directly and not through the proxies, once nothing is under way any more. */
final class Witnesses {
    private static final Duration REST_DEADLINE = Duration.ofSeconds(60);
    private static final Duration STILL = Duration.ofMillis(700);
    private static final int TRIES = 20;
    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)\\D*$");

    private final EngineClient engine;
    private final Database database;
    private final BotHttp http;
    private final EventRecorder recorder;
    private final FeedWatcher feed;
    private final Replays replays;

    Witnesses(
            EngineClient engine,
            Database database,
            BotHttp http,
            EventRecorder recorder,
            FeedWatcher feed,
            Replays replays) {
        this.engine = engine;
        this.database = database;
        this.http = http;
        this.recorder = recorder;
        this.feed = feed;
        this.replays = replays;
    }

    /**
     * Waits until every order has an outcome, every event is booked and told, and nothing new has come for a while.
     *
     * @throws org.awaitility.core.ConditionTimeoutException when that does not happen by itself
     */
    void awaitRest() {
        Awaitility.await("every order has an outcome and every event is booked")
                .atMost(REST_DEADLINE)
                .pollInterval(Duration.ofMillis(100))
                .during(STILL)
                .ignoreExceptions()
                .until(this::isAtRest);
    }

    private boolean isAtRest() {
        long last = stats().getLastSequence();
        return recorder.lastSequence() == last
                && database.settledSequence() == last
                && database.count("select count(*) from orders where status = 'PENDING_NEW'") == 0
                && booksAreShownUpTo();
    }

    /** A feed tells a book only when it changes: an older one may be as good. */
    private boolean booksAreShownUpTo() {
        Map<String, ClientBook> books = feed.books();
        for (Instrument instrument : engine.instruments()) {
            ClientBook book = books.get(instrument.getSymbol());
            OrderBook now = engine.book(instrument.getSymbol());
            if (book == null
                    || !book.bids().equals(now.getBidsList())
                    || !book.asks().equals(now.getAsksList())) {
                return false;
            }
        }
        return true;
    }

    /** Why there is no rest, for messages. */
    String unrest() {
        try {
            return "engine's last event " + stats().getLastSequence() + ", subscriber's " + recorder.lastSequence()
                    + ", booked " + database.settledSequence() + ", pending orders "
                    + database.lines("select order_id, user_id, created_at from orders where status = 'PENDING_NEW'")
                    + ", books shown as they are: " + booksAreShownUpTo();
        } catch (RuntimeException e) {
            return "not even asking works: " + e;
        }
    }

    Tables tables() {
        return Tables.read(database);
    }

    /** Gathers everything of one moment; what its makers know is added by {@code crowd}. */
    Evidence gather(Crowd crowd) throws InterruptedException {
        for (int tried = 1; ; tried++) {
            long before = stats().getLastSequence();
            Evidence evidence = gatherOnce(crowd);
            if (stats().getLastSequence() == before || tried == TRIES) {
                return evidence;
            }
            // An order has expired in the meantime.
            awaitRest();
        }
    }

    private Evidence gatherOnce(Crowd crowd) throws InterruptedException {
        ShardStats stats = stats();
        List<Instrument> instruments = engine.instruments();
        Map<String, OrderBook> books = new HashMap<>();
        Map<String, List<OrderState>> open = new HashMap<>();
        for (Instrument instrument : instruments) {
            books.put(instrument.getSymbol(), engine.book(instrument.getSymbol()));
            open.put(instrument.getSymbol(), engine.openOrders(instrument.getSymbol()));
        }
        Map<Long, RestView> rest = new HashMap<>();
        for (RestBot bot : crowd.bots()) {
            rest.put(bot.member().userId(), view(bot.member()));
        }
        return new Evidence(
                recorder.events(),
                retold(stats.getLastSequence()),
                new EngineView(stats.getLastSequence(), stats.getStateHash(), instruments, books, open),
                feed.books(),
                Tables.read(database),
                rest,
                crowd.requests(),
                crowd.sessions(),
                replays.all());
    }

    /** The whole history that the engine still has. */
    private List<ExecutionReport> retold(long last) {
        try {
            return engine.events(1, last);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.OUT_OF_RANGE) {
                throw e;
            }
            // Older ones are not retained; the refusal names the first that is.
            Matcher first = LAST_NUMBER.matcher(String.valueOf(e.getStatus().getDescription()));
            if (!first.find()) {
                throw e;
            }
            return engine.events(Long.parseLong(first.group(1)), last);
        }
    }

    /** What the backend's own comparison finds. */
    List<Violation> reconciliation(URI url) {
        Reply reply = Api.of(url).get("/api/v1/admin/reconciliation");
        boolean agrees =
                reply.status() == 200 && reply.json().path("drift_count").asInt(-1) == 0;
        return agrees ? List.of() : List.of(new Violation(3, "the reconciler says " + reply));
    }

    private ShardStats stats() {
        return TradingEngineGrpc.newBlockingStub(engine.channel())
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .getStats(GetStatsRequest.getDefaultInstance())
                .getShards(0);
    }

    private RestView view(Member member) throws InterruptedException {
        Map<Long, JsonNode> orders = new HashMap<>();
        String path = "/api/v1/orders?limit=500";
        while (path != null) {
            JsonNode page = get(path, member);
            for (JsonNode order : page.path("items")) {
                orders.put(Long.parseLong(order.path("order_id").asString()), order);
            }
            JsonNode cursor = page.path("next_cursor");
            path = cursor.isString() ? "/api/v1/orders?limit=500&cursor=" + cursor.asString() : null;
        }
        Map<String, JsonNode> balances = new HashMap<>();
        for (JsonNode balance : get("/api/v1/balances", member)) {
            balances.put(balance.path("asset").asString(), balance);
        }
        return new RestView(orders, balances);
    }

    private JsonNode get(String path, Member member) throws InterruptedException {
        Reply reply =
                http.get(path, member.token()).orElseThrow(() -> new IllegalStateException("no answer to " + path));
        if (reply.status() != 200) {
            throw new IllegalStateException(path + ": " + reply);
        }
        return reply.json();
    }
}
