package io.hft.backend.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.Http.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tests of orders begin with and end with. */
public final class Markets {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Markets() {}

    /** Returns when the markets take orders: the engine is there, and all that it said is booked. */
    public static void awaitOpen(Http http) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> http.get("/health")
                .json("$.parts.settlement.status")
                .equals("up"));
    }

    /** Returns when the house sells more than two bitcoins at 50,000, its best price. */
    public static void awaitHouse(Http http) {
        await().atMost(PATIENCE).until(() -> {
            Answer book = http.get("/api/v1/market/BTC-USD/book?depth=1");
            return book.status() == 200
                    && !book.<List<List<String>>>json("$.asks").isEmpty()
                    && book.<String>json("$.asks[0][0]").equals("50000.00")
                    && new BigDecimal(book.<String>json("$.asks[0][1]")).compareTo(BigDecimal.TWO) > 0;
        });
    }

    /** Returns when somebody bids in each of these markets. */
    public static void awaitQuotes(Http http, String... symbols) {
        for (String symbol : symbols) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() ->
                            http.get("/api/v1/market/" + symbol + "/ticker").<String>json("$.best_bid") != null);
        }
    }

    public static void assertLedgerSumsToZero(JdbcClient jdbc) {
        assertThat(jdbc.sql("select asset from ledger_accounts group by asset having sum(balance) <> 0")
                        .query(String.class)
                        .list())
                .isEmpty();
    }
}
