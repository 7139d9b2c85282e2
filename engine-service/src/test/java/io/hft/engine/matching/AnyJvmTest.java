package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.support.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same commands give the same events and the same state hash in JVMs that have little in common. */
class AnyJvmTest {
    private static final int COMMANDS = 20_000;

    @Test
    void givesTheSameEventsAndStateHashInEveryJvm() throws IOException, InterruptedException {
        final long seed = Seed.random("AnyJvmTest").nextLong();
        final Process compiled = start(seed, List.of("-XX:+UseG1GC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC"));
        final Process interpreted = start(
                seed,
                List.of(
                        "-Xint",
                        "-XX:+UseSerialGC",
                        "-XX:-UseCompressedOops",
                        "-XX:hashCode=2",
                        "-Duser.timezone=Pacific/Chatham",
                        "-Duser.language=tr",
                        "-Dfile.encoding=UTF-16"));
        final String one = result(compiled);
        assertThat(one).matches("\\d{5,} [0-9a-f]{64} [0-9a-f]{10,16}");
        assertThat(result(interpreted)).isEqualTo(one);
    }

    private static Process start(long seed, List<String> flags) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:+UnlockExperimentalVMOptions",
                "-Xmx128m"));
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                FlowDigest.class.getName(),
                "MIXED",
                Long.toString(seed),
                Integer.toString(COMMANDS)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String result(Process process) throws IOException, InterruptedException {
        try {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
