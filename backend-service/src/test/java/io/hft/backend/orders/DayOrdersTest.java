package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.Trader;
import io.hft.engine.config.EngineConfig.Matching;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The end of a trading day, at a real engine whose day ends in a moment. */
@EngineTest
class DayOrdersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestEngine engine;

    @Test
    void endWithTheTradingDayAndGiveBackWhatTheyHold() {
        Http http = new Http(port);
        Markets.awaitHouse(http);
        Trader trader = Trader.register(http, jdbc);
        assertThat(trader.place(
                                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.5\"}",
                                "stock")
                        .status())
                .isEqualTo(201);
        // Again with a later end, where a busy machine has not placed them all in time.
        List<String> ids = List.of();
        for (int seconds = 8; ids.isEmpty(); seconds *= 2) {
            assertThat(seconds).as("seconds of a trading day").isLessThan(100);
            Instant end = Instant.now().plusSeconds(seconds);
            endTheDayAt(end);
            ids = placeAll(trader, "day-" + seconds);
            if (Instant.now().isAfter(end)) {
                trader.delete("/api/v1/orders");
                ids = List.of();
            }
        }
        String lasting = ids.getFirst();
        List<String> ofTheDay = ids.subList(1, ids.size());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ofTheDay)
                .extracting(id -> trader.get("/api/v1/orders/" + id).<String>json("$.status"))
                .containsOnly("EXPIRED"));

        for (String id : ofTheDay) {
            Answer expired = trader.get("/api/v1/orders/" + id);
            assertThat(expired.<String>json("$.cumulative_quantity")).isEqualTo("0.00000000");
            assertThat(expired.<String>json("$.leaves_quantity"))
                    .as(expired.body())
                    .isEqualTo("0.00000000");
            assertThat(expired.<String>json("$.reject_reason"))
                    .as("nobody refused it")
                    .isNull();
            assertThat(trader.delete("/api/v1/orders/" + id).<String>json("$.error_code"))
                    .isEqualTo("ERR_ORDER_NOT_OPEN");
        }
        assertThat(trader.get("/api/v1/orders?status=EXPIRED").<List<String>>json("$.items[*].order_id"))
                .containsAll(ofTheDay);
        assertThat(trader.get("/api/v1/orders?open=true").<List<String>>json("$.items[*].order_id"))
                .containsExactly(lasting);
        assertThat(trader.account("USD")).isEqualTo("75000.00000000/100.00000000");
        assertThat(trader.account("BTC")).isEqualTo("0.50000000/0.00000000");
        Markets.assertLedgerSumsToZero(jdbc);
    }

    private void endTheDayAt(Instant end) {
        long nanos = end.atOffset(ZoneOffset.UTC).toLocalTime().toNanoOfDay();
        engine.stop();
        engine.startWith(
                config -> config.withMatching(new Matching(config.matching().rules(), nanos)));
    }

    /** One that stays, then one of each type that knows a day. */
    private static List<String> placeAll(Trader trader, String name) {
        return List.of(
                place(trader, name + "-0", "BUY", "LIMIT", "GTC", "\"price\":\"1000\""),
                place(trader, name + "-1", "BUY", "LIMIT", "DAY", "\"price\":\"1000\""),
                place(trader, name + "-2", "SELL", "LIMIT", "DAY", "\"price\":\"60000\""),
                place(trader, name + "-3", "BUY", "STOP", "DAY", "\"stop_price\":\"51000\""),
                place(trader, name + "-4", "SELL", "STOP_LIMIT", "DAY", "\"stop_price\":\"46000\",\"price\":\"45500\""),
                place(
                        trader,
                        name + "-5",
                        "BUY",
                        "ICEBERG",
                        "DAY",
                        "\"price\":\"1000\",\"display_quantity\":\"0.01\""));
    }

    private static String place(Trader trader, String name, String side, String type, String time, String terms) {
        String json =
                "{\"symbol\":\"BTC-USD\",\"side\":\"%s\",\"type\":\"%s\",\"time_in_force\":\"%s\",\"quantity\":\"0.1\",%s,\"client_order_id\":\"%s\"}"
                        .formatted(side, type, time, terms, name);
        // The backend finds the engine again by itself.
        return await().atMost(PATIENCE)
                .until(() -> trader.place(json, null), placed -> placed.status() == 201)
                .json("$.order_id");
    }
}
