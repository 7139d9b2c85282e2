package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Consistency;
import io.hft.it.support.OrderFlow;
import io.hft.it.support.OrderFlow.Market;
import io.hft.it.support.Platform;
import io.hft.it.support.Script;
import io.hft.it.support.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backup taken while clients trade is a pair: what comes back from it agrees, and has every order that was answered before. */
class BackupIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @TempDir
    private Path backups;

    @Test
    void bringsBackAConsistentPairTakenUnderLoad() throws IOException {
        Api.User first = platform.api().register();
        Api.User second = platform.api().register();
        for (Api.User user : List.of(first, second)) {
            assertThat(user.api().execute(user.id(), "BTC", "1", "stock").status())
                    .isEqualTo(200);
        }
        namePidsAsTheLauncherDoes();
        Set<String> before;
        Set<String> all;
        Path backup;
        OrderFlow flow = new OrderFlow(
                List.of(first, second),
                List.of(Market.of("BTC-USD", "50000.00", "0.01", "500", "0.002")),
                8,
                Seed.forTest("BackupIT"));
        try (flow) {
            await(flow, 150);
            before = flow.answered().keySet();
            Script.Result made = Script.run("backup.sh", settings(), "--local", backups.toString());
            assertThat(made.status()).as(made.output()).isZero();
            assertThat(made.output()).contains("stood still for");
            backup = Path.of(made.output().lines().toList().getLast());
            // It went on as if nothing had been.
            await(flow, flow.answered().size() + 150);
        }
        assertThat(flow.surprises()).isEmpty();
        all = flow.answered().keySet();
        new Consistency(platform).awaitRestAndCheck();

        platform.stop();
        Script.Result refused = Script.run("restore.sh", settings(), backup.toString());
        assertThat(refused.status()).as("without --yes").isOne();
        assertThat(refused.output()).contains("--yes");
        Script.Result restored = Script.run("restore.sh", settings(), backup.toString(), "--yes");
        assertThat(restored.status()).as(restored.output()).isZero();
        platform.start();

        new Consistency(platform).awaitRestAndCheck();
        Set<String> found = Stream.of(first, second)
                .flatMap(user -> user.api().orders().stream())
                .map(order -> order.path("order_id").asString())
                .collect(Collectors.toSet());
        assertThat(found).containsAll(before);
        assertThat(all).as("it is the state of then, not of later").anyMatch(order -> !found.contains(order));
        // And it goes on from there.
        assertThat(first.api().execute(first.id(), "BTC", "0.1", "after").status())
                .isEqualTo(200);
        new Consistency(platform).awaitRestAndCheck();
    }

    @Test
    void changesNothingWhenTheBackupIsDamaged() throws IOException {
        Script.Result made = Script.run("backup.sh", settings(), "--local", backups.toString());
        assertThat(made.status()).as(made.output()).isZero();
        Path backup = Path.of(made.output().lines().toList().getLast());
        Path data = backup.resolve("data.tar.gz");
        byte[] bytes = Files.readAllBytes(data);
        bytes[bytes.length / 2] ^= 1;
        Files.write(data, bytes);

        Script.Result restored = Script.run("restore.sh", settings(), backup.toString(), "--yes");

        assertThat(restored.status()).isOne();
        assertThat(restored.output()).contains("damaged; nothing was changed");
        assertThat(platform.api().get("/health").status()).isEqualTo(200);
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        Script.Result made = Script.run("backup.sh", settings(), "--local", backups.toString());
        assertThat(made.status()).as(made.output()).isZero();
        try (Stream<Path> files =
                Files.walk(Path.of(made.output().lines().toList().getLast()))) {
            assertThat(files).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .allSatisfy(permission -> assertThat(permission.name()).startsWith("OWNER_")));
        }
    }

    private static void await(OrderFlow flow, int orders) {
        Awaitility.await(orders + " answered orders")
                .atMost(Duration.ofSeconds(90))
                .until(() -> flow.answered().size() >= orders);
    }

    /** The script finds the processes as run-local.sh names them. */
    private static void namePidsAsTheLauncherDoes() throws IOException {
        Path run = Files.createDirectories(platform.dataDir().resolve("run"));
        Files.writeString(
                run.resolve("engine.pid"), Long.toString(platform.engine().pid()));
        Files.writeString(
                run.resolve("backend.pid"), Long.toString(platform.backend().pid()));
    }

    private static Map<String, String> settings() {
        return Map.of("HFT_DATA_DIR", platform.dataDir().toString());
    }
}
