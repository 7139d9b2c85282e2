package io.hft.it.chaos;

import io.hft.it.support.Api;
import io.hft.it.support.Build;
import io.hft.it.support.Database;
import io.hft.it.support.EngineClient;
import io.hft.it.support.FaultProxy;
import io.hft.it.support.FreePorts;
import io.hft.it.support.PostgresProcess;
import io.hft.it.support.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Engine, backend and PostgreSQL as processes, each started again when it has died, as an operator's service manager does; and the proxies
 * between them. Safe for use from many threads.
 */
final class ChaosPlatform implements AutoCloseable {
    private static final long AFTER_DEATH_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int KILLED = 137;
    private static final String BACKEND_READY = "backend ready on";

    private final Path work;
    private final ChaosLog log;
    private final int httpPort = FreePorts.next();
    private final int enginePort = FreePorts.next();
    private final int databasePort = FreePorts.next();
    private final Map<LinkName, FaultProxy> links = new EnumMap<>(LinkName.class);
    private final Map<Part, Care> cares = new EnumMap<>(Part.class);
    private final List<CrashPoint> reached = new ArrayList<>();
    private final List<String> unexpectedDeaths = new ArrayList<>();
    private final ServerProcess engine;
    private final ServerProcess backend;
    private final PostgresProcess postgres;
    private final Thread supervisor;
    private volatile boolean closed;

    /** What is wanted of a part. */
    private static final class Care {
        boolean wanted;
        long startAtNanos = System.nanoTime();
        Fault.@Nullable Crash armed;
        Fault.@Nullable Crash startedWith;
        boolean paused;
    }

