package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** At the most talkative level that anybody would run. */
@BackendTest
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
        properties = {
            "logging.level.root=INFO",
            "logging.level.io.hft=TRACE",
            "logging.level.org.springframework.web=DEBUG",
            "logging.level.org.springframework.security=DEBUG",
            "logging.level.org.springframework.jdbc=DEBUG",
            "hft.identity.admin.username=operator",
            "hft.identity.admin.password=the operators own password"
        })
class SecretsStayOutOfTheLogTest {
    @LocalServerPort
    private int port;

    @Test
    void logsRequestsWithoutTheirSecrets(CapturedOutput log) {
        Http http = new Http(port);
        Members members = new Members(http);
        String name = Members.freshName();
        Answer tokens = members.register(name);
        Answer again = members.login(name, Members.PASSWORD);
        members.login(name, "an unusual wrong password");
        Answer renewed = members.refresh(tokens);
        members.refresh(tokens);
        Answer key = members.apiKey(again, "[\"read\"]");
        SignedRequests bot = SignedRequests.of(http, key);
        List<String> signed = bot.headers(System.currentTimeMillis(), null, "GET", "/api/v1/balances", "");
        List<String> late = bot.headers(System.currentTimeMillis() - 60_000, null, "GET", "/api/v1/balances", "");
        assertThat(bot.send("GET", "/api/v1/balances", "", signed).status()).isEqualTo(200);
        assertThat(bot.send("GET", "/api/v1/balances", "", signed).status())
                .as("again")
                .isEqualTo(401);
        assertThat(bot.send("GET", "/api/v1/balances", "", late).status()).isEqualTo(401);
        assertThat(bot.send("GET", "/api/v1/orders", "", signed).status()).isEqualTo(401);
        http.postJson("/api/v1/auth/refresh", "{\"refresh_token\":[\"a refresh token in a list\"]}");
        http.get("/api/v1/balances", "Authorization", "Basic a-password-of-another-kind");
        http.get("/nothing/here", "X-Request-Id", "request-of-the-log-test");
        http.get("/api/v1/balances", "X-Request-Id", "balances-of-the-log-test");
        http.get("/api/v1/balances", Members.bearer(again.<String>json("$.access_token") + "x"));
        assertThat(members.login("operator", "the operators own password").status())
                .as("the first operator can log in")
                .isEqualTo(200);
        http.postJson("/api/v1/auth/login", "{\"username\":\"x\",\"password\":\"broken secret\"");

        // It does say something.
        assertThat(log.getAll()).contains("/api/v1/auth/login");
        assertThat(log.getAll().lines().filter(line -> line.contains("/api/v1/balances")))
                .as("which request it was")
                .anyMatch(line -> line.contains("balances-of-the-log-test"));
        assertThat(log.getAll())
                .doesNotContain(
                        Members.PASSWORD,
                        "an unusual wrong password",
                        "the operators own password",
                        "broken secret",
                        tokens.json("$.access_token"),
                        tokens.json("$.refresh_token"),
                        again.json("$.access_token"),
                        again.json("$.refresh_token"),
                        renewed.json("$.access_token"),
                        renewed.json("$.refresh_token"),
                        key.json("$.secret"),
                        signed.get(5),
                        late.get(5),
                        "a refresh token in a list",
                        "a-password-of-another-kind");
    }
}
