package io.hft.backend.funding;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Deposits, withdrawals and the statement over real HTTP. */
@BackendTest
class FundingTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    private Http http;
    private String[] alice;

    @BeforeEach
    void register() {
        http = new Http(port);
        alice = login();
    }

    @Test
    void depositsOnceUnderOneKey() {
        Answer first = deposit("BTC", "0.5", "once");
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(first.<String>json("$.balance_after")).isEqualTo("0.50000000");
        assertThat(first.<String>json("$.kind")).isEqualTo("DEPOSIT");
        Answer again = deposit("BTC", "0.5", "once");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(deposit("BTC", "0.6", "once").<String>json("$.error_code")).isEqualTo("ERR_IDEMPOTENCY_MISMATCH");
        assertThat(balance("BTC")).isEqualTo("0.50000000");
        assertThat(withdraw("BTC", "0.5", "once").status())
                .as("another endpoint, another key")
                .isEqualTo(201);
        assertThat(balance("BTC")).isEqualTo("0.00000000");
        assertConserved();
    }

    @Test
    void withdrawsWhatIsAvailableAndKeepsNoRefusal() {
        Answer tooMuch = withdraw("USD", "100000.00000001", "w");
        assertThat(tooMuch.status()).isEqualTo(402);
        assertThat(tooMuch.<String>json("$.error_code")).isEqualTo("ERR_LIQUIDITY");
        assertThat(withdraw("SOL", "1", "none").status()).as("no account").isEqualTo(402);
        jdbc.update("update ledger_accounts set held = 99999 where owner_id = ? and asset = 'USD'", id());
        assertThat(withdraw("USD", "1.5", "w").status()).as("held").isEqualTo(402);
        assertThat(withdraw("USD", "1", "w").status())
                .as("the key of a refusal is free")
                .isEqualTo(201);
        jdbc.update("update ledger_accounts set held = 0 where owner_id = ? and asset = 'USD'", id());
        assertThat(balance("USD")).isEqualTo("99999.00000000");
        assertConserved();
    }

    @ParameterizedTest
    @CsvSource({
        "{\"asset\":\"USD\"}, amount, required",
        "{\"amount\":\"1\"}, asset, required",
        "{\"asset\":\"USD\";\"amount\":\"0\"}, amount, positive",
        "{\"asset\":\"USD\";\"amount\":\"-1\"}, amount, positive",
        "{\"asset\":\"USD\";\"amount\":\"1e3\"}, amount, decimal",
        "{\"asset\":\"USD\";\"amount\":\"0.000000001\"}, amount, max_scale",
        "{\"asset\":\"USD\";\"amount\":\"10000000.01\"}, amount, max",
        "{\"asset\":\"BTC\";\"amount\":\"201\"}, amount, max",
        "{\"asset\":\"US D\";\"amount\":\"1\"}, asset, pattern"
    })
    void namesTheBrokenRule(String body, String field, String rule) {
        Answer answer = send("/api/v1/deposits", body.replace(';', ','), "rule");
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.<String>json("$.errors[0].field")).isEqualTo(field);
        assertThat(answer.<String>json("$.errors[0].rule")).isEqualTo(rule);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(deposit("XYZ", "1", "x").<String>json("$.error_code")).isEqualTo("ERR_ASSET_NOT_FOUND");
        Answer noKey = http.postJson("/api/v1/deposits", "{\"asset\":\"USD\",\"amount\":\"1\"}", alice);
        assertThat(noKey.<String>json("$.error_code")).isEqualTo("ERR_IDEMPOTENCY_REQUIRED");
    }

    @Test
    void booksOneOfManyTwinsAndConservesMoneyWhenManyMoveItAtOnce() throws Exception {
        List<Callable<Answer>> work = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int number = i;
            work.add(() -> deposit("ETH", "1", "twin-" + number % 10));
            work.add(() -> withdraw("USD", "10000", "w-" + number % 20));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            Set<String> bodies = new HashSet<>();
            for (Future<Answer> answer : threads.invokeAll(work)) {
                assertThat(answer.get().status()).as(answer.get().body()).isIn(201, 402);
                bodies.add(answer.get().status() == 201 ? answer.get().body() : "refused");
            }
            assertThat(bodies).as("10 deposits, 10 withdrawals and a refusal").hasSize(21);
        }
        assertThat(balance("ETH")).isEqualTo("10.00000000");
        assertThat(balance("USD")).as("ten of twenty found money").isEqualTo("0.00000000");
        assertConserved();
    }

    @Test
    void showsTheStatementPageByPage() {
        for (int i = 1; i <= 5; i++) {
            deposit("BTC", "0.0000000" + i, "s" + i);
        }
        withdraw("BTC", "0.00000003", "s6");
        List<String> amounts = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            Answer page = http.get("/api/v1/ledger?limit=2&asset=btc" + cursor, alice);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            amounts.addAll(page.<List<String>>json("$.items[*].amount"));
            String next = page.json("$.next_cursor");
            cursor = next == null ? "" : "&cursor=" + next;
            pages++;
        } while (!cursor.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(amounts)
                .containsExactly("-0.00000003", "0.00000005", "0.00000004", "0.00000003", "0.00000002", "0.00000001");
        Answer all = http.get("/api/v1/ledger", alice);
        assertThat(all.<List<String>>json("$.items[*].asset")).hasSize(7).last().isEqualTo("USD");
        assertThat(all.<String>json("$.items[0].balance_after")).isEqualTo("0.00000012");
        assertThat(http.get("/api/v1/ledger?kind=withdrawal", alice).<List<String>>json("$.items[*].amount"))
                .containsExactly("-0.00000003");
    }

    @Test
    void takesNoCursorButItsOwn() {
        for (int i = 1; i <= 3; i++) {
            deposit("BTC", "0.1", "c" + i);
        }
        String cursor = http.get("/api/v1/ledger?limit=1&asset=BTC", alice).json("$.next_cursor");
        assertThat(http.get("/api/v1/ledger?limit=1&asset=BTC&cursor=" + cursor, alice)
                        .status())
                .isEqualTo(200);
        char last = cursor.charAt(cursor.length() - 1);
        String changed = cursor.substring(0, cursor.length() - 2) + (last == 'A' ? "BB" : "AA");
        for (String query : List.of(
                "limit=1&cursor=" + cursor,
                "limit=1&asset=USD&cursor=" + cursor,
                "limit=1&asset=BTC&cursor=" + changed,
                "limit=1&asset=BTC&cursor=MTIz",
                "limit=1&asset=BTC&cursor=%00",
                "limit=1&asset=BTC&cursor=")) {
            Answer answer = http.get("/api/v1/ledger?" + query, alice);
            assertThat(answer.status()).as(query).isEqualTo(422);
            assertThat(answer.<String>json("$.errors[0].field")).as(query).isEqualTo("cursor");
        }
        Answer foreign = http.get("/api/v1/ledger?limit=1&asset=BTC&cursor=" + cursor, login());
        assertThat(foreign.status()).as("somebody else's").isEqualTo(422);
        assertThat(http.get("/api/v1/ledger?limit=0", alice).status()).isEqualTo(422);
        assertThat(http.get("/api/v1/ledger?limit=501", alice).status()).isEqualTo(422);
        assertThat(http.get("/api/v1/ledger?kind=GIFT", alice).status()).isEqualTo(422);
    }

    @Test
    void takesADepositInAtItsPriceAndLetsAWithdrawalGoAtItsCost() {
        deposit("BTC", "2", "p1");
        jdbc.update("update assets set reference_price_usd = 60000 where symbol = 'BTC'");
        try {
            deposit("BTC", "1", "p2");
            assertPosition("3.00000000", "53333.33333333", "160000.00000000", "0.00000000", "20000.00000000");
            withdraw("BTC", "1", "p3");
            assertPosition("2.00000000", "53333.33333334", "106666.66666667", "0.00000000", "13333.33333333");
        } finally {
            jdbc.update("update assets set reference_price_usd = 50000 where symbol = 'BTC'");
        }
        Answer summary = http.get("/api/v1/portfolio/summary", alice);
        assertThat(summary.<String>json("$.cash_usd")).isEqualTo("100000.00000000");
        assertThat(summary.<String>json("$.positions_value_usd")).isEqualTo("100000.00000000");
        assertThat(summary.<String>json("$.total_value_usd")).isEqualTo("200000.00000000");
        assertThat(summary.<String>json("$.total_pnl")).isEqualTo("-6666.66666667");
    }

    private void assertPosition(String quantity, String average, String cost, String realised, String unrealised) {
        Answer answer = http.get("/api/v1/positions", alice);
        assertThat(answer.<List<String>>json("$.items[*].asset")).containsExactly("BTC");
        assertThat(List.of(
                        answer.<String>json("$.items[0].quantity"),
                        answer.<String>json("$.items[0].average_cost"),
                        answer.<String>json("$.items[0].cost_basis"),
                        answer.<String>json("$.items[0].realized_pnl"),
                        answer.<String>json("$.items[0].unrealized_pnl")))
                .containsExactly(quantity, average, cost, realised, unrealised);
    }

    private void assertConserved() {
        assertThat(jdbc.queryForList(
                        "select asset from ledger_accounts group by asset having sum(balance) <> 0", String.class))
                .isEmpty();
    }

    private String balance(String asset) {
        return http.get("/api/v1/balances", alice)
                .<List<String>>json("$[?(@.asset=='" + asset + "')].total")
                .getFirst();
    }

    private Answer deposit(String asset, String amount, String key) {
        return send("/api/v1/deposits", body(asset, amount), key);
    }

    private Answer withdraw(String asset, String amount, String key) {
        return send("/api/v1/withdrawals", body(asset, amount), key);
    }

    private static String body(String asset, String amount) {
        return "{\"asset\":\"" + asset + "\",\"amount\":\"" + amount + "\"}";
    }

    private Answer send(String path, String body, String key) {
        return http.postJson(path, body, alice[0], alice[1], "Idempotency-Key", key);
    }

    private long id() {
        return http.get("/api/v1/auth/me", alice).<Integer>json("$.user_id");
    }

    /** The headers of a new user. */
    private String[] login() {
        String name = "funded" + NAMES.incrementAndGet();
        Answer answer = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@test.invalid\",\"password\":\"correct horse battery\"}"
                        .formatted(name, name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new String[] {"Authorization", "Bearer " + answer.<String>json("$.access_token")};
    }
}
