package io.hft.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.OrderCommand;
import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.LiveBook;
import io.hft.backend.support.LiveClient;
import io.hft.backend.support.LiveClient.Message;
import io.hft.backend.support.SlowProxy;
import io.hft.backend.support.TestEngine;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Clients that keep a book from the live interface, over good and bad connections, against the engine's book. */
@BackendTest
@DirtiesContext
class LiveBookTest {
    private static final TestEngine ENGINE = new TestEngine();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SEED = Long.getLong("hft.seed", System.nanoTime());
    private static final Random RANDOM = new Random(SEED);
    private static final String BOOK = "'symbols':['BTC-USD']";
    private static long orderId = 1_000;

    @LocalServerPort
    private int port;

    @Autowired
    private EngineGateway engine;

    private Http http;

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        System.out.println("seed " + SEED);
        registry.add("hft.engine-client.port", ENGINE::port);
    }

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @BeforeEach
    void awaitBook() {
        http = new Http(port);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        http.get("/api/v1/market/BTC-USD/book").<List<Object>>json("$.asks"))
                .isNotEmpty());
    }

    @Test
    void followsTheEnginesBook() {
        try (LiveClient client = LiveClient.connect(port)) {
            LiveBook book = new LiveBook();
            client.subscribe("book", BOOK + ",'id':7");
            assertThat(client.awaitType("subscribed").<Integer>get("id")).isEqualTo(7);
            for (int i = 0; i < 400; i++) {
                move();
                drain(client, book);
            }
            awaitEngines(client, book);
            assertThat(book.snapshots()).isEqualTo(1);
            assertThat(book.updates()).isGreaterThan(5);
        }
    }

    @Test
    void beginsAnewAfterADroppedConnection() {
        LiveBook book = new LiveBook();
        for (int round = 0; round < 5; round++) {
            try (LiveClient client = LiveClient.connect(port)) {
                client.subscribe("book", BOOK);
                for (int i = 0; i < 40; i++) {
                    move();
                    drain(client, book);
                }
                if (round == 4) {
                    awaitEngines(client, book);
                }
                client.abort();
            }
        }
    }

    @Test
    void endsWithTheEnginesBookBehindABadNetwork() throws Exception {
        try (SlowProxy proxy = new SlowProxy(port);
                Follower follower = new Follower(proxy)) {
            int cuts = 0;
            for (int i = 0; i < 600; i++) {
                move();
                follower.follow();
                switch (RANDOM.nextInt(60)) {
                    case 0 -> proxy.slow(1 + RANDOM.nextInt(400), RANDOM.nextInt(4));
                    case 1 -> proxy.heal();
                    case 2 -> {
                        proxy.cut();
                        cuts++;
                    }
                    default -> TimeUnit.MILLISECONDS.sleep(RANDOM.nextInt(6));
                }
            }
            proxy.heal();
            await().atMost(PATIENCE).untilAsserted(() -> {
                follower.follow();
                assertIsEngines(follower.book);
            });
            System.out.println(cuts + " cuts, " + follower.book.snapshots() + " snapshots, " + follower.book.updates()
                    + " updates");
        }
    }

    /** A client that connects again when its connection is gone. */
    private static final class Follower implements AutoCloseable {
        private final LiveBook book = new LiveBook();
        private final SlowProxy proxy;
        private LiveClient client;

        Follower(SlowProxy proxy) {
            this.proxy = proxy;
            client = connect();
        }

        private LiveClient connect() {
            return LiveClient.connect(proxy.port()).subscribe("heartbeat", "").subscribe("book", BOOK);
        }

        void follow() {
            drain(client, book);
            if (client.isGone()) {
                client.close();
                book.lost();
                proxy.heal();
                client = connect();
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }

    @Test
    void saysThatTheBookIsStaleWhileTheEngineIsAway() {
        try (LiveClient client = LiveClient.connect(port)) {
            client.subscribe("book", BOOK).subscribe("status", "");
            LiveBook book = new LiveBook();
            book.apply(client.awaitChannel("book", "snapshot"));
            client.await(
                    message -> message.isOf("status")
                            && message.path("$.status.status").equals("ok"),
                    "ok");
            ENGINE.stop();
            try {
                book.apply(client.awaitChannel("book", "stale"));
                assertThat(book.isSynced()).isFalse();
                client.await(
                        message -> message.isOf("status")
                                && message.path("$.status.status").equals("engine_unavailable"),
                        "engine_unavailable");
                assertThat(http.get("/api/v1/market/BTC-USD/ticker").<String>json("$.best_bid"))
                        .isNull();
                try (LiveClient newcomer = LiveClient.connect(port)) {
                    newcomer.subscribe("book", BOOK).awaitChannel("book", "stale");
                }
            } finally {
                ENGINE.start();
            }
            book.apply(client.awaitChannel("book", "snapshot"));
            awaitEngines(client, book);
        }
    }

    @Test
    void subscribesAgainForANewSnapshotAndStopsWhenAsked() {
        try (LiveClient client = LiveClient.connect(port)) {
            client.subscribe("book", BOOK).awaitChannel("book", "snapshot");
            client.subscribe("book", BOOK).awaitChannel("book", "snapshot");
            client.send("{\"op\":\"unsubscribe\",\"channel\":\"book\",\"symbols\":[\"BTC-USD\"]}")
                    .awaitType("unsubscribed");
            client.send("{\"op\":\"ping\",\"id\":\"p\"}").awaitType("pong");
            for (int i = 0; i < 50; i++) {
                move();
            }
            client.send("{\"op\":\"ping\"}");
            assertThat(client.next().is("type", "pong"))
                    .as("nothing of the book")
                    .isTrue();
        }
    }

    /** The example of the documentation, as its reader runs it. */
    @Test
    void theExampleClientRebuildsTheBook() throws IOException, InterruptedException {
        Process example = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        Path.of("..", "docs", "examples", "BookClient.java").toString(),
                        "ws://127.0.0.1:" + port + "/ws/v1",
                        "BTC-USD",
                        "10")
                .redirectErrorStream(true)
                .start();
        try {
            while (example.isAlive()) {
                move();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            String output = new String(example.getInputStream().readAllBytes());
            assertThat(example.exitValue()).as(output).isZero();
            assertThat(output).contains("snapshot", "checksum ok").doesNotContain("doubt", "stale");
            assertThat(output.lines().filter(line -> line.endsWith("checksum ok")))
                    .hasSize(10);
        } finally {
            example.destroyForcibly();
        }
    }

    /** One order in, or one out, or a trade; of somebody who talks to the engine directly. */
    private void move() {
        long id = ++orderId;
        int kind = RANDOM.nextInt(10);
        if (kind < 3 && id > 1_010) {
            engine.cancel(id - 1 - RANDOM.nextInt(10), 77, "BTC-USD");
            return;
        }
        Side side = RANDOM.nextBoolean() ? Side.BUY : Side.SELL;
        boolean crosses = kind == 9;
        int distance = crosses ? -5 : 1 + RANDOM.nextInt(300);
        BigDecimal price = side == Side.BUY
                ? new BigDecimal("50000.00").subtract(BigDecimal.valueOf(distance, 2))
                : new BigDecimal("49999.99").add(BigDecimal.valueOf(distance, 2));
        engine.submit(new OrderCommand(
                id,
                77 + (crosses ? 1 : 0),
                "BTC-USD",
                side,
                OrderType.LIMIT,
                crosses ? TimeInForce.IOC : TimeInForce.GTC,
                price,
                BigDecimal.valueOf(1 + RANDOM.nextInt(100_000), 8),
                OrderTerms.NONE));
    }

    private static void drain(LiveClient client, LiveBook book) {
        Message message = client.poll(Duration.ZERO);
        while (message != null) {
            if (message.isOf("book")) {
                book.apply(message);
            }
            message = client.poll(Duration.ZERO);
        }
    }

    /** Every level, not only those under the checksum. */
    private void awaitEngines(LiveClient client, LiveBook book) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            drain(client, book);
            assertIsEngines(book);
        });
    }

    private void assertIsEngines(LiveBook book) {
        Answer engines = http.get("/api/v1/market/BTC-USD/book?depth=1000");
        assertThat(book.isSynced()).isTrue();
        assertThat(book.bids()).isEqualTo(engines.json("$.bids"));
        assertThat(book.asks()).isEqualTo(engines.json("$.asks"));
    }
}
