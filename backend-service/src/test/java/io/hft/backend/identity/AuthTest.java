package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.config.StorageProperties;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@BackendTest
class AuthTest {
    private static final String REGISTER = "/api/v1/auth/register";
    private static final String LOGIN = "/api/v1/auth/login";
    private static final String REFRESH = "/api/v1/auth/refresh";
    private static final String ME = "/api/v1/auth/me";
    private static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StorageProperties storage;

    @Autowired
    private ExpiredTokens expiredTokens;

    private Http http;
    private String name;

    @BeforeEach
    void connect() {
        http = new Http(port);
        name = "user" + NAMES.incrementAndGet();
    }

    @Test
    void registersAndLogsIn() {
        Answer registered = register(name, name + "@example.com");
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        int userId = registered.json("$.user_id");
        assertThat(userId).isGreaterThanOrEqualTo(2);
        assertThat(registered.<String>json("$.token_type")).isEqualTo("Bearer");
        assertThat(registered.<Integer>json("$.expires_in")).isEqualTo(900);

        Answer byName = login(name.toUpperCase(), PASSWORD);
        assertThat(byName.status()).isEqualTo(200);
        assertThat(byName.<Integer>json("$.user_id")).isEqualTo(userId);
        assertThat(login(name + "@Example.com", PASSWORD).status()).isEqualTo(200);

        Answer me = http.get(ME, bearer(byName));
        assertThat(me.<Integer>json("$.user_id")).isEqualTo(userId);
        assertThat(me.<Boolean>json("$.authenticated")).isTrue();
        assertThat(me.<String>json("$.email")).isEqualTo(name + "@example.com");
    }

