package io.hft.it.chaos;

import io.hft.engine.v1.Instrument;
import io.hft.it.chaos.ChaosPlan.Round;
import io.hft.it.chaos.ChaosPlan.Step;
import io.hft.it.chaos.RestBot.Member;
import io.hft.it.chaos.oracle.Evidence;
import io.hft.it.chaos.oracle.Oracle;
import io.hft.it.chaos.oracle.Request;
import io.hft.it.chaos.oracle.Violation;
import io.hft.it.support.EngineClient;
import io.hft.it.support.EventRecorder;
import io.hft.it.support.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.json.JsonMapper;

/** One platform, its clients, and the rounds of a plan on it. One thread. */
final class ChaosRun implements AutoCloseable {
    private static final int BOTS = 6;
    private static final int SESSIONS = 2;
    private static final long START_SECONDS = 120;
    private static final long RECOVERY_SECONDS = 60;
    private static final long CRASH_SECONDS = 40;
    private static final long SETTLE_SECONDS = 45;
    private static final int PROGRESS = 3;
    private static final JsonMapper JSON = new JsonMapper();

    private final ChaosLog log;
    private final ChaosPlatform platform;
    private final FaultInjector injector;
    private final List<EngineClient> clients = new ArrayList<>();
    private final EventRecorder recorder;
    private final FeedWatcher feed;
    private final JournalArchive archive;
    private final Witnesses witnesses;
    private final Crowd crowd;
    private int deathsSeen;

    /** Starts the platform and makes its members. */
    ChaosRun(Path work, long seed, ChaosLog log) throws InterruptedException {
        this.log = log;
        platform = new ChaosPlatform(work, log);
        try {
            injector = new FaultInjector(platform, client(platform.engineClient()), log);
            await(platform::isHealthy, START_SECONDS, "the platform is healthy");
            EngineClient direct = client(platform.engineClient());
            recorder = new EventRecorder(client(platform.engineClient()));
            List<Instrument> instruments = direct.instruments();
            feed = new FeedWatcher(
                    client(platform.engineClient()).channel(),
                    instruments.stream().map(Instrument::getSymbol).toList());
            archive = new JournalArchive(
                    platform.engineData().resolve("shard-0/journal"), work.resolve("journal-archive"));
            BotHttp rest = new BotHttp(platform.directUrl(), Duration.ofSeconds(30));
            witnesses = new Witnesses(
                    direct,
                    platform.database(),
                    rest,
                    recorder,
                    feed,
                    new Replays(platform.engineData().resolve("shard-0"), archive, work));
            crowd = new Crowd(bots(rest, seed), sessions(instruments, seed));
        } catch (RuntimeException | InterruptedException e) {
            platform.close();
            throw e;
        }
    }

    private EngineClient client(EngineClient client) {
        clients.add(client);
        return client;
    }

