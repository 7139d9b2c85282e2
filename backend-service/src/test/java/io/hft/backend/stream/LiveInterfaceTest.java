package io.hft.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.LiveClient;
import io.hft.backend.support.LiveClient.Message;
import io.hft.backend.support.Markets;
import io.hft.backend.support.SlowProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The channels besides the book, own accounts, and what clients do wrong. */
@EngineTest
@TestPropertySource(
        properties = {"hft.stream.ping-interval=500ms", "hft.stream.ping-timeout=4s", "hft.stream.resume-events=100"})
class LiveInterfaceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static int keys;

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void awaitMarket() {
        http = new Http(port);
        Markets.awaitQuotes(http, "ETH-USD", "SOL-USD");
    }

    private record Account(long userId, String token) {}

    @Test
    void sendsTradesTickerCandlesStatusAndHeartbeats() {
        try (LiveClient client = LiveClient.connect(port)) {
            assertThat(client.awaitType("welcome").<Integer>get("user_id")).isEqualTo(1);
            client.subscribe("trades", "'symbols':['SOL-USD']");
            long seq = client.awaitChannel("trades", "snapshot").seq();
            buy("SOL", "0.5");
            buy("SOL", "0.7");
            Message first = client.awaitChannel("trades", "update");
            Message second = client.awaitChannel("trades", "update");
            assertThat(first.seq()).isEqualTo(seq + 1);
            assertThat(second.seq()).isEqualTo(seq + 2);
            assertThat(second.<String>path("$.trade.quantity")).isEqualTo("0.70000000");
            assertThat(second.<String>path("$.trade.side")).isEqualTo("BUY");

            client.subscribe("ticker", "'symbols':['SOL-USD']");
            client.await(
                    message -> message.isOf("ticker")
                            && message.path("$.ticker.last") != null
                            && message.path("$.ticker.best_ask").equals("100.00"),
                    "ticker");
            client.subscribe("candles", "'symbols':['SOL-USD'],'interval':'5m'");
            Message candles = client.await(
                    message -> message.isOf("candles")
                            && !message.<List<?>>path("$.candles").isEmpty(),
                    "candles");
            assertThat(candles.<String>get("interval")).isEqualTo("5m");
            buy("SOL", "0.1");
            client.await(message -> message.isOf("candles") && message.seq() > candles.seq(), "a new candle state");
            client.subscribe("status", "");
            assertThat(client.awaitChannel("status", "snapshot").<String>path("$.status.status"))
                    .isEqualTo("ok");
            client.subscribe("heartbeat", "");
            long beat = client.awaitChannel("heartbeat", "update").seq();
            assertThat(client.awaitChannel("heartbeat", "update").seq()).isEqualTo(beat + 1);

            try (LiveClient later = LiveClient.connect(port)) {
                later.subscribe("trades", "'symbols':['SOL-USD'],'seq':" + (seq + 1));
                assertThat(later.awaitChannel("trades", "update").seq())
                        .as("resumed")
                        .isEqualTo(seq + 2);
                later.subscribe("trades", "'symbols':['SOL-USD'],'seq':1000000");
                later.awaitError("ERR_RESUME_TOO_OLD");
                later.awaitChannel("trades", "snapshot");
            }
        }
    }

    @Test
    void showsAnAccountToItsOwnerAlone() {
        Account alice = register("alice");
        Account bob = register("bob");
        try (LiveClient owner = LiveClient.connect(port);
                LiveClient other = LiveClient.connect(port, "Authorization", "Bearer " + bob.token())) {
            authenticate(owner, alice);
            for (LiveClient client : List.of(owner, other)) {
                client.subscribe("orders", "").subscribe("fills", "").subscribe("balances", "");
                client.awaitChannel("balances", "snapshot");
                client.send("{\"op\":\"ping\"}").awaitType("pong");
            }
            String resting = place(alice, "BUY", "2900.00", "0.1");
            Message order = owner.awaitChannel("orders", "update");
            assertThat(order.<String>path("$.order.order_id")).isEqualTo(resting);
            assertThat(order.<String>path("$.order.status")).isEqualTo("NEW");
            owner.await(
                    message -> message.isOf("balances")
                            && message.<List<String>>path("$.balances[?(@.asset=='USD')].held")
                                    .contains("290.00000000"),
                    "the hold");
            String taking = place(alice, "BUY", "3000.00", "0.2");
            Message fill = owner.awaitChannel("fills", "update");
            assertThat(fill.<String>path("$.fill.order_id")).isEqualTo(taking);
            assertThat(fill.<String>path("$.fill.liquidity")).isEqualTo("TAKER");
            assertThat(fill.<Integer>path("$.fill.engine_sequence")).isEqualTo((int) fill.seq());
            owner.await(
                    message -> message.isOf("balances")
                            && message.<List<String>>path("$.balances[?(@.asset=='ETH')].total")
                                    .contains("0.20000000"),
                    "what was bought");
            // Bob's own order comes behind everything of Alice's, so nothing of hers was sent to him.
            String bobs = place(bob, "BUY", "2800.00", "0.1");
            Message heard = other.next();
            while (!heard.isOf("orders")) {
                assertThat(heard.<String>get("channel")).as(heard.text()).isEqualTo("balances");
                heard = other.next();
            }
            assertThat(heard.<String>path("$.order.order_id")).isEqualTo(bobs);

            owner.send("{\"op\":\"auth\",\"token\":\"" + bob.token() + "\"}").awaitError("ERR_FORBIDDEN");
            owner.send("{\"op\":\"auth\",\"token\":\"" + alice.token() + "x\"}").awaitError("ERR_BAD_CREDENTIALS");
            owner.send("{\"op\":\"auth\",\"token\":\"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.\"}")
                    .awaitError("ERR_BAD_CREDENTIALS");
            owner.send("{\"op\":\"auth\",\"api_key\":\"k\",\"timestamp\":1,\"signature\":\"s\"}")
                    .awaitError("ERR_BAD_CREDENTIALS");
        }
    }

    @Test
    void resumesAnAccountBehindTheLastEvent() {
        Account carol = register("carol");
        long orders;
        long fills;
        try (LiveClient client = LiveClient.connect(port)) {
            authenticate(client, carol);
            client.subscribe("orders", "");
            place(carol, "BUY", "3000.00", "0.01");
            orders = client.await(
                            message -> message.isOf("orders")
                                    && message.is("type", "update")
                                    && message.path("$.order.status").equals("FILLED"),
                            "the filled order")
                    .seq();
            fills = client.subscribe("fills", "")
                    .awaitChannel("fills", "snapshot")
                    .seq();
            client.abort();
        }
        List<String> missed = List.of(place(carol, "BUY", "3000.00", "0.02"), place(carol, "BUY", "2900.00", "0.03"));
        try (LiveClient client = LiveClient.connect(port)) {
            authenticate(client, carol);
            client.subscribe("orders", "'seq':" + orders);
            assertThat(client.awaitChannel("orders", "update").<String>path("$.order.order_id"))
                    .isEqualTo(missed.get(0));
            assertThat(client.awaitChannel("orders", "update").<String>path("$.order.order_id"))
                    .isEqualTo(missed.get(1));
            client.subscribe("fills", "'seq':{'0':" + fills + "}");
            Message fill = client.awaitChannel("fills", "update");
            assertThat(fill.<String>path("$.fill.quantity")).isEqualTo("0.02000000");
            client.subscribe("fills", "'seq':99999999").awaitError("ERR_RESUME_TOO_OLD");
            assertThat(client.awaitChannel("fills", "snapshot").<List<Object>>path("$.fills"))
                    .hasSize(2);
            for (int i = 0; i < 120; i++) {
                place(carol, "BUY", "2900.00", "0.001");
            }
            client.subscribe("orders", "'seq':" + orders).awaitError("ERR_RESUME_TOO_OLD");
            assertThat(client.awaitChannel("orders", "snapshot").<List<Object>>path("$.orders"))
                    .hasSize(121);
        }
    }

    @Test
    void cancelsWhatIsOpenWhenTheConnectionEnds() {
        Account dave = register("dave");
        String order = place(dave, "BUY", "2900.00", "0.1");
        try (LiveClient plain = LiveClient.connect(port)) {
            authenticate(plain, dave);
        }
        assertThat(status(dave, order)).as("a session that did not ask for it").isEqualTo("NEW");
        LiveClient client = LiveClient.connect(port);
        client.send("{\"op\":\"auth\",\"token\":\"" + dave.token() + "\",\"cancel_on_disconnect\":true}");
        assertThat(client.awaitType("authenticated").<Boolean>get("cancel_on_disconnect"))
                .isTrue();
        client.abort();
        await().atMost(PATIENCE).until(() -> status(dave, order).equals("CANCELED"));
    }

    @Test
    void cancelsAlsoWhenTheConnectionDiesSilently() {
        Account erin = register("erin");
        String order = place(erin, "BUY", "2900.00", "0.1");
        try (SlowProxy proxy = new SlowProxy(port);
                LiveClient client = LiveClient.connect(proxy.port())) {
            authenticate(client, erin);
            client.send("{\"op\":\"cancel_on_disconnect\",\"enabled\":true,\"id\":5}")
                    .awaitType("cancel_on_disconnect");
            proxy.hold();
            await().atMost(PATIENCE).until(() -> status(erin, order).equals("CANCELED"));
        }
    }

    @Test
    void answersEveryMistakeWithACodeAndGoesOn() {
        try (LiveClient client = LiveClient.connect(port)) {
            client.send("no json").awaitError("ERR_MALFORMED_MESSAGE");
            client.send("{\"op\":\"ping\",\"x\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}")
                    .awaitError("ERR_MALFORMED_MESSAGE");
            client.send("{\"op\":\"fly\",\"id\":3}");
            Message unknown = client.awaitError("ERR_UNKNOWN_OP");
            assertThat(unknown.<Integer>get("id")).isEqualTo(3);
            client.subscribe("weather", "").awaitError("ERR_UNKNOWN_CHANNEL");
            client.subscribe("book", "'symbols':['DOGE-USD']").awaitError("ERR_INSTRUMENT_NOT_FOUND");
            client.subscribe("book", "'symbols':['BTC-USD\\u0000']").awaitError("ERR_INSTRUMENT_NOT_FOUND");
            client.send("{\"op\":\"ping\"}").awaitType("pong");
        }
        try (LiveClient client = LiveClient.connect(port)) {
            client.send("{\"op\":\"ping\",\"x\":\"" + "x".repeat(20_000) + "\"}");
            assertThat(client.awaitClose()).as("too big").isEqualTo(1009);
        }
        try (LiveClient client = LiveClient.connect(port)) {
            client.sendBinary();
            assertThat(client.awaitClose()).as("binary").isEqualTo(1003);
        }
        try (LiveClient client = LiveClient.connect(port)) {
            client.send("{\"op\":\"ping\"}").awaitType("pong");
        }
    }

    @Test
    void endsTheConnectionOfWhoeverSendsWithoutEnd() {
        try (LiveClient client = LiveClient.connect(port)) {
            // 200 are answered, some are refused, and fewer than end it.
            for (int i = 0; i < 390; i++) {
                client.send("{\"op\":\"ping\"}");
            }
            client.awaitError("ERR_RATE_LIMITED");
            for (int i = 0; i < 1_000 && !client.isClosed(); i++) {
                try {
                    client.send("{\"op\":\"ping\"}");
                } catch (RuntimeException e) {
                    break;
                }
            }
            assertThat(client.awaitClose())
                    .isEqualTo(CloseCode.RATE_LIMITED.status().getCode());
        }
    }

    private static void authenticate(LiveClient client, Account account) {
        client.send("{\"op\":\"auth\",\"token\":\"" + account.token() + "\",\"id\":1}");
        assertThat(client.awaitType("authenticated").<Number>get("user_id").longValue())
                .isEqualTo(account.userId());
    }

    private Account register(String name) {
        Answer answer = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"" + name + "\",\"email\":\"" + name
                        + "@example.com\",\"password\":\"correct horse\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new Account(answer.<Number>json("$.user_id").longValue(), answer.json("$.access_token"));
    }

    private String place(Account account, String side, String price, String quantity) {
        Answer answer = http.postJson(
                "/api/v1/orders",
                "{\"symbol\":\"ETH-USD\",\"side\":\"" + side
                        + "\",\"type\":\"LIMIT\",\"time_in_force\":\"GTC\",\"price\":\"" + price + "\",\"quantity\":\""
                        + quantity + "\"}",
                "Authorization",
                "Bearer " + account.token(),
                "Idempotency-Key",
                "live-" + keys++);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json("$.order_id");
    }

    private String status(Account account, String order) {
        return http.get("/api/v1/orders/" + order, "Authorization", "Bearer " + account.token())
                .json("$.status");
    }

    private void buy(String asset, String quantity) {
        Answer answer = http.postJson(
                "/api/v1/trading/execute",
                "{\"user_id\":1,\"symbol\":\"" + asset + "\",\"pay_with\":\"USD\",\"quantity\":\"" + quantity + "\"}",
                "X-Idempotency-Key",
                "live-" + keys++);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
