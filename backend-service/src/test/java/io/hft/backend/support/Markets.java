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

    public static void assertLedgerSumsToZero(JdbcClient jdbc) {
        assertThat(jdbc.sql("select asset from ledger_accounts group by asset having sum(balance) <> 0")
                        .query(String.class)
                        .list())
                .isEmpty();
    }
}
