package io.hft.backend.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.identity.SignedRequests;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody who has registered, with all that logging in gives. */
record Member(Http http, String name, long userId, String accessToken, String refreshToken) {
    static final String PASSWORD = "correct horse battery";

    static String freshName() {
        return "u" + UUID.randomUUID().toString().substring(0, 12);
    }

    static Member register(Http http) {
        String name = freshName();
        Answer registered = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@test.invalid\",\"password\":\"%s\"}"
                        .formatted(name, name, PASSWORD));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        return of(http, name, registered);
    }

    /** An operator: the role is given in the database, as nobody can over HTTP. */
    static Member operator(Http http, JdbcClient jdbc) {
        Member member = register(http);
        jdbc.sql("update users set roles = '{ADMIN}' where user_id = ?")
                .param(member.userId())
                .update();
        return member.login();
    }

    /** The same user in another session. */
    Member login() {
        Answer tokens = http.postJson(
                "/api/v1/auth/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD));
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        return of(http, name, tokens);
    }

    private static Member of(Http http, String name, Answer tokens) {
        return new Member(
                http,
                name,
                tokens.<Number>json("$.user_id").longValue(),
                tokens.json("$.access_token"),
                tokens.json("$.refresh_token"));
    }

    String[] bearer() {
        return new String[] {"Authorization", "Bearer " + accessToken};
    }

    /** A new API key with these scopes, such as {@code "read","trade"}. */
    Answer newKey(String label, String scopes) {
        Answer created = http.postJson(
                "/api/v1/auth/api-keys", "{\"label\":\"%s\",\"scopes\":[%s]}".formatted(label, scopes), bearer());
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created;
    }

    /** Signs with a new API key that has these scopes. */
    SignedRequests bot(String scopes) {
        return SignedRequests.of(http, newKey("bot", scopes));
    }

    /** Sends something that has to work. */
    Answer done(ApiRequest request) {
        Answer answer = request.send(http, bearer());
        assertThat(answer.status()).as("%s: %s", request, answer.body()).isBetween(200, 299);
        return answer;
    }
}
