package io.hft.backend.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.BackendApplication;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.ledger.Balances;
import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import io.hft.backend.support.TestDirectories;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.Trader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Somebody trades where prices move: on the real engine, with the money of an account like any other. */
@EngineTest
@TestPropertySource(
        properties = {
            "hft.sandbox.market=random-walk",
            "hft.sandbox.market-seed=42",
            "hft.sandbox.trade-interval=100ms",
            "hft.sandbox.move-interval=500ms"
        })
class TakersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> SYMBOLS = List.of("BTC-USD", "ETH-USD", "SOL-USD");

    @LocalServerPort
    private int port;

    @Value("${hft.database.url}")
    private String databaseUrl;

    @Autowired
    private TestEngine engine;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Balances balances;

    @Autowired
    private Instruments instruments;

    @Autowired
    private HouseQuotes quotes;

    @Autowired
    private Takers takers;

    private Http http;

    @BeforeEach
    void awaitMarket() {
        http = new Http(port);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.get("/health").status()).isEqualTo(200));
    }

    @Test
    void tradesOnBothSidesOfEveryMarketInSmallSizes() {
        for (String symbol : SYMBOLS) {
            awaitUntil(() -> trades(symbol).stream()
                    .map(trade -> trade.get("side"))
                    .collect(Collectors.toSet())
                    .equals(Set.of("BUY", "SELL")));
            BigDecimal reference = instrument(symbol).referencePrice();
            assertThat(trades(symbol))
                    .allSatisfy(trade -> assertThat(new BigDecimal(trade.get("quantity")).multiply(reference))
                            .isPositive()
                            .isLessThanOrEqualTo(TakerFlow.VALUE_MAX_USD));
            assertThat(new BigDecimal(
                            http.get("/api/v1/market/" + symbol + "/ticker").<String>json("$.volume")))
                    .isPositive();
        }
        assertThat(jdbc.sql("select distinct type || ' ' || time_in_force from orders where user_id = ?")
                        .param(Takers.USER_ID)
                        .query(String.class)
                        .list())
                .containsExactly("MARKET IOC");
    }

    @Test
    void sendsWhatTheSeedSaysEachOrderOnce() {
        awaitUntil(() -> orders("BTC-USD").size() > TakerFlow.SIZES_PER_ROUND);
        List<String> sent = orders("BTC-USD");
        TakerFlow flow = new TakerFlow(instrument("BTC-USD"), 42);
        List<String> wanted = Stream.generate(flow::next)
                .limit(sent.size())
                .map(take ->
                        take.side() + " " + take.quantity().stripTrailingZeros().toPlainString())
                .toList();
        assertThat(sent).isEqualTo(wanted);
    }

    @Test
    void paysAndIsPaidLikeAnybodyElse() {
        awaitUntil(() -> fills("BTC-USD") > TakerFlow.SIZES_PER_ROUND);
        for (String asset : List.of("BTC", "ETH", "SOL", "USD")) {
            assertThat(balances.of(Takers.USER_ID, asset).available()).isPositive();
        }
        Markets.assertLedgerSumsToZero(jdbc);
        Answer compared = http.get("/api/v1/admin/reconciliation");
        assertThat(compared.<String>json("$.status")).as(compared.body()).isEqualTo("OK");
        assertThat(compared.<Integer>json("$.drift_count")).isZero();
    }

    @Test
    void comesBackAfterAHaltAndNobodyElseNotices() {
        Trader operator = Trader.operator(http, jdbc);
        awaitUntil(() -> fills("SOL-USD") > 0);
        halt(operator, "HALTED");
        passes("ETH-USD", 3);
        long before = fills("SOL-USD");
        passes("ETH-USD", 10);
        assertThat(fills("SOL-USD")).isEqualTo(before);
        assertThat(http.get("/health").status()).isEqualTo(200);
        halt(operator, "TRADING");
        passes("SOL-USD", 3);
    }

    @Test
    void tradesOnOneOfSeveralBackendsUntilItEnds() {
        passes("BTC-USD", 1);
        String first = lastRun();
        try (ConfigurableApplicationContext second = startSecond("random-walk")) {
            passes("BTC-USD", 10);
            assertThat(lastRun()).isEqualTo(first);
            endHere();
            awaitUntil(() -> !lastRun().equals(first));
            passes("BTC-USD", 5);
            assertThat(runs()).hasSize(2);
        } finally {
            startHere();
        }
        passes("BTC-USD", 1);
    }

    @Test
    void nobodyTradesWherePricesStandStill() {
        passes("BTC-USD", 1);
        endHere();
        long before = fills("BTC-USD");
        try (ConfigurableApplicationContext still = startSecond("static")) {
            HouseQuotes itsQuotes = still.getBean(HouseQuotes.class);
            awaitUntil(() -> itsQuotes.isUpToDate()
                    && http.get("/api/v1/market/BTC-USD/book")
                            .<String>json("$.asks[0][0]")
                            .equals("50000.00"));
            assertThat(still.getBean(Takers.class).isRunning()).isFalse();
            assertThat(fills("BTC-USD")).isEqualTo(before);
        } finally {
            startHere();
        }
        passes("BTC-USD", 1);
    }

    private void endHere() {
        takers.stop();
        quotes.stop();
    }

    private void startHere() {
        quotes.start();
        takers.start();
    }

    private ConfigurableApplicationContext startSecond(String market) {
        return new SpringApplicationBuilder(BackendApplication.class)
                .profiles("local")
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--hft.engine-client.port=" + engine.port(),
                        "--hft.database.url=" + databaseUrl,
                        "--hft.data-dir=" + TestDirectories.create("test-second"),
                        "--hft.sandbox.market=" + market,
                        "--hft.sandbox.trade-interval=100ms",
                        "--hft.sandbox.move-interval=500ms");
    }

    private void halt(Trader operator, String state) {
        Answer answer = operator.put(
                "/api/v1/admin/instruments/SOL-USD/trading-state",
                "{\"trading_state\":\"%s\",\"reason\":\"test\"}".formatted(state));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void awaitUntil(BooleanSupplier condition) {
        await().atMost(PATIENCE).ignoreExceptions().until(condition::getAsBoolean);
    }

    /** Returns after so many more fills of the takers. */
    private void passes(String symbol, int count) {
        long before = fills(symbol);
        awaitUntil(() -> fills(symbol) >= before + count);
    }

    private Instrument instrument(String symbol) {
        return instruments.find(symbol).orElseThrow();
    }

    private List<Map<String, String>> trades(String symbol) {
        return http.get("/api/v1/market/" + symbol + "/trades?limit=100").json("$.items");
    }

    private long fills(String symbol) {
        return jdbc.sql("select count(*) from fills where user_id = ? and symbol = ?")
                .params(Takers.USER_ID, symbol)
                .query(Long.class)
                .single();
    }

    private List<String> orders(String symbol) {
        return jdbc.sql("""
                        select side || ' ' || trim_scale(quantity) from orders
                         where user_id = ? and symbol = ? and client_order_id like ? order by order_id
                        """)
                .params(Takers.USER_ID, symbol, "%-" + runs().getFirst() + "-%")
                .query(String.class)
                .list();
    }

    /** In the order of their first orders: one for each backend that has traded. */
    private List<String> runs() {
        return jdbc.sql("""
                        select split_part(client_order_id, '-', 2) from orders where user_id = ? group by 1 order by min(order_id)
                        """).param(Takers.USER_ID).query(String.class).list();
    }

    private String lastRun() {
        return jdbc.sql("""
                        select split_part(client_order_id, '-', 2) from orders where user_id = ? order by order_id desc limit 1
                        """).param(Takers.USER_ID).query(String.class).single();
    }
}
