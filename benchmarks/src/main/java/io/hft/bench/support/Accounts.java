package io.hft.bench.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Registers users, who are logged in with that and have the sandbox's money. */
public final class Accounts {
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final int AT_A_TIME = 4;

    private final HttpClient http;
    private final URI url;

    public Accounts(HttpClient http, URI url) {
        this.http = http;
        this.url = url;
    }

    /** @return their access tokens */
    public List<String> register(int count) throws IOException, InterruptedException {
        final String run = Long.toString(System.currentTimeMillis(), 36);
        final List<String> tokens = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME)) {
            final List<Future<String>> registered = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                final String name = "load-" + run + "-" + i;
                registered.add(workers.submit(() -> token(name)));
            }
            for (final Future<String> one : registered) {
                tokens.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("users are not registered", e.getCause());
        }
        return tokens;
    }

    private String token(String name) throws IOException, InterruptedException {
        final HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(url.resolve("/api/v1/auth/register"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"username\":\"" + name + "\",\"email\":\"" + name
                                + "@example.com\",\"password\":\"correct horse battery\"}"))
                        .build(),
                BodyHandlers.ofString());
        final Matcher token = TOKEN.matcher(answer.body());
        if (answer.statusCode() != 201 || !token.find()) {
            throw new IOException("not registered: " + answer.statusCode() + " " + answer.body());
        }
        return token.group(1);
    }
}
