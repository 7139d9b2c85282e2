package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Registers and logs in over HTTP, for tests. */
final class Members {
    static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Http http;

    Members(Http http) {
        this.http = http;
    }

    static String freshName() {
        return "member" + NAMES.incrementAndGet();
    }

    Answer register(String name) {
        Answer registered = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@example.com\",\"password\":\"%s\"}"
                        .formatted(name, name, PASSWORD));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        return registered;
    }

    Answer login(String name, String password) {
        return http.postJson(
                "/api/v1/auth/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    }

    Answer refresh(Answer tokens) {
        return http.postJson(
                "/api/v1/auth/refresh", "{\"refresh_token\":\"%s\"}".formatted(tokens.<String>json("$.refresh_token")));
    }

    /** An operator's tokens; the role is given in the database, as nobody can over HTTP. */
    Answer operator(JdbcClient jdbc) {
        String name = freshName();
        register(name);
        jdbc.sql("update users set roles = '{ADMIN}' where username = ?")
                .param(name)
                .update();
        // Registering has brought the user to nobody's memory yet: this login is its first use.
        return login(name, PASSWORD);
    }

    Answer me(Answer tokens) {
        return http.get("/api/v1/auth/me", bearer(tokens));
    }

    Answer apiKey(Answer tokens, String scopes) {
        Answer created =
                http.postJson("/api/v1/auth/api-keys", "{\"label\":\"bot\",\"scopes\":" + scopes + "}", bearer(tokens));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created;
    }

    static String[] bearer(Answer tokens) {
        return bearer(tokens.<String>json("$.access_token"));
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