    ChaosPlatform(Path work, ChaosLog log) {
        this.work = work;
        this.log = log;
        links.put(LinkName.BACKEND_TO_ENGINE, new FaultProxy(enginePort));
        links.put(LinkName.SESSIONS_TO_ENGINE, new FaultProxy(enginePort));
        links.put(LinkName.BACKEND_TO_POSTGRES, new FaultProxy(databasePort));
        links.put(LinkName.CLIENTS_TO_BACKEND, new FaultProxy(httpPort));
        for (Part part : Part.values()) {
            cares.put(part, new Care());
        }
        try {
            Files.createDirectories(logs());
            Files.writeString(work.resolve("engine.yaml"), ChaosMarkets.ENGINE_CONFIG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        engine = new ServerProcess("engine", Build.command("engine"), logs().resolve("engine.log"));
        backend = new ServerProcess("backend", Build.command("backend"), logs().resolve("backend.log"));
        postgres = PostgresProcess.create(work.resolve("postgres"), logs().resolve("postgres.log"), databasePort);
        cares.get(Part.POSTGRES).startAtNanos = 0;
        cares.values().forEach(care -> care.wanted = true);
        supervisor = Thread.ofPlatform().name("supervisor").start(this::supervise);
    }

    Path work() {
        return work;
    }

    Path logs() {
        return work.resolve("logs");
    }

    /** Where the engine keeps its data. */
    Path engineData() {
        return work.resolve("data/engine");
    }

    FaultProxy link(LinkName name) {
        return links.get(name);
    }

    /** The REST interface as clients reach it. */
    URI clientsUrl() {
        return URI.create(
                "http://127.0.0.1:" + link(LinkName.CLIENTS_TO_BACKEND).port());
    }

    /** The REST interface without anything between. */
    URI directUrl() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    EngineClient engineClient() {
        return EngineClient.at(enginePort);
    }

    Database database() {
        return Database.at(databasePort);
    }

    /** Kills the parts at once; they come back after a while. */
    synchronized void kill(Set<Part> parts, int downMillis) {
        for (Part part : parts) {
            Care care = cares.get(part);
            care.startAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(downMillis);
            care.paused = false;
            if (isAlive(part)) {
                killNow(part);
            }
        }
    }

    private void killNow(Part part) {
        switch (part) {
            case ENGINE -> engine.kill();
            case BACKEND -> backend.kill();
            case POSTGRES -> postgres.kill();
        }
    }

    /** Has the part die at a point of its next life; the present one ends now. */
    synchronized void crash(Fault.Crash crash) {
        cares.get(crash.point().part()).armed = crash;
        kill(Set.of(crash.point().part()), 0);
    }

    /** The crash that a part was started for and has not come to yet. */
    synchronized List<Fault.Crash> armed() {
        return cares.values().stream()
                .map(care -> care.armed)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** Where parts have died because they were told to. */
    synchronized List<CrashPoint> reached() {
        return List.copyOf(reached);
    }

    /** Processes that ended though nobody had killed them. */
    synchronized List<String> unexpectedDeaths() {
        return List.copyOf(unexpectedDeaths);
    }

    /** SIGSTOP; a part that is down stays so. */
    synchronized void pause(Part part) {
        if (!isAlive(part)) {
            return;
        }
        cares.get(part).paused = true;
        switch (part) {
            case ENGINE -> engine.pause();
            case BACKEND -> backend.pause();
            case POSTGRES -> postgres.pause();
        }
    }

    /** SIGCONT, unless it was killed in the meantime. */
    synchronized void resume(Part part) {
        Care care = cares.get(part);
        if (!care.paused) {
            return;
        }
        care.paused = false;
        if (!isAlive(part)) {
            return;
        }
        switch (part) {
            case ENGINE -> engine.resume();
            case BACKEND -> backend.resume();
            case POSTGRES -> postgres.resume();
        }
    }

    /** Ends all that is still wrong: paused parts, broken links, crash points that were not reached. */
    void heal() {
        links.values().forEach(FaultProxy::heal);
        synchronized (this) {
            for (Part part : Part.values()) {
                resume(part);
            }
        }
    }

    /** Whether everything is up and says so. */
    boolean isHealthy() {
        synchronized (this) {
            for (Part part : Part.values()) {
                if (!isAlive(part)) {
                    return false;
                }
            }
        }
        try {
            return Api.of(directUrl()).get("/health").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** What the backend says about its health, for messages. */
    String health() {
        try {
            return Api.of(directUrl()).get("/health").toString();
        } catch (UncheckedIOException away) {
            return "the backend does not answer: " + away.getMessage();
        }
    }

    /** Has engine and backend write into their logs what their threads are doing, for whoever looks into a failure. */
    synchronized void dumpThreads() {
        for (ServerProcess part : List.of(backend, engine)) {
            if (part.isAlive()) {
                part.dumpThreads();
            }
        }
    }

    private void supervise() {
        while (!closed) {
            synchronized (this) {
                for (Part part : Part.values()) {
                    if (!closed) {
                        lookAfter(part, cares.get(part));
                    }
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void lookAfter(Part part, Care care) {
        if (!care.wanted || isAlive(part)) {
            return;
        }
        if (care.startAtNanos == 0) {
            bury(part, care);
            care.startAtNanos = System.nanoTime() + AFTER_DEATH_NANOS;
        } else if (System.nanoTime() - care.startAtNanos >= 0) {
            start(part, care);
            care.startAtNanos = 0;
        }
    }

    private void bury(Part part, Care care) {
        Fault.Crash meant = care.startedWith;
        int status = part == Part.POSTGRES ? -1 : process(part).exitStatus();
        if (meant != null && status == KILLED) {
            reached.add(meant.point());
            care.armed = null;
            log.say("  %s died at %s", part, meant.point().name());
        } else if (part == Part.BACKEND && !backend.output().contains(BACKEND_READY)) {
            // Its database went away while it started: it says so and ends, and whoever looks after it starts it again.
            log.say("  backend gave up starting with status %d", status);
        } else {
            String death = part + " ended by itself with status " + status;
            unexpectedDeaths.add(death);
            log.say("  %s", death);
        }
    }

    private void start(Part part, Care care) {
        care.startedWith = care.armed;
        if (part == Part.POSTGRES) {
            postgres.start();
            return;
        }
        Map<String, String> settings = settings();
        if (care.armed != null) {
            settings.put("HFT_TEST_FAULT_POINT", care.armed.variable());
        }
        process(part).start(settings);
    }

    private ServerProcess process(Part part) {
        return part == Part.ENGINE ? engine : backend;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("HFT_BIND", "127.0.0.1");
        settings.put("HFT_HTTP_PORT", Integer.toString(httpPort));
        settings.put("HFT_MANAGEMENT_PORT", "0");
        settings.put("HFT_ENGINE_MANAGEMENT_PORT", "0");
        settings.put("HFT_ENGINE_PORT", Integer.toString(enginePort));
        settings.put("HFT_ENGINE_CONFIG", work.resolve("engine.yaml").toString());
        settings.put("HFT_ENGINE_DURABILITY", "sync");
        settings.put("GRPC_ENGINE_HOST", "127.0.0.1");
        settings.put(
                "GRPC_ENGINE_PORT",
                Integer.toString(link(LinkName.BACKEND_TO_ENGINE).port()));
        settings.put(
                "DATABASE_URL",
                PostgresProcess.url(link(LinkName.BACKEND_TO_POSTGRES).port()));
        settings.put("HFT_DATA_DIR", work.resolve("data").toString());
        settings.put("HFT_SANDBOX", "true");
        settings.put("HFT_ACCESS_TOKEN_TTL", "12h");
        return settings;
    }

    private boolean isAlive(Part part) {
        return part == Part.POSTGRES ? postgres.isAlive() : process(part).isAlive();
    }

    /** Stops everything that runs; what is on the disk stays. */
    @Override
    public void close() {
        closed = true;
        try {
            supervisor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heal();
        for (ServerProcess part : List.of(backend, engine)) {
            if (part.isAlive()) {
                part.kill();
            }
        }
        postgres.stop();
        links.values().forEach(FaultProxy::close);
    }
}
