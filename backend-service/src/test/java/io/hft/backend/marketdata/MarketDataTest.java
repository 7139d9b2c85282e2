package io.hft.backend.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Market data over REST, from real trades on a real engine. */
@EngineTest
class MarketDataTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static int keys;

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void awaitMarket() {
        http = new Http(port);
        Markets.awaitQuotes(http, "BTC-USD", "ETH-USD", "SOL-USD");
    }

    @Test
    void showsTradesInTickerTapeAndCandles() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer before = http.get("/api/v1/market/SOL-USD/ticker");
            assertThat(before.<String>json("$.last")).isNull();
            assertThat(before.<String>json("$.best_bid")).as(before.body()).isEqualTo("99.99");
            assertThat(before.<String>json("$.best_ask")).isEqualTo("100.00");
        });
        for (int i = 1; i <= 3; i++) {
            buy("SOL", "0." + i);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        http.get("/api/v1/market/SOL-USD/trades").<List<Integer>>json("$.items[*].seq"))
                .containsExactly(3, 2, 1));
        Answer page = http.get("/api/v1/market/sol-usd/trades?limit=2");
        assertThat(page.<String>json("$.items[0].quantity")).isEqualTo("0.30000000");
        assertThat(page.<String>json("$.items[0].price")).isEqualTo("100.00");
        assertThat(page.<String>json("$.items[0].side")).isEqualTo("BUY");
        String cursor = page.json("$.next_cursor");
        Answer last = http.get("/api/v1/market/SOL-USD/trades?limit=2&cursor=" + cursor);
        assertThat(last.<List<Integer>>json("$.items[*].seq")).containsExactly(1);
        assertThat(last.<String>json("$.next_cursor")).isNull();
        assertThat(http.get("/api/v1/market/BTC-USD/trades?cursor=" + cursor).status())
                .as("a cursor of another market")
                .isEqualTo(422);

        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer ticker = http.get("/api/v1/market/SOL-USD/ticker");
            assertThat(ticker.<String>json("$.volume")).isEqualTo("0.60000000");
            assertThat(ticker.<String>json("$.quote_volume")).isEqualTo("60.00000000");
            assertThat(ticker.<String>json("$.last")).isEqualTo("100.00");
            assertThat(ticker.<String>json("$.change")).isEqualTo("0.00");
            assertThat(ticker.<Integer>json("$.trades")).isEqualTo(3);
        });
        for (String interval : CandleInterval.texts()) {
            Answer candles = http.get("/api/v1/market/SOL-USD/candles?interval=" + interval);
            List<Map<String, Object>> items = candles.json("$.items");
            assertThat(items.stream()
                            .mapToInt(item -> (Integer) item.get("trades"))
                            .sum())
                    .as(candles.body())
                    .isEqualTo(3);
            assertThat(items.getLast().get("close")).isEqualTo("100.00");
        }
    }

    @Test
    void hasNoCandlesBeforeTheFirstTrade() {
        Answer candles = http.get("/api/v1/market/ETH-USD/candles?from=2026-01-01T00:00:00Z&to=1767312000000");
        assertThat(candles.status()).as(candles.body()).isEqualTo(200);
        assertThat(candles.<List<Object>>json("$.items")).isEmpty();
    }

    @Test
    void saysWhichParameterIsWrong() {
        for (String path : List.of(
                "/trades?limit=0",
                "/trades?limit=501",
                "/trades?limit=x",
                "/trades?cursor=%27%3B--",
                "/trades?cursor=AAAA",
                "/candles?interval=2m",
                "/candles?limit=1001",
                "/candles?from=yesterday",
                "/candles?from=99999999999999999999",
                "/candles?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "/candles?to=+999999999-01-01T00:00:00Z",
                "/book?depth=0",
                "/book?depth=1001")) {
            Answer answer = http.get("/api/v1/market/BTC-USD" + path);
            assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(422);
        }
        for (String path : List.of("ticker", "trades", "candles", "book")) {
            Answer answer = http.get("/api/v1/market/DOGE-USD/" + path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.<String>json("$.error_code")).isEqualTo("ERR_INSTRUMENT_NOT_FOUND");
        }
    }

    @Test
    void tellsTheTimeAndWhetherTheExchangeTrades() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer status = http.get("/api/v1/status");
            assertThat(status.<String>json("$.status")).as(status.body()).isEqualTo("ok");
            assertThat(status.<List<String>>json("$.instruments[*].trading_state"))
                    .containsExactly("TRADING", "TRADING", "TRADING");
            assertThat(status.<Integer>json("$.settlement[0].lag_events")).isZero();
            assertThat(status.<Integer>json("$.settlement[0].engine_sequence")).isPositive();
        });
        assertThat(http.get("/api/v1/time").<Long>json("$.epoch_millis")).isPositive();
    }

    private void buy(String asset, String quantity) {
        Answer answer = http.postJson(
                "/api/v1/trading/execute",
                "{\"user_id\":1,\"symbol\":\"" + asset + "\",\"pay_with\":\"USD\",\"quantity\":\"" + quantity + "\"}",
                "X-Idempotency-Key",
                "market-data-" + keys++);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
