package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `make bench-api`, with few clients and for some seconds: that it works, not how fast the platform is. */
class ApiBenchIT {
    @TempDir
    private Path directory;

    @Test
    void placesOrdersAloneAndInBatchesWithoutAFailure() throws IOException {
        Path results = directory.resolve("api-results.json");

        Script.Result bench = Script.run(
                "bench-api.sh",
                Map.of("HFT_SKIP_BUILD", "yes"),
                "--clients=4",
                "--batch-clients=2",
                "--warmup=1",
                "--seconds=2",
                "--out=" + results);

        assertThat(bench.status()).as(bench.output()).isZero();
        assertThat(bench.output().lines().filter(line -> line.endsWith("| none |")))
                .as(bench.output())
                .hasSize(4)
                .noneMatch(line -> line.contains("| 0 | "));
        assertThat(Files.readString(results)).contains("\"trivial POST\"", "\"batch\"", "\"open\"", "\"closed\"");
    }
}
