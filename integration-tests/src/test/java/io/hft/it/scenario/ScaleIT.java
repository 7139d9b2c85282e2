package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.it.support.Api;
import io.hft.it.support.Backend;
import io.hft.it.support.Consistency;
import io.hft.it.support.FlowCheck;
import io.hft.it.support.OrderFlow;
import io.hft.it.support.OrderFlow.Market;
import io.hft.it.support.Parallel;
import io.hft.it.support.RedisProcess;
import io.hft.it.support.Reply;
import io.hft.it.support.ScaledPlatform;
import io.hft.it.support.Seed;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several backends are one exchange, whichever of their parts dies or falls behind. */
class ScaleIT {
    /** Of one user; a caller who asks them all as fast as he can gets far beyond. */
    private static final int READS_AT_ONCE = 200;

    private static final int READS_PER_SECOND = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @RegisterExtension
    static final ScaledPlatform platform = new ScaledPlatform(Map.of(
            "HFT_LIMIT_READS_BURST", Integer.toString(READS_AT_ONCE),
            "HFT_LIMIT_READS_PER_SECOND", Integer.toString(READS_PER_SECOND)));

    @AfterEach
    void haveBothBackends() {
        platform.backends().forEach(Backend::startUnlessAlive);
    }

    private static OrderFlow flow(String name) {
        List<Api.User> users = List.of(platform.api().register(), platform.api().register());
        for (Api.User user : users) {
            assertThat(user.api().execute(user.id(), "BTC", "1", "stock").status())
                    .isEqualTo(200);
        }
        return new OrderFlow(
                users, List.of(Market.of("BTC-USD", "50000.00", "0.01", "500", "0.002")), 4, Seed.forTest(name));
    }

    private static void awaitAnswered(OrderFlow flow, int orders) {
        Awaitility.await(orders + " answered orders")
                .atMost(PATIENCE)
                .until(() -> flow.answered().size() >= orders);
    }

    @Test
    void settlesOnWhenTheLeaderDiesUnderLoad() {
        Backend leader = platform.leader();
        Backend heir = platform.other(leader);
        OrderFlow flow = flow("ScaleIT, leader");
        try (flow) {
            awaitAnswered(flow, 100);
            leader.process().kill();
            Awaitility.await("the other one settles").atMost(PATIENCE).until(heir::isLeader);
            awaitAnswered(flow, flow.answered().size() + 100);
            leader.start();
            awaitAnswered(flow, flow.answered().size() + 50);
        }

        assertThat(platform.leader()).isSameAs(heir);
        FlowCheck.hasEveryOrderOnce(flow, platform);
        System.out.printf(
                "ScaleIT: %d orders answered, %d without an answer when the leader died%n",
                flow.answered().size(), flow.unanswered().size());
    }

    @Test
    void keepsWhatADeadBackendHasPromised() {
        Backend one = platform.backends().getFirst();
        Backend other = platform.other(one);
        Api.User user = one.api().register();
        String key = UUID.randomUUID().toString();
        Reply first = user.api().execute(user.id(), "BTC", "0.1", key);
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        for (String id : List.of("a", "b", "c")) {
            assertThat(user.api()
                            .limit("BTC-USD", "BUY", "49000.00", "0.1", "GTC", id)
                            .status())
                    .isEqualTo(201);
        }
        assertThat(user.api()
                        .post("/api/v1/orders/cancel-all-after", Map.of("timeout_seconds", 2))
                        .status())
                .isEqualTo(200);

        one.process().kill();
        Api there = user.at(other.url()).api();
        Reply repeated = there.execute(user.id(), "BTC", "0.1", key);

        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(repeated.body()).isEqualTo(first.body());
        assertThat(there.execute(user.id(), "BTC", "0.2", key).status())
                .as("the key of another request")
                .isEqualTo(422);
        Awaitility.await("the other one cancels")
                .atMost(PATIENCE)
                .until(() -> platform.database()
                                .count(
                                        "select count(*) from orders where user_id = ? and status = 'CANCELED' and held = 0",
                                        user.id())
                        == 3);
        assertThat(there.balance("USD", "held")).isEqualTo("0.00000000");
        assertThat(platform.database()
                        .count("select count(*) from orders where user_id = ? and status = 'FILLED'", user.id()))
                .isEqualTo(1);
    }

