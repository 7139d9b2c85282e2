package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.Trader;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Orders that stand first at the best price, and what happens to them when somebody meets them. The house is at the best price as well; in
 * these markets it shows one unit only, and goes behind the others once that was taken.
 */
@BackendTest
@DirtiesContext
class TopOfBookTest {
    private static final TestEngine ENGINE = new TestEngine(settings -> {
        List<InstrumentConfig> instruments = new ArrayList<>(settings.instruments());
        instruments.add(market("GOLD"));
        instruments.add(market("SILVER"));
        return settings.withInstruments(settings.shards(), instruments);
    });

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private Trader trader;
    private Trader other;

    private static InstrumentConfig market(String asset) {
        return new InstrumentConfig(
                asset + "-USD",
                asset,
                "USD",
                new BigDecimal("0.01"),
                new BigDecimal("0.01"),
                new BigDecimal("100.00"),
                1000,
                BigDecimal.ONE,
                0);
    }

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        registry.add("hft.engine-client.port", ENGINE::port);
        registry.add("HFT_MARKET_FEES", () -> "SILVER-USD=10/25");
    }

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @BeforeEach
    void registerUsers() {
        Http http = new Http(port);
        Markets.awaitHouse(http);
        trader = Trader.register(http, jdbc);
        other = Trader.register(http, jdbc);
    }

    @ParameterizedTest
    @CsvSource({
        // mode, what becomes of the resting purchase of 1 and of the sale of 0.5 that meets it before the house's, what
        // is held then
        "CANCEL_NEWEST, NEW, 1.00000000, CANCELED, 99.99, 0",
        "CANCEL_OLDEST, CANCELED, 0.00000000, FILLED, 0, 0",
        "CANCEL_BOTH, CANCELED, 0.00000000, CANCELED, 0, 0",
        "DECREMENT_AND_CANCEL, NEW, 0.50000000, CANCELED, 49.995, 0",
    })
    void neverTradesWithOneself(String mode, String resting, String leaves, String incoming, String usd, String gold) {
        stock(trader, "GOLD-USD");
        String purchase = restFirst("GOLD-USD");
        Answer sale =
                trader.place(order("GOLD-USD", "SELL", "0.5", ",\"self_trade_prevention\":\"" + mode + "\""), "sale");
        assertThat(sale.status()).as(sale.body()).isEqualTo(201);
        assertThat(sale.<String>json("$.status")).as(sale.body()).isEqualTo(incoming);
        Answer rested = trader.get("/api/v1/orders/" + purchase);
        assertThat(rested.<String>json("$.status")).as(rested.body()).isEqualTo(resting);
        assertThat(rested.<String>json("$.leaves_quantity")).isEqualTo(leaves);
        assertThat(rested.<String>json("$.cumulative_quantity")).isEqualTo("0.00000000");
        for (Answer order : List.of(sale, rested)) {
            if (order.<String>json("$.status").equals("CANCELED")) {
                assertThat(order.<String>json("$.reject_reason"))
                        .as(order.body())
                        .isEqualTo("SELF_TRADE_PREVENTED");
            }
        }
        assertThat(trader.held("USD")).isEqualByComparingTo(usd);
        assertThat(trader.held("GOLD")).isEqualByComparingTo(gold);
        assertThat(trader.delete("/api/v1/orders").status()).isEqualTo(200);
        assertThat(trader.held("USD")).isZero();
        assertThat(trader.held("GOLD")).isZero();
        Markets.assertLedgerSumsToZero(jdbc);
    }

    /** 0.25 % for whoever takes, 0.1 % for whoever makes. */
    @Test
    void holdsTheFeeOfWhatAReplacementMayStillCost() {
        String path = "/api/v1/orders/" + restFirst("SILVER-USD");
        assertThat(trader.held("USD")).isEqualByComparingTo("100.239975");
        assertThat(trader.patch(path, "{\"quantity\":\"0.8\"}").status()).isEqualTo(200);
        assertThat(trader.held("USD")).isEqualByComparingTo("80.19198");

        assertThat(other.place(order("SILVER-USD", "SELL", "0.5", ""), "meets").<String>json("$.status"))
                .isEqualTo("FILLED");
        Answer part = trader.get(path);
        assertThat(part.<String>json("$.status")).as(part.body()).isEqualTo("PARTIALLY_FILLED");
        assertThat(part.<String>json("$.cumulative_quantity")).isEqualTo("0.50000000");
        assertThat(part.<String>json("$.cumulative_fee")).isEqualTo("0.04999500");

        assertThat(trader.patch(path, "{\"quantity\":\"0.6\",\"price\":\"95\"}").status())
                .isEqualTo(200);
        assertThat(trader.held("USD"))
                .isGreaterThanOrEqualTo(new BigDecimal("9.5"))
                .isLessThanOrEqualTo(new BigDecimal("9.52375"));
        assertThat(trader.delete(path).<String>json("$.status")).isEqualTo("CANCELED");
        assertThat(trader.account("USD")).isEqualTo("99949.95500500/0.00000000");
        Markets.assertLedgerSumsToZero(jdbc);
    }

    /** The trader's purchase of one unit at the best price, before the house's. */
    private String restFirst(String symbol) {
        stock(other, symbol);
        String purchase =
                trader.place(order(symbol, "BUY", "1", ""), "purchase").json("$.order_id");
        assertThat(other.place(order(symbol, "SELL", "1", ",\"time_in_force\":\"IOC\""), "takes the house's")
                        .<String>json("$.status"))
                .isEqualTo("FILLED");
        assertThat(trader.get("/api/v1/orders/" + purchase).<String>json("$.status"))
                .isEqualTo("NEW");
        await().untilAsserted(() -> assertThat(
                        other.get("/api/v1/market/" + symbol + "/book").<String>json("$.bids[0][1]"))
                .isEqualTo("2.00000000"));
        stock(other, symbol);
        return purchase;
    }

    private static void stock(Trader buyer, String symbol) {
        Answer bought = buyer.post(
                "/api/v1/orders",
                "{\"symbol\":\"%s\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"1\"}".formatted(symbol),
                "Idempotency-Key",
                "stock " + System.nanoTime());
        assertThat(bought.<String>json("$.status")).as(bought.body()).isEqualTo("FILLED");
    }

    private static String order(String symbol, String side, String quantity, String more) {
        return "{\"symbol\":\"%s\",\"side\":\"%s\",\"type\":\"LIMIT\",\"price\":\"99.99\",\"quantity\":\"%s\"%s}"
                .formatted(symbol, side, quantity, more);
    }
}
