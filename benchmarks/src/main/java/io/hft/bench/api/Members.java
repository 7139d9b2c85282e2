package io.hft.bench.api;

import io.hft.bench.api.HttpConnection.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users with enough money for any of the loads, logged in. */
final class Members {
    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final String PASSWORD = "correct horse battery";

    private Members() {}

    /** @return their access tokens */
    static List<String> open(int port, int count) throws IOException {
        final List<String> tokens = new ArrayList<>();
        try (HttpConnection connection = new HttpConnection(port)) {
            for (int i = 0; i < count; i++) {
                final String name = "bench" + i;
                final String token = token(connection.post(
                        "/api/v1/auth/register",
                        "",
                        "",
                        "{\"username\":\"" + name + "\",\"email\":\"" + name + "@test.invalid\",\"password\":\""
                                + PASSWORD + "\"}"));
                deposit(connection, token, "USD", "900000000");
                deposit(connection, token, "BTC", "10000");
                tokens.add(token);
            }
        }
        return tokens;
    }

    private static String token(Answer answer) throws IOException {
        final Matcher token = ACCESS_TOKEN.matcher(answer.text());
        if (!token.find()) {
            throw new IOException("no access token: " + answer.status() + " " + answer.text());
        }
        return token.group(1);
    }

    private static void deposit(HttpConnection connection, String token, String asset, String amount)
            throws IOException {
        final Answer answer = connection.post(
                "/api/v1/deposits",
                token,
                "first-" + asset,
                "{\"asset\":\"" + asset + "\",\"amount\":\"" + amount + "\"}");
        if (answer.status() >= 300) {
            throw new IOException("no deposit: " + answer.status() + " " + answer.text());
        }
    }
}