    @Test
    void answersForABackendThatDiedBeforeItsAnswer() {
        Backend one = platform.other(platform.leader());
        Backend other = platform.other(one);
        Api.User user = other.api().register();
        String key = UUID.randomUUID().toString();
        one.process().kill();
        one.start(Map.of("HFT_TEST_FAULT_POINT", "before-answer"));

        assertThatThrownBy(() -> user.at(one.url()).api().execute(user.id(), "BTC", "1.0", key))
                .isInstanceOf(UncheckedIOException.class);
        Reply repeated = user.api().execute(user.id(), "BTC", "1.0", key);

        assertThat(repeated.status()).as(repeated.body()).isEqualTo(200);
        assertThat(repeated.text("remaining_balance")).isEqualTo("50000.00000000");
        assertThat(user.api().execute(user.id(), "BTC", "1.0", key).body()).isEqualTo(repeated.body());
        assertThat(platform.database().count("select count(*) from orders where user_id = ?", user.id()))
                .isEqualTo(1);
        new Consistency(platform).awaitRestAndCheck();
    }

    @Test
    void knowsEverybodyOnEveryBackend() {
        Backend one = platform.backends().getFirst();
        Backend other = platform.backends().getLast();
        Api.User user = one.api().register();
        assertThat(me(user, other).text("username")).isEqualTo(user.username());

        Api admin = login(one, "admin", ScaledPlatform.ADMIN_PASSWORD);
        String key = rotate(admin, "?revoke_previous=false");
        Awaitility.await("the other one has the new key")
                .atMost(PATIENCE)
                .until(() -> other.api().get("/.well-known/jwks.json").body().contains(key));
        assertThat(me(user, one).status()).as("what the key before has signed").isEqualTo(200);
        assertThat(me(user, other).status()).isEqualTo(200);
        Api.User again = new Api.User(user.id(), user.username(), login(other, user.username(), Api.PASSWORD));
        assertThat(me(again, one).status()).as("what the new one has signed").isEqualTo(200);

        assertThat(again.api().post("/api/v1/auth/logout", Map.of()).status()).isBetween(200, 204);
        assertThat(me(again, other).status()).isEqualTo(401);
        awaitRefused(again, one);
        assertThat(me(user, one).status()).as("his other login").isEqualTo(200);

        rotate(admin.at(other.url()), "?revoke_previous=true");
        awaitRefused(user, one);
        awaitRefused(user, other);
        Api.User anew = new Api.User(user.id(), user.username(), login(one, user.username(), Api.PASSWORD));
        assertThat(me(anew, other).status()).isEqualTo(200);
    }

    private static Reply me(Api.User user, Backend backend) {
        return user.at(backend.url()).api().get("/api/v1/auth/me");
    }

    private static void awaitRefused(Api.User user, Backend backend) {
        Awaitility.await(backend + " refuses " + user.username())
                .atMost(Duration.ofSeconds(5))
                .until(() -> me(user, backend).status() == 401);
    }

    private static Api login(Backend backend, String username, String password) {
        return backend.api().login(username, password);
    }

    private static String rotate(Api admin, String query) {
        Reply reply = admin.post("/api/v1/admin/signing-keys/rotate" + query, Map.of());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.text("key_id");
    }

    @Test
    void losesNothingWithItsRedis() {
        RedisProcess redis = platform.redis().orElse(null);
        if (redis == null) {
            String word = "SKIPPED: no redis-server is installed here";
            System.out.println("ScaleIT: " + word);
            Assumptions.abort(word);
        }
        assertReadsAreShared();
        Api.User user = platform.api().register();
        Reply bought = user.api().execute(user.id(), "BTC", "0.1", "key");
        assertThat(bought.status()).as(bought.body()).isEqualTo(200);
        double told = toldFromRedis();
        assertEverybodyRepeats(user, bought);
        assertEverybodyRepeats(user, bought);
        assertThat(toldFromRedis()).as("answers told from Redis").isGreaterThanOrEqualTo(told + 2);
        OrderFlow flow = flow("ScaleIT, Redis");
        try (flow) {
            awaitAnswered(flow, 100);
            long with = millisForAHundred(flow);
            redis.kill();
            assertEverybodyRepeats(user, bought);
            System.out.printf(
                    "ScaleIT: 100 orders in %d ms with Redis, the next in %d ms without%n",
                    with, millisForAHundred(flow));
            Reads alone = readsOfSomebodyNew();
            assertThat(alone.granted())
                    .as("%s", alone)
                    .isLessThanOrEqualTo(platform.backends().size() * alone.ofOneBucket());
            redis.start();
            Awaitility.await("they count together again").atMost(PATIENCE).until(() -> platform.backends().stream()
                    .allMatch(backend -> backend.process().output().contains("Redis answers again")));
            assertReadsAreShared();
            assertEverybodyRepeats(user, bought);
        }
        assertThat(user.api().balance("BTC", "total")).isEqualTo("0.10000000");
        assertThat(flow.unanswered()).isEmpty();
        FlowCheck.hasEveryOrderOnce(flow, platform);
    }

