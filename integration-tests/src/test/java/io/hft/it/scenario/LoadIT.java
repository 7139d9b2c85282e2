package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Platform;
import io.hft.it.support.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** `make load`, with few users and for some seconds: that it works, not how fast it is. */
class LoadIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @TempDir
    private Path directory;

    @Test
    void findsEveryOrderOfItsUsersAndDrawsAPage() throws IOException {
        Path page = directory.resolve("load.html");

        Script.Result load = Script.run(
                "load.sh",
                Map.of("HFT_URL", platform.url().toString(), "HFT_SKIP_BUILD", "yes"),
                "--users=30",
                "--rate=20",
                "--warmup=1",
                "--seconds=6",
                "--out=" + page,
                "--engine-pid=" + platform.engine().pid(),
                "--backend-pid=" + platform.backend().pid());

        assertThat(load.status()).as(load.output()).isZero();
        assertThat(load.output())
                .contains("ok      No order is lost", "ok      Engine and database agree", "engine: ", "backend: ")
                .doesNotContain("FAILED", "ok      No order is lost: 0 ");
        assertThat(Files.readString(page))
                .contains("verdict good", "Time until the answer", "Resident memory", "Heap in use");
    }
}
