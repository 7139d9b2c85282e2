package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Build;
import io.hft.it.support.EmbeddedDatabaseProcess;
import io.hft.it.support.FreePorts;
import io.hft.it.support.Platform;
import io.hft.it.support.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** {@code make run} is this script: it starts everything, looks after it, and leaves nothing behind. */
class RunLocalIT {
    private static final List<String> WITH_DEFAULT_SIGNALS = withDefaultSignals();
    private static final Duration START_DEADLINE = Duration.ofSeconds(120);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Map<String, String> settings = new HashMap<>();
    private Path dataDir;
    private URI url;
    private ServerProcess run;

    @BeforeAll
    static void prepareBuild() {
        Build.prepare();
    }

    @BeforeEach
    void prepare(TestInfo test) throws IOException {
        dataDir = Files.createTempDirectory("hft-run").toRealPath();
        for (String port : List.of(
                "HFT_HTTP_PORT",
                "HFT_MANAGEMENT_PORT",
                "HFT_ENGINE_PORT",
                "HFT_ENGINE_MANAGEMENT_PORT",
                "HFT_DB_PORT")) {
            settings.put(port, Integer.toString(FreePorts.next()));
        }
        settings.put("HFT_DATA_DIR", dataDir.toString());
        settings.put("HFT_SKIP_BUILD", "yes");
        settings.put(
                "HFT_POSTGRES_BINARIES_DIR",
                Build.logs().resolveSibling("it-postgres").toString());
        url = URI.create("http://127.0.0.1:" + settings.get("HFT_HTTP_PORT"));
        run = launcher(test.getTestMethod().orElseThrow().getName());
    }

    private static ServerProcess launcher(String name) {
        return new ServerProcess(
                "run-local",
                Stream.concat(
                                WITH_DEFAULT_SIGNALS.stream(),
                                Stream.of(
                                        "bash",
                                        Build.root()
                                                .resolve("scripts/run-local.sh")
                                                .toString()))
                        .toList(),
                Build.logs().resolve("RunLocalIT").resolve(name + ".log"));
    }

    @AfterEach
    void end() throws IOException {
        List<ProcessHandle> parts = Stream.of("engine", "backend")
                .map(this::part)
                .flatMap(Optional::stream)
                .toList();
        if (run.isAlive()) {
            run.stop();
        }
        parts.forEach(ProcessHandle::destroyForcibly);
        EmbeddedDatabaseProcess.endAllBelow(dataDir);
        for (String name : List.of("run", "engine", "backend")) {
            Path log = dataDir.resolve("logs/" + name + ".log");
            if (Files.exists(log)) {
                Files.writeString(Build.logs().resolve("RunLocalIT").resolve(name + ".log"), Files.readString(log));
            }
        }
        Platform.deleteTree(dataDir);
    }