    @Test
    void givesNewUsersPlayMoneyThatTheLedgerAccountsFor() {
        Answer registered = register(name, name + "@example.com");
        Answer balances = http.get("/api/v1/balances", bearer(registered));
        assertThat(balances.body())
                .isEqualTo(
                        "[{\"asset\":\"USD\",\"total\":\"100000.00000000\",\"held\":\"0.00000000\",\"available\":\"100000.00000000\"}]");
        assertThat(jdbc.sql(
                                "select count(*) from (select 1 from ledger_accounts group by asset having sum(balance) <> 0) unbalanced")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void removesRefreshTokensWhoseTimeIsOver() {
        Answer registered = register(name, name + "@example.com");
        int userId = registered.json("$.user_id");
        login(name, PASSWORD);
        jdbc.sql(
                        "update refresh_tokens set expires_at = now() - interval '1 second' where token_hash = sha256(convert_to(?, 'UTF8'))")
                .param(registered.<String>json("$.refresh_token"))
                .update();
        expiredTokens.delete();
        assertThat(jdbc.sql("select count(*) from refresh_tokens where user_id = ?")
                        .param(userId)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void refusesTextThatCannotBeStored() {
        for (String address : new String[] {"a\\u0000b@example.com", "a\\ud800b@example.com"}) {
            Answer refused = register(name, address);
            assertThat(refused.status()).as(refused.body()).isEqualTo(422);
            assertThat(refused.<String>json("$.errors[0].field")).isEqualTo("email");
        }
        Answer password = http.postJson(
                REGISTER,
                "{\"username\":\"%s\",\"email\":\"%s@example.com\",\"password\":\"longenough\\udc00\"}"
                        .formatted(name, name));
        assertThat(password.status()).as(password.body()).isEqualTo(422);
        assertThat(password.<String>json("$.errors[0].field")).isEqualTo("password");

        register(name, name + "@example.com");
        for (String[] wrong : new String[][] {
            {name + "\\u0000", PASSWORD}, {name + "\\ud800", PASSWORD}, {name, "longenough\\udc00"}, {name, "\\u0000"}
        }) {
            assertThat(login(wrong[0], wrong[1]).status()).as(wrong[0]).isEqualTo(401);
        }
        assertThat(http.postJson(REFRESH, "{\"refresh_token\":\"\\u0000\\ud800\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void refusesNamesAndAddressesThatAreTakenWhateverTheirCase() {
        register(name, name + "@example.com");
        Answer sameName = register(name.toUpperCase(), "other" + name + "@example.com");
        assertThat(sameName.status()).isEqualTo(409);
        assertThat(sameName.<String>json("$.error_code")).isEqualTo("ERR_USERNAME_TAKEN");
        Answer sameAddress = register("other" + name, name.toUpperCase() + "@EXAMPLE.com");
        assertThat(sameAddress.status()).isEqualTo(409);
        assertThat(sameAddress.<String>json("$.error_code")).isEqualTo("ERR_EMAIL_TAKEN");
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownUserAlike() {
        register(name, name + "@example.com");
        Answer wrong = login(name, "not the password");
        Answer unknown = login("nobody", PASSWORD);
        Answer house = login("house", PASSWORD);
        for (Answer answer : new Answer[] {wrong, unknown, house}) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.<String>json("$.error_code")).isEqualTo("ERR_BAD_CREDENTIALS");
            assertThat(answer.<String>json("$.detail")).isEqualTo(wrong.json("$.detail"));
        }
    }

    @Test
    void keepsNoPasswordAndNoRefreshTokenInTheClear() {
        Answer registered = register(name, name + "@example.com");
        assertThat(jdbc.sql("select password_hash from users where username = ?")
                        .param(name)
                        .query(String.class)
                        .single())
                .startsWith("$argon2id$v=19$m=12288,t=3,p=1$");
        String refreshToken = registered.json("$.refresh_token");
        assertThat(jdbc.sql("select count(*) from refresh_tokens where token_hash = sha256(convert_to(?, 'UTF8'))")
                        .param(refreshToken)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void renewsOncePerRefreshTokenAndEndsAllOfACopiedOne() {
        String first = register(name, name + "@example.com").json("$.refresh_token");
        Answer renewed = refresh(first);
        assertThat(renewed.status()).isEqualTo(200);
        String second = renewed.json("$.refresh_token");
        assertThat(second).isNotEqualTo(first);
        assertThat(http.get(ME, bearer(renewed)).status()).isEqualTo(200);

        assertThat(refresh(first).status()).isEqualTo(401);
        assertThat(refresh(second).status()).as("a copy was used").isEqualTo(401);
        assertThat(refresh("never issued").status()).isEqualTo(401);
    }

    @Test
    void actsAsTheDemoUserWithoutCredentialsOnly() {
        Answer demo = http.get(ME);
        assertThat(demo.<Integer>json("$.user_id")).isEqualTo(1);
        assertThat(demo.<Boolean>json("$.authenticated")).isFalse();

        Answer registered = register(name, name + "@example.com");
        String token = registered.json("$.access_token");
        for (String credentials : new String[] {
            "Bearer nonsense",
            "Bearer " + token.substring(0, token.length() - 4) + "AAAA",
            "Bearer " + unsigned(registered.json("$.user_id")),
            "Bearer",
            "Basic ZGVtbzpkZW1v"
        }) {
            Answer refused = http.get(ME, "Authorization", credentials);
            assertThat(refused.status()).as(credentials).isEqualTo(401);
            assertThat(refused.<String>json("$.error_code")).isEqualTo("ERR_UNAUTHENTICATED");
            assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void letsNobodySeeAnothersAccount() {
        Answer registered = register(name, name + "@example.com");
        int userId = registered.json("$.user_id");
        Answer other = register("b" + name, "b" + name + "@example.com");
        String path = "/api/v1/trading/portfolio/" + userId;
        assertThat(http.get(path).status()).as("without credentials").isEqualTo(401);
        assertThat(http.get(path, bearer(other)).status())
                .as("as somebody else")
                .isEqualTo(403);
        assertThat(http.get(path, bearer(registered)).status()).isEqualTo(200);
        assertThat(http.get("/api/v1/trading/portfolio/1", bearer(registered)).status())
                .isEqualTo(403);
    }

    @Test
    void keepsItsMasterKeyFromOthers() throws IOException {
        Path file = storage.dataDir().resolve("keys/master.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    private Answer register(String username, String email) {
        return http.postJson(
                REGISTER,
                "{\"username\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}".formatted(username, email, PASSWORD));
    }

    private Answer login(String username, String password) {
        return http.postJson(LOGIN, "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
    }

    private Answer refresh(String token) {
        return http.postJson(REFRESH, "{\"refresh_token\":\"%s\"}".formatted(token));
    }

    private static String[] bearer(Answer tokens) {
        return new String[] {"Authorization", "Bearer " + tokens.json("$.access_token")};
    }

    private static String unsigned(int userId) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"none\"}".getBytes())
                + "."
                + base64.encodeToString(
                        ("{\"sub\":\"" + userId + "\",\"iss\":\"hft-platform\",\"exp\":4000000000}").getBytes())
                + ".";
    }
}
