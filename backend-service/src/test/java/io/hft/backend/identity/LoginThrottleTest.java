package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@BackendTest
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
@TestPropertySource(
        properties = {"hft.identity.login.failures-per-account=3", "hft.identity.login.failures-per-address=12"})
class LoginThrottleTest {
    @LocalServerPort
    private int port;

    private Members members;

    @BeforeEach
    void connect() {
        members = new Members(new Http(port));
    }

    @Test
    void boundsGuessesByAccountWhetherThereIsOneOrNot() {
        String name = Members.freshName();
        members.register(name);
        for (String account : new String[] {name, "nobody" + name}) {
            for (int i = 0; i < 3; i++) {
                assertThat(members.login(account, "guess " + i).status()).isEqualTo(401);
            }
            Answer refused = members.login(account.toUpperCase(), Members.PASSWORD);
            assertThat(refused.status()).as("the right password, too").isEqualTo(429);
            assertThat(refused.<String>json("$.error_code")).isEqualTo("ERR_TOO_MANY_REQUESTS");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 301);
            assertThat(refused.<Boolean>json("$.retryable")).isTrue();
        }
    }

    @Test
    void forgetsFailuresOfAnAccountAfterItsLogin() {
        String name = Members.freshName();
        members.register(name);
        for (int i = 0; i < 5; i++) {
            assertThat(members.login(name, "wrong password").status()).isEqualTo(401);
            assertThat(members.login(name, "wrong password").status()).isEqualTo(401);
            assertThat(members.login(name, Members.PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    void boundsGuessesByAddress() {
        for (int i = 0; i < 12; i++) {
            assertThat(members.login("somebody" + i, "guess").status()).isEqualTo(401);
        }
        assertThat(members.login("somebody else", "guess").status()).isEqualTo(429);
    }

    @Test
    void countsGuessesThatComeAtOnce() {
        String name = Members.freshName();
        members.register(name);
        List<Integer> statuses = IntStream.range(0, 10)
                .parallel()
                .mapToObj(i -> members.login(name, "guess " + i).status())
                .toList();
        assertThat(statuses).containsOnly(401, 429);
        assertThat(statuses.stream().filter(status -> status == 401)).hasSize(3);
    }
}