    @Test
    void looksAfterItsPartsAndLeavesNothingBehind() throws IOException {
        run.start(settings);
        run.awaitOutput("HFT platform ready — " + url + "/docs\n", START_DEADLINE);
        assertThat(run.output()).doesNotContainIgnoringCase("warn", "error");
        for (String part : List.of("engine", "backend")) {
            assertThat(log(part))
                    .as("log of the %s", part)
                    .doesNotContainIgnoringCase("warn")
                    .doesNotContain("ERROR", "Exception");
        }
        assertThat(residentKilobytes()).as("resident memory of both JVMs").isLessThan(1_572_864);
        assertThat(Api.of(url).execute(1, "BTC", "1.0", "first").status()).isEqualTo(200);

        ServerProcess second = launcher("second");
        second.start(settings);
        assertThat(second.awaitExit(DEADLINE)).isNotZero();
        assertThat(second.output())
                .contains("port " + settings.get("HFT_HTTP_PORT"))
                .contains("already in use");

        for (String part : List.of("engine", "backend")) {
            part(part).orElseThrow().destroyForcibly();
            run.awaitOutput(part + " died", DEADLINE);
            run.awaitOutput(part + " is up again", START_DEADLINE);
        }
        Awaitility.await("healthy again")
                .atMost(DEADLINE)
                .until(() -> Api.of(url).get("/health").status() == 200);
        assertThat(Api.of(url).execute(1, "BTC", "1.0", "first").header("Idempotency-Replayed"))
                .isEqualTo("true");

        List<ProcessHandle> family = family();
        assertThat(family).hasSizeGreaterThanOrEqualTo(3);
        assertThat(run.stop()).as("exit status of a wanted stop").isZero();
        Awaitility.await("no process left").atMost(DEADLINE).until(() -> family.stream()
                .noneMatch(ProcessHandle::isAlive));
        assertThat(run.output()).contains("stopped").doesNotContain("was killed");

        run.start(settings);
        run.awaitOutput("HFT platform ready — " + url + "/docs\n", START_DEADLINE);
        assertThat(Api.of(url).portfolio(1).text("/holdings/BTC")).isEqualTo("1.00000000");
        List<ProcessHandle> secondFamily = family();
        signal("INT", run.pid());
        assertThat(run.awaitExit(DEADLINE)).isZero();
        Awaitility.await("no process left").atMost(DEADLINE).until(() -> secondFamily.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void leavesNothingBehindWhenItIsKilledItself() {
        run.start(settings);
        run.awaitOutput("HFT platform ready", START_DEADLINE);
        List<ProcessHandle> family = family();

        run.kill();

        Awaitility.await("no process left").atMost(DEADLINE).until(() -> family.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void saysWhichSettingIsWrong() {
        settings.put("HFT_HTTP_PORT", "80000");
        run.start(settings);
        assertThat(run.awaitExit(DEADLINE)).isNotZero();
        assertThat(run.output()).contains("HFT_HTTP_PORT", "80000");
    }

    @Test
    void saysThatTheEnginesManagementPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.put("HFT_ENGINE_MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));
            run.start(settings);
            assertThat(run.awaitExit(DEADLINE)).isNotZero();
            assertThat(run.output()).contains("port " + taken.getLocalPort()).contains("HFT_ENGINE_MANAGEMENT_PORT");
        }
    }

    @Test
    void endsWithThePartsOwnMessageWhenItCannotStart() {
        settings.put("HFT_ENGINE_DURABILITY", "sometimes");
        run.start(settings);
        assertThat(run.awaitExit(START_DEADLINE)).isNotZero();
        assertThat(run.output()).contains("the engine did not start").contains("sometimes");
    }

    private String log(String part) throws IOException {
        return Files.readString(dataDir.resolve("logs/" + part + ".log"));
    }

    /** A test run in the background inherits an ignored SIGINT, and a shell cannot trap what was ignored when it began. */
    private static List<String> withDefaultSignals() {
        List<String> wrapper = List.of("env", "--default-signal=INT,HUP,TERM");
        try {
            List<String> probe =
                    Stream.concat(wrapper.stream(), Stream.of("true")).toList();
            return new ProcessBuilder(probe).redirectErrorStream(true).start().waitFor() == 0 ? wrapper : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private Optional<ProcessHandle> part(String name) {
        try {
            return ProcessHandle.of(Long.parseLong(
                    Files.readString(dataDir.resolve("run/" + name + ".pid")).strip()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Everything that the launcher started, with the database, which is nobody's child. */
    private List<ProcessHandle> family() {
        return Stream.concat(
                        ProcessHandle.of(run.pid()).orElseThrow().descendants(),
                        EmbeddedDatabaseProcess.runningBelow(dataDir).stream()
                                .flatMap(server -> Stream.concat(Stream.of(server), server.descendants())))
                .distinct()
                .toList();
    }

    private long residentKilobytes() throws IOException {
        long sum = 0;
        for (String name : List.of("engine", "backend")) {
            Path status = Path.of("/proc/" + part(name).orElseThrow().pid() + "/status");
            if (!Files.exists(status)) {
                return 0; // Only Linux tells it this way.
            }
            sum += Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        System.out.println("RunLocalIT: " + sum / 1024 + " MiB resident in both JVMs");
        return sum;
    }

    private static void signal(String name, long pid) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    }
}
