package io.hft.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.identity.SignedRequests;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.LiveClient;
import io.hft.backend.support.Trader;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who a connection acts as: access tokens and API keys, in the handshake's headers and in messages. Without an engine. */
@BackendTest
class LiveCredentialsTest {
    private static final String PATH = "/ws/v1";
    private static final String KEYS = "/api/v1/auth/api-keys";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private Http http;
    private Trader owner;

    @BeforeEach
    void register() {
        http = new Http(port);
        owner = Trader.register(http, jdbc);
    }

    @Test
    void takesAnApiKeyInAMessageOnceAndUntilItIsDeleted() {
        Answer key = apiKey("[\"read\",\"trade\"]");
        String auth = signed(key);
        try (LiveClient client = LiveClient.connect(port)) {
            assertThat(client.send(auth)
                            .awaitType("authenticated")
                            .<Number>get("user_id")
                            .longValue())
                    .isEqualTo(owner.userId());
            client.subscribe("balances", "").awaitChannel("balances", "snapshot");
            client.send("{\"op\":\"cancel_on_disconnect\",\"enabled\":true}").awaitType("cancel_on_disconnect");
            client.send("{\"op\":\"cancel_on_disconnect\",\"enabled\":false}").awaitType("cancel_on_disconnect");
            try (LiveClient thief = LiveClient.connect(port)) {
                thief.send(auth).awaitError("ERR_BAD_CREDENTIALS");
            }
            assertThat(owner.delete(KEYS + "/" + key.<String>json("$.key_id")).status())
                    .isBetween(200, 204);
            client.awaitError("ERR_CREDENTIALS_ENDED");
            client.subscribe("balances", "").awaitError("ERR_UNAUTHENTICATED");
        }
    }

    @Test
    void takesAnApiKeyInTheHandshakesHeaders() {
        SignedRequests bot = SignedRequests.of(http, apiKey("[\"read\"]"));
        String[] headers =
                bot.headers(System.currentTimeMillis(), null, "GET", PATH, "").toArray(String[]::new);
        try (LiveClient client = LiveClient.connect(port, headers)) {
            assertThat(client.awaitType("welcome").<Number>get("user_id").longValue())
                    .isEqualTo(owner.userId());
            client.subscribe("balances", "").awaitChannel("balances", "snapshot");
        }
        assertThatThrownBy(() -> LiveClient.connect(port, headers))
                .as("the same again")
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void letsAKeyDoWhatItsScopesSayAndNoMore() {
        try (LiveClient client = LiveClient.connect(port)) {
            client.send(signed(apiKey("[\"read\"]"))).awaitType("authenticated");
            client.send("{\"op\":\"cancel_on_disconnect\",\"enabled\":true}").awaitError("ERR_FORBIDDEN");
        }
        try (LiveClient client = LiveClient.connect(port)) {
            client.send(signed(apiKey("[\"trade\"]"))).awaitType("authenticated");
            for (String channel : List.of("orders", "fills", "balances")) {
                client.subscribe(channel, "").awaitError("ERR_FORBIDDEN");
            }
            client.send("{\"op\":\"cancel_on_disconnect\",\"enabled\":true}").awaitType("cancel_on_disconnect");
        }
    }

    @Test
    void endsPrivateChannelsWhenTheUserLogsOut() {
        try (LiveClient client = LiveClient.connect(port, "Authorization", owner.authorization())) {
            client.subscribe("balances", "").awaitChannel("balances", "snapshot");
            assertThat(owner.post("/api/v1/auth/logout", "{}").status()).isBetween(200, 204);
            client.awaitError("ERR_CREDENTIALS_ENDED");
            client.subscribe("orders", "").awaitError("ERR_UNAUTHENTICATED");
            client.send("{\"op\":\"ping\"}").awaitType("pong");
        }
    }

    /** Of a sandbox: the connection begins as the demo user. */
    @Test
    void forgetsWhatTheDemoUserAskedForWhenSomebodyLogsIn() {
        try (LiveClient client = LiveClient.connect(port)) {
            assertThat(client.awaitType("welcome").<Integer>get("user_id")).isEqualTo(1);
            client.send("{\"op\":\"cancel_on_disconnect\",\"enabled\":true}").awaitType("cancel_on_disconnect");
            String token = owner.authorization().substring("Bearer ".length());
            LiveClient.Message answer =
                    client.send("{\"op\":\"auth\",\"token\":\"" + token + "\"}").awaitType("authenticated");
            assertThat(answer.<Boolean>get("cancel_on_disconnect")).isFalse();
        }
    }

    private Answer apiKey(String scopes) {
        Answer created = owner.post(KEYS, "{\"label\":\"bot\",\"scopes\":" + scopes + "}");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created;
    }

    private String signed(Answer key) {
        long now = System.currentTimeMillis();
        List<String> headers = SignedRequests.of(http, key).headers(now, null, "GET", PATH, "");
        return "{\"op\":\"auth\",\"api_key\":\"" + headers.get(1) + "\",\"timestamp\":" + now + ",\"signature\":\""
                + headers.get(5) + "\"}";
    }
}
