package io.hft.backend.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.EngineContact;
import io.hft.backend.engine.EngineInstrument;
import io.hft.backend.engine.TradingState;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@BackendTest
@DirtiesContext
@TestPropertySource(properties = "hft.sandbox.initial-usd=100000")
class PortfolioTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Ledger ledger;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationEventPublisher events;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void showsAnEmptyPortfolioForAUserWhoDoesNotExist() {
        Answer answer = http.get("/api/v1/trading/portfolio/123456");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.<String>json("$.total_valuation_usd")).isEqualTo("0.00");
        assertThat(answer.<Object>json("$.holdings").toString()).isEqualTo("{}");
        assertThat(answer.<Integer>json("$.user_id")).isEqualTo(123456);
    }

    @Test
    void valuesAtTheReferencePriceAndThenAtTheLastTrade() {
        events.publishEvent(new EngineContact(List.of(new EngineInstrument(
                "BTC-USD",
                "BTC",
                "USD",
                new BigDecimal("0.01"),
                new BigDecimal("0.00000001"),
                new BigDecimal("1000"),
                new BigDecimal("50000"),
                1000,
                0,
                TradingState.TRADING))));
        ledger.deposit(1, "BTC", new BigDecimal("0.00000001"), BigDecimal.ZERO);
        Answer before = http.get("/api/v1/trading/portfolio/1");
        assertThat(before.<String>json("$.holdings.BTC")).isEqualTo("0.00000001");
        assertThat(before.<String>json("$.holdings.USD")).isEqualTo("100000.00000000");
        assertThat(before.<String>json("$.usd_values.BTC")).isEqualTo("0.00050000");
        assertThat(before.<String>json("$.total_valuation_usd")).isEqualTo("100000.00");

        ledger.deposit(1, "BTC", new BigDecimal("0.99999999"), BigDecimal.ZERO);
        jdbc.sql("update instruments set last_trade_price = 60000.01 where symbol = 'BTC-USD'")
                .update();
        Answer after = http.get("/api/v1/trading/portfolio/1");
        assertThat(after.<String>json("$.usd_values.BTC")).isEqualTo("60000.01000000");
        assertThat(after.<String>json("$.total_valuation_usd")).isEqualTo("160000.01");
        assertThat(http.get("/api/v1/trading/assets").<String>json("$[0].price"))
                .isEqualTo("60000.01000000");
        assertThat(http.get("/api/v1/instruments").<String>json("$[0].reference_price"))
                .isEqualTo("50000.00");
    }
}
