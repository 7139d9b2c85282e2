package io.hft.backend.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.ledger.Balances;
import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The house on the real engine's book. */
@EngineTest
class HouseQuotesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<List<String>> BTC_ASKS = List.of(
            List.of("50000.00", "200.00000000"),
            List.of("50005.00", "200.00000000"),
            List.of("50010.00", "400.00000000"),
            List.of("50015.00", "600.00000000"),
            List.of("50020.00", "800.00000000"));
    private static final List<String> BTC_BEST_BID = List.of("49999.99", "200.00000000");

    @LocalServerPort
    private int port;

    @Autowired
    private TestEngine engine;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Balances balances;

    private Http http;

    @BeforeEach
    void awaitQuotes() {
        http = new Http(port);
        awaitWholeBook();
        // All markets, not only the first: health is ok once the house has quoted everywhere.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.get("/health").status()).isEqualTo(200));
    }

    @Test
    void quotesBothSidesAtTheReferencePrice() {
        Answer book = http.get("/api/v1/market/BTC-USD/book");
        assertThat(book.<List<List<String>>>json("$.asks")).isEqualTo(BTC_ASKS);
        assertThat(book.<List<List<String>>>json("$.bids")).hasSize(5).startsWith(BTC_BEST_BID);
        assertThat(http.get("/api/v1/market/ETH-USD/book").<List<String>>json("$.asks[0]"))
                .isEqualTo(List.of("3000.00", "3000.00000000"));
        assertThat(http.get("/api/v1/market/SOL-USD/book").<List<String>>json("$.asks[0]"))
                .isEqualTo(List.of("100.00", "100000.00000000"));
        assertThat(http.get("/api/v1/market/BTC-USD/book?depth=2").<List<Object>>json("$.asks"))
                .hasSize(2);
        assertThat(http.get("/api/v1/market/NO-SUCH/book").status()).isEqualTo(404);
    }

    @Test
    void isWholeAgainAfterTradesAndKeepsFewOrdersPerLevel() {
        String[] member = register("trader");
        for (int i = 0; i < 3 * QuoteBook.ORDERS_PER_LEVEL_MAX; i++) {
            Answer bought = http.postJson(
                    "/api/v1/orders",
                    "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.001\",\"client_order_id\":\"b%d\"}"
                            .formatted(i),
                    member);
            assertThat(bought.status()).as(bought.body()).isEqualTo(201);
            assertThat(bought.<String>json("$.status")).isEqualTo("FILLED");
        }
        awaitWholeBook();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(openHouseOrders("BTC-USD", "50000"))
                .isLessThanOrEqualTo(QuoteBook.ORDERS_PER_LEVEL_MAX + 1));
    }

    @Test
    void doublesNothingOverAnEngineRestart() {
        int before = openHouseOrders("BTC-USD", "50005");
        engine.stop();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(http.get("/health").<String>json("$.status")).isEqualTo("degraded"));
        assertThat(http.get("/api/v1/market/BTC-USD/book").<String>json("$.error_code"))
                .isEqualTo("ERR_ENGINE_UNAVAILABLE");
        assertThat(http.get("/api/v1/trading/portfolio/1").status()).isEqualTo(200);
        engine.start();
        awaitWholeBook();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.get("/health").status()).isEqualTo(200));
        assertThat(openHouseOrders("BTC-USD", "50005")).isEqualTo(before);
    }

    @Test
    void paysForItsQuotesLikeAnybodyElse() {
        assertThat(balances.of(House.USER_ID, "BTC").held()).isEqualByComparingTo("2200");
        assertThat(jdbc.sql(
                                "select count(*) from (select 1 from ledger_accounts group by asset having sum(balance) <> 0) unbalanced")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void awaitWholeBook() {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            Answer book = http.get("/api/v1/market/BTC-USD/book");
            assertThat(book.<List<List<String>>>json("$.asks")).isEqualTo(BTC_ASKS);
            assertThat(book.<List<String>>json("$.bids[0]")).isEqualTo(BTC_BEST_BID);
            assertThat(balances.of(House.USER_ID, "BTC").held()).isEqualByComparingTo("2200");
        });
    }

    private int openHouseOrders(String symbol, String price) {
        return jdbc.sql("""
                        select count(*) from orders
                         where user_id = ? and symbol = ? and price = ?::numeric
                           and status in ('PENDING_NEW', 'NEW', 'PARTIALLY_FILLED')
                        """)
                .params(House.USER_ID, symbol, price)
                .query(Integer.class)
                .single();
    }

    private String[] register(String name) {
        Answer registered = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@example.com\",\"password\":\"correct horse battery\"}"
                        .formatted(name, name));
        return new String[] {"Authorization", "Bearer " + registered.json("$.access_token")};
    }
}