    private static void assertEverybodyRepeats(Api.User user, Reply first) {
        for (Backend backend : platform.backends()) {
            Reply repeated = user.at(backend.url()).api().execute(user.id(), "BTC", "0.1", "key");
            assertThat(repeated.status()).isEqualTo(200);
            assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(repeated.body()).isEqualTo(first.body());
            assertThat(user.at(backend.url())
                            .api()
                            .execute(user.id(), "BTC", "0.2", "key")
                            .status())
                    .isEqualTo(422);
        }
    }

    private static double toldFromRedis() {
        return platform.backends().stream()
                .mapToDouble(backend -> backend.metric("hft_kept_answers_total{found=\"yes\"}"))
                .sum();
    }

    private static long millisForAHundred(OrderFlow flow) {
        long begun = System.nanoTime();
        awaitAnswered(flow, flow.answered().size() + 100);
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    private record Reads(long asked, long granted, long seconds) {
        long ofOneBucket() {
            return READS_AT_ONCE + READS_PER_SECOND * seconds;
        }
    }

    /** What the backends grant together to somebody who asks them for far more. */
    private static Reads readsOfSomebodyNew() {
        Api.User user = platform.api().register();
        long begun = System.nanoTime();
        List<Integer> statuses = Parallel.calls(20, i -> Stream.generate(
                                () -> user.api().get("/api/v1/balances").status())
                        .limit(30)
                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
        long seconds =
                Duration.ofNanos(System.nanoTime() - begun).plusSeconds(1).toSeconds();
        assertThat(statuses).allMatch(status -> status == 200 || status == 429);
        long granted = statuses.stream().filter(status -> status == 200).count();
        assertThat(granted).isGreaterThanOrEqualTo(READS_AT_ONCE);
        return new Reads(statuses.size(), granted, seconds);
    }

    /** A machine that is busy may keep a Redis from answering in time once; not three times. */
    private static void assertReadsAreShared() {
        assertThat(Stream.generate(ScaleIT::readsOfSomebodyNew)
                        .limit(3)
                        .anyMatch(reads -> reads.granted() <= reads.ofOneBucket()))
                .as("all backends together grant what one bucket holds")
                .isTrue();
    }

    @Test
    void neverHidesAnOrderFromItsOwnerHoweverFarTheCopyIsBehind() {
        Api.User user = platform.api().register();
        OrderFlow flow = flow("ScaleIT, copy");
        try (flow) {
            awaitAnswered(flow, 50);
            double before = reads("replica");
            tradeAndLook(user, "a");
            Awaitility.await("lists come from the copy")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        assertThat(user.api().orders()).isNotEmpty();
                        return reads("replica") > before;
                    });

            platform.copy().execute("select pg_wal_replay_pause()");
            try {
                double elsewhere = reads("database");
                tradeAndLook(user, "b");
                assertThat(reads("database") - elsewhere).isGreaterThanOrEqualTo(30);
            } finally {
                platform.copy().execute("select pg_wal_replay_resume()");
            }
            platform.copy().kill();
            tradeAndLook(user, "c");
            platform.copy().start();
            platform.copy().awaitServing();
            tradeAndLook(user, "d");
        }
        assertThat(flow.unanswered()).isEmpty();
        FlowCheck.hasEveryOrderOnce(flow, platform);
    }

    private static double reads(String from) {
        return platform.backends().stream()
                .mapToDouble(backend -> backend.metric("hft_reads_total{from=\"" + from + "\"}"))
                .sum();
    }

    /** Orders and buys at one backend, lists of them at the other, 30 in all. */
    private static void tradeAndLook(Api.User user, String round) {
        for (int i = 0; i < 10; i++) {
            Backend here = platform.backends().get(i % 2);
            Api there = user.at(platform.other(here).url()).api();
            Api api = user.at(here.url()).api();
            Reply placed = api.limit("BTC-USD", "BUY", "48000.00", "0.001", "GTC", round + i);
            assertThat(placed.status()).as(placed.body()).isEqualTo(201);
            Reply bought = api.execute(user.id(), "ETH", "0.01", round + i);
            assertThat(bought.status()).as(bought.body()).isEqualTo(200);

            assertThat(newest(there, "/api/v1/orders?limit=1&open=true")).isEqualTo(placed.text("order_id"));
            assertThat(newest(there, "/api/v1/orders?limit=1")).isEqualTo(bought.text("order_id"));
            assertThat(newest(there, "/api/v1/fills?limit=1")).isEqualTo(bought.text("order_id"));
        }
    }

    private static String newest(Api api, String list) {
        Reply reply = api.get(list);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.text("/items/0/order_id");
    }
}