    private List<RestBot> bots(BotHttp rest, long seed) throws InterruptedException {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < BOTS; i++) {
            members.add(register(rest, "bot" + i));
        }
        BotHttp http = new BotHttp(platform.clientsUrl(), Duration.ofSeconds(4));
        List<RestBot> bots = new ArrayList<>();
        for (int i = 0; i < BOTS; i++) {
            RestBot bot = new RestBot(
                    "bot" + i, members.get(i), members.get((i + 1) % BOTS), http, new Random(seed * 31 + i));
            bot.buyStock("0.5");
            bots.add(bot);
        }
        return bots;
    }

    private static Member register(BotHttp rest, String name) throws InterruptedException {
        String body = JSON.writeValueAsString(
                Map.of("username", name, "email", name + "@example.com", "password", "correct-horse-battery"));
        Reply reply = rest.send("POST", "/api/v1/auth/register", body, "", "")
                .orElseThrow(() -> new IllegalStateException("no answer to the registration"));
        if (reply.status() != 201) {
            throw new IllegalStateException("register: " + reply);
        }
        return new Member(reply.json().path("user_id").asLong(), reply.text("access_token"));
    }

    private List<SessionBot> sessions(List<Instrument> instruments, long seed) {
        int instrumentId = instruments.stream()
                .filter(instrument -> instrument.getSymbol().equals(ChaosMarkets.SESSION_SYMBOL))
                .findFirst()
                .orElseThrow()
                .getInstrumentId();
        List<SessionBot> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            EngineClient client = client(
                    EngineClient.at(platform.link(LinkName.SESSIONS_TO_ENGINE).port()));
            long source = 11 + i;
            // Two accounts each, and one that both use: orders meet their own and others'.
            List<Long> accounts = List.of(700_000L + i, 700_100L);
            sessions.add(
                    new SessionBot(source, accounts, instrumentId, client.channel(), new Random(seed * 37 + source)));
        }
        return sessions;
    }

    /** The crash points that were reached so far. */
    EnumSet<Part> partsThatCrashed() {
        EnumSet<Part> parts = EnumSet.noneOf(Part.class);
        platform.reached().forEach(point -> parts.add(point.part()));
        return parts;
    }

    List<CrashPoint> reached() {
        return platform.reached();
    }

    /** Plays one round and looks at everything; returns what is wrong. */
    List<Violation> play(Round round) throws InterruptedException {
        List<Violation> violations = new ArrayList<>();
        log.say("round %d: %s", round.number(), round.steps());
        long begin = System.nanoTime();
        crowd.start();
        for (Step step : round.steps()) {
            sleepUntil(begin + TimeUnit.MILLISECONDS.toNanos(step.atMillis()));
            injector.inject(step.fault());
        }
        if (!await(this::faultsAreOver, CRASH_SECONDS)) {
            violations.add(new Violation(0, "not reached, and so not tested: " + platform.armed()));
        }
        platform.heal();
        long healed = System.nanoTime();
        if (!await(platform::isHealthy, RECOVERY_SECONDS)) {
            platform.dumpThreads();
            violations.add(new Violation(0, "not healthy again by itself: " + platform.health()));
        }
        double recovery = (System.nanoTime() - healed) / 1e9;
        Crowd.Progress before = crowd.progress();
        if (!await(() -> crowd.progress().isSince(before, PROGRESS), RECOVERY_SECONDS)) {
            platform.dumpThreads();
            violations.add(new Violation(0, "healthy, but not every client gets answers again"));
        }
        crowd.stop();
        long checking = System.nanoTime();
        settle(violations);
        List<Violation> found = look();
        violations.addAll(found);
        log.say(
                "round %d %s: healthy %.1f s after the last fault, looked at within %.1f s; %s, snapshots %d, events %d",
                round.number(),
                violations.isEmpty() ? "passed" : "FAILED",
                recovery,
                (System.nanoTime() - checking) / 1e9,
                crowd.summary(),
                injector.snapshots(),
                recorder.lastSequence());
        return violations;
    }

    private boolean faultsAreOver() {
        injector.takeSnapshotsWhereCrashesWait();
        return injector.isOver() && platform.armed().isEmpty();
    }

    private void settle(List<Violation> violations) throws InterruptedException {
        if (!rests(violations)) {
            return;
        }
        // Before anybody asks again: what was not answered happened once or not at all.
        Map<Request, List<Long>> effects = Oracle.effects(witnesses.tables(), crowd.requests());
        effects.forEach((request, orders) -> {
            if (orders.size() > 1) {
                violations.add(new Violation(1, "orders " + orders + " for " + request));
            }
            if (request.state() == Request.State.REFUSED && !orders.isEmpty()) {
                // An earlier attempt, of which the client heard nothing, was still on its way.
                request.reopen();
            }
        });
        crowd.settle(SETTLE_SECONDS);
        effects.forEach((request, orders) -> {
            Reply answer = request.answer();
            if (orders.size() == 1
                    && request.kind() == Request.Kind.PLACE
                    && answer != null
                    && answer.status() == 201
                    && !answer.text("order_id").equals(orders.getFirst().toString())) {
                violations.add(new Violation(1, "order " + orders + " was there before the repeat of " + request));
            }
        });
        rests(violations);
    }

    private boolean rests(List<Violation> violations) {
        try {
            witnesses.awaitRest();
            return true;
        } catch (ConditionTimeoutException never) {
            platform.dumpThreads();
            violations.add(new Violation(0, "does not come to rest: " + witnesses.unrest()));
            return false;
        }
    }

    private List<Violation> look() throws InterruptedException {
        List<Violation> violations = new ArrayList<>();
        violations.addAll(crowd.surprises());
        violations.addAll(feed.surprises());
        List<String> deaths = platform.unexpectedDeaths();
        deaths.subList(deathsSeen, deaths.size()).forEach(death -> violations.add(new Violation(0, death)));
        deathsSeen = deaths.size();
        try {
            violations.addAll(Oracle.check(gather()));
            violations.addAll(witnesses.reconciliation(platform.directUrl()));
        } catch (RuntimeException e) {
            violations.add(new Violation(0, "the evidence cannot be gathered: " + e));
        }
        return violations;
    }

    /** Everything as it is now. The platform must be at rest. */
    Evidence gather() throws InterruptedException {
        return witnesses.gather(crowd);
    }

    ChaosPlatform platform() {
        return platform;
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        long left = nanoTime - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private static void await(BooleanSupplier condition, long seconds, String what) throws InterruptedException {
        if (!await(condition, seconds)) {
            throw new IllegalStateException("not within " + seconds + " s: " + what);
        }
    }

    private static boolean await(BooleanSupplier condition, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return true;
    }

    @Override
    public void close() {
        try {
            crowd.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        archive.close();
        recorder.close();
        feed.close();
        clients.forEach(EngineClient::close);
        platform.close();
    }
}
