package io.hft.backend.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Small buckets that hardly fill while a test runs; every user has his own. Without an engine: what is let through gets another answer. */
@BackendTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "hft.limits.orders.burst=5",
            "hft.limits.orders.per-second=1",
            "hft.limits.cancels.burst=3",
            "hft.limits.cancels.per-second=1",
            "hft.limits.reads.burst=4",
            "hft.limits.reads.per-second=1",
            "hft.limits.anonymous-reads.burst=6",
            "hft.limits.anonymous-reads.per-second=1",
            "server.forward-headers-strategy=native"
        })
class RateLimitsTest {
    private static final String ORDER =
            "{\"symbol\":\"NO-SUCH\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"1\",\"quantity\":\"1\"}";
    private static int addresses;

    @LocalServerPort
    private int port;

    private Http http;
    private String token;
    private String address;

    @BeforeEach
    void connect() {
        http = new Http(port);
        address = "203.0.113." + ++addresses;
        token = newUser();
    }

    private String newUser() {
        String name = "u" + UUID.randomUUID().toString().substring(0, 12);
        Answer registered = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@test.invalid\",\"password\":\"correct horse battery\"}"
                        .formatted(name, name));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        return "Bearer " + registered.<String>json("$.access_token");
    }

    @Test
    void saysWhatIsLeftAndThenWhenToComeAgain() {
        for (int left = 4; left >= 0; left--) {
            Answer answer = place(token);
            assertThat(answer.status()).as(answer.body()).isEqualTo(404);
            assertThat(answer.header("RateLimit-Limit")).isEqualTo("5");
            assertThat(Integer.parseInt(answer.header("RateLimit-Remaining"))).isBetween(left, left + 1);
        }
        Answer refused = refused(this::place);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.<String>json("$.error_code")).isEqualTo("ERR_TOO_MANY_REQUESTS");
        assertThat(refused.<Boolean>json("$.retryable")).isTrue();
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
        assertThat(Integer.parseInt(refused.header("RateLimit-Reset"))).isBetween(1, 5);
    }

    @Test
    void letsWhoHasNoOrdersLeftCancelAndLook() {
        refused(this::place);
        assertThat(http.send("DELETE", "/api/v1/orders/1", null, false, "Authorization", token)
                        .status())
                .isEqualTo(404);
        assertThat(http.send("DELETE", "/api/v1/orders", null, false, "Authorization", token)
                        .status())
                .isEqualTo(200);
        assertThat(http.postJson("/api/v1/orders/cancel-all-after", "{\"timeout_seconds\":0}", "Authorization", token)
                        .status())
                .isNotEqualTo(429);
        assertThat(http.get("/api/v1/orders", "Authorization", token).status()).isEqualTo(200);
        // And the other way round.
        assertThat(refused(who -> http.send("DELETE", "/api/v1/orders/1", null, false, "Authorization", who))
                        .header("RateLimit-Limit"))
                .isEqualTo("3");
    }

    @Test
    void countsEachOrderOfABatch() {
        Answer four = batch(token, 4);
        assertThat(four.status()).as(four.body()).isNotEqualTo(429);
        assertThat(Integer.parseInt(four.header("RateLimit-Remaining"))).isBetween(1, 2);
        assertThat(batch(token, 4).status()).isEqualTo(429);
        // Larger than the bucket: had for all of it, or nobody could ever place it.
        String other = newUser();
        assertThat(batch(other, 100).status()).isNotEqualTo(429);
        assertThat(place(other).status()).isEqualTo(429);
    }

    @Test
    void countsBatchesInADisguise() {
        String items = String.join(",", Collections.nCopies(5, ORDER));
        String body = "{\"x\":[1,{\"orders\":[]}],\"y\":\"orders\",\"orders\":[" + items + "]}";
        assertThat(http.postJson("/api/v1/%6Frders/batch", body, "Authorization", token, "Idempotency-Key", "k")
                        .status())
                .isNotEqualTo(429);
        assertThat(place(token).status()).isEqualTo(429);
    }

    @Test
    void keepsUsersApart() {
        refused(this::place);
        assertThat(place(newUser()).status()).isEqualTo(404);
    }

    @Test
    void countsStrangersByAddressAndUsersByName() {
        for (int i = 0; i < 6; i++) {
            assertThat(time(address).status()).isEqualTo(200);
        }
        Answer last = time(address);
        for (int i = 0; i < 100 && last.status() == 200; i++) {
            last = time(address);
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.header("RateLimit-Limit")).isEqualTo("6");
        assertThat(time("198.51.100." + addresses).status()).isEqualTo(200);
        assertThat(http.get("/api/v1/time", "X-Forwarded-For", address, "Authorization", token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void neverCountsHealthAndDescription() {
        for (int i = 0; i < 20; i++) {
            Answer answer = http.get("/openapi.json", "X-Forwarded-For", address);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("RateLimit-Limit")).isEmpty();
            assertThat(http.get("/health", "X-Forwarded-For", address).status()).isNotEqualTo(429);
        }
    }

    private interface Request {
        Answer send(String who);
    }

    /** Asks until it is refused. */
    private Answer refused(Request request) {
        for (int i = 0; i < 1_000; i++) {
            Answer answer = request.send(token);
            if (answer.status() == 429) {
                return answer;
            }
        }
        throw new AssertionError("never refused");
    }

    private Answer place(String who) {
        return http.postJson(
                "/api/v1/orders",
                ORDER,
                "Authorization",
                who,
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    private Answer batch(String who, int items) {
        return http.postJson(
                "/api/v1/orders/batch",
                "{\"orders\":[" + String.join(",", Collections.nCopies(items, ORDER)) + "]}",
                "Authorization",
                who,
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    private Answer time(String from) {
        return http.get("/api/v1/time", "X-Forwarded-For", from);
    }
}
