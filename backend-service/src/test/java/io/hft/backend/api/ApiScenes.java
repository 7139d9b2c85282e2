package io.hft.backend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Parallel;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Scenes of {@link DocumentedStatusTest} that take more than one request. */
final class ApiScenes {
    private static final String PLACE = "POST /api/v1/orders";
    private static final String BATCH = "POST /api/v1/orders/batch";
    private static final String EXECUTE = "POST /api/v1/trading/execute";
    private static final String DEPOSIT = "POST /api/v1/deposits";
    private static final String WITHDRAW = "POST /api/v1/withdrawals";

    private final Http http;
    private final JdbcClient jdbc;
    private final DataSource dataSource;

    ApiScenes(Http http, JdbcClient jdbc, DataSource dataSource) {
        this.http = http;
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    void sendsOneKeyWithTwoBodies(ApiCast cast) {
        for (String operation : List.of(PLACE, BATCH, EXECUTE, DEPOSIT, WITHDRAW)) {
            ApiRequest request = cast.request(ApiTable.byName().get(operation));
            assertThat(request.send(http, "same", cast.owner().bearer()).status())
                    .as(operation)
                    .isBetween(200, 299);
            String other = request.body().replace("0.001", "0.002").replace("\"10\"", "\"11\"");
            assertThat(other).isNotEqualTo(request.body());
            expect(request.with(other).send(http, "same", cast.owner().bearer()), 422, "ERR_IDEMPOTENCY_MISMATCH");
        }
    }

    /** The only one who sells is the buyer; and an order that must not take is moved to where it would. */
    void meetsItself(ApiCast cast) {
        Member owner = cast.owner();
        owner.done(ApiRequest.post("/api/v1/deposits", "{\"asset\":\"SOL\",\"amount\":\"10\"}"));
        owner.done(ApiRequest.post(
                "/api/v1/orders",
                "{\"symbol\":\"SOL-USD\",\"side\":\"SELL\",\"type\":\"LIMIT\",\"price\":\"100\",\"quantity\":\"1\"}"));
        expect(
                cast.request(ApiTable.byName().get(EXECUTE))
                        .with("{\"user_id\":%d,\"symbol\":\"SOL\",\"pay_with\":\"USD\",\"quantity\":\"1\"}"
                                .formatted(owner.userId()))
                        .send(http, owner.bearer()),
                409,
                "ERR_ORDER_REJECTED");
        String maker = owner.done(ApiRequest.post("/api/v1/orders", """
                        {"symbol":"SOL-USD","side":"BUY","type":"LIMIT","price":"95","quantity":"1","post_only":true}
                        """)).json("$.order_id");
        expect(
                new ApiRequest("PATCH", "/api/v1/orders/" + maker, "{\"price\":\"101\"}", false)
                        .send(http, owner.bearer()),
                409,
                "ERR_ORDER_REJECTED");
        owner.done(new ApiRequest("DELETE", "/api/v1/orders", "", false));
    }

    void makesAsManyKeysAsOneMay() {
        Member user = Member.register(http);
        await().until(() ->
                new ApiRequest("POST", "/api/v1/auth/api-keys", "{\"label\":\"x\",\"scopes\":[\"read\"]}", false)
                                .send(http, user.bearer())
                                .status()
                        == 409);
    }

    /** Booking is held up, and the keys of deposits are held by somebody else's transaction: nobody knows the outcomes yet. */
    void repeatsWhatIsUnderWay(ApiCast cast) throws Exception {
        Member owner = cast.owner();
        List<String> operations = List.of(PLACE, BATCH, EXECUTE, DEPOSIT, WITHDRAW, "PATCH /api/v1/orders/{order_id}");
        List<ApiRequest> requests = operations.stream()
                .map(name -> cast.request(ApiTable.byName().get(name)))
                .toList();
        long before = orders(owner);
        try (Connection blocker = dataSource.getConnection()) {
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("select 1 from settlement_cursors for update");
                for (String scope : List.of(DEPOSIT, WITHDRAW)) {
                    statement.execute(("insert into idempotent_requests (user_id, scope, key, fingerprint, expires_at)"
                                    + " values (%d, '%s', 'under way', '\\x00', now() + interval '1 hour')")
                            .formatted(owner.userId(), scope));
                }
            }
            // The first ones give up waiting for their booking, and say so.
            List<Answer> first =
                    Parallel.call(requests.size(), i -> requests.get(i).send(http, "under way", owner.bearer()));
            assertThat(orders(owner)).isEqualTo(before + 3);
            List<Answer> second = Parallel.call(requests.size(), i -> requests.get(i)
                    .with(requests.get(i).body().replace("46001", "46002"))
                    .send(http, "under way", owner.bearer()));
            for (int i = 0; i < requests.size(); i++) {
                boolean keyOfAnother =
                        operations.get(i).equals(DEPOSIT) || operations.get(i).equals(WITHDRAW);
                assertThat(first.get(i).status())
                        .as("%s: %s", operations.get(i), first.get(i).body())
                        .isEqualTo(keyOfAnother ? 409 : 503);
                expect(second.get(i), 409, "ERR_IN_PROGRESS");
            }
            blocker.rollback();
        }
        await().until(() -> jdbc.sql("select count(*) from orders where user_id = ? and status = 'PENDING_NEW'")
                        .param(owner.userId())
                        .query(Long.class)
                        .single()
                == 0);
    }

    private long orders(Member member) {
        return jdbc.sql("select count(*) from orders where user_id = ?")
                .param(member.userId())
                .query(Long.class)
                .single();
    }

    private static void expect(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.<String>json("$.error_code")).isEqualTo(code);
    }
}
