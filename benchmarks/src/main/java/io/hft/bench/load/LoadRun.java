package io.hft.bench.load;

import io.hft.bench.live.LiveFigures;
import io.hft.bench.live.LiveReaders;
import io.hft.bench.report.Machine;
import io.hft.bench.support.Accounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run from the users' registration to the last comparison. */
final class LoadRun {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration RECONCILIATION_TIMEOUT = Duration.ofMinutes(3);
    private static final long LIVE_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_MILLIS = 100;
    private static final String ORDER_ID = "\"order_id\":\"";

    private final URI url;
    private final Map<String, Long> pids;
    private final String adminToken;
    private final LoadSettings settings;
    private final PrintWriter terminal;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Set<String> seenLive = ConcurrentHashMap.newKeySet();

    /**
     * @param pids of the parts on this machine, by their names
     * @param adminToken for the comparison in the end; empty: the platform is a sandbox
     */
    LoadRun(URI url, Map<String, Long> pids, String adminToken, LoadSettings settings, PrintWriter terminal) {
        this.url = url;
        this.pids = pids;
        this.adminToken = adminToken;
        this.settings = settings;
        this.terminal = terminal;
    }

    LoadResult run() throws IOException, InterruptedException {
        final Machine machine = Machine.here();
        final String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        say("registering " + settings.users() + " users");
        final List<Market> markets = Market.of(http, url);
        final List<String> tokens = new Accounts(http, url).register(settings.users());
        final List<String> symbols = markets.stream().map(Market::symbol).toList();
        try (LiveReaders readers = new LiveReaders(url, symbols, this::seen);
                Resources resources = new Resources(pids)) {
            readers.connect(settings.users(), tokens);
            say("warming up for " + settings.warmupSeconds() + " s, then measuring for " + settings.seconds() + " s");
            final long begin = System.nanoTime();
            final long measured = begin + TimeUnit.SECONDS.toNanos(settings.warmupSeconds());
            final Timeline timeline = new Timeline(measured, settings.seconds());
            final List<LoadUser> users = users(tokens, markets, timeline);
            trade(users, begin, measured, () -> {
                readers.begin();
                resources.start();
            });
            resources.stop();
            say("looking for every order");
            awaitLive(users);
            final LiveFigures live = readers.stop();
            final OrderCheck.Result orders = new OrderCheck(http, url, seenLive).of(users);
            final JsonNode reconciliation = reconciliation();
            return new LoadResult(
                    startedAt,
                    url.toString(),
                    machine,
                    settings,
                    timeline,
                    users.stream().mapToLong(LoadUser::serverErrors).sum(),
                    live,
                    resources,
                    orders,
                    reconciliation.path("status").asString(),
                    reconciliation.path("drift_count").asLong());
        }
    }

    private List<LoadUser> users(List<String> tokens, List<Market> markets, Timeline timeline) {
        final Random seeds = new Random(settings.seed());
        final List<LoadUser> users = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            // The market that his reader reads.
            final Market market = markets.get(i % markets.size());
            users.add(new LoadUser(http, url, tokens.get(i), market, timeline, seeds.nextLong()));
        }
        return users;
    }

    private void trade(List<LoadUser> users, long begin, long measured, Runnable whenWarm)
            throws IOException, InterruptedException {
        final long end = measured + TimeUnit.SECONDS.toNanos(settings.seconds());
        final List<Future<?>> ended = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (final LoadUser user : users) {
                ended.add(threads.submit(() -> user.run(begin, end, settings.thinkSeconds())));
            }
            TimeUnit.NANOSECONDS.sleep(measured - System.nanoTime());
            whenWarm.run();
            for (final Future<?> user : ended) {
                user.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a user failed", e.getCause());
        }
    }

    /** Ids of own orders that came over WebSocket. Called by the readers' thread. */
    private void seen(String message) {
        int at = message.indexOf(ORDER_ID);
        while (at >= 0) {
            final int from = at + ORDER_ID.length();
            seenLive.add(message.substring(from, message.indexOf('"', from)));
            at = message.indexOf(ORDER_ID, from);
        }
    }

    private void awaitLive(List<LoadUser> users) throws InterruptedException {
        final List<String> told = users.stream()
                .flatMap(user -> user.acknowledged().stream())
                .map(LoadUser.Acknowledged::orderId)
                .toList();
        final long deadline = System.nanoTime() + LIVE_DEADLINE_NANOS;
        while (!seenLive.containsAll(told) && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private JsonNode reconciliation() throws IOException, InterruptedException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve("/api/v1/admin/reconciliation"))
                .timeout(RECONCILIATION_TIMEOUT);
        if (!adminToken.isEmpty()) {
            request.header("Authorization", "Bearer " + adminToken);
        }
        final HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no reconciliation: " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private void say(String what) {
        terminal.println(what);
        terminal.flush();
    }
}
