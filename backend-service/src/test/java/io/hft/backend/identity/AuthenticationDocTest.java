package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Markets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Runs what docs/api/authentication.md prints. */
@EngineTest
@EnabledOnOs(OS.LINUX)
class AuthenticationDocTest {
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

    @LocalServerPort
    private int port;

    @Test
    void worksAsPrinted() throws Exception {
        Markets.awaitOpen(new Http(port));
        String page = Files.readString(Path.of("..", "docs", "api", "authentication.md"));
        String script =
                BLOCK.matcher(page).results().map(block -> block.group(1)).collect(Collectors.joining("\n"));
        assertThat(script).contains("http://127.0.0.1:8000", "openssl");
        Process shell = new ProcessBuilder(
                        "bash", "-eu", "-c", script.replace("http://127.0.0.1:8000", "http://127.0.0.1:" + port))
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(output).isZero();
        assertThat(output.lines())
                .satisfiesExactly(
                        balances -> assertThat(balances).contains("\"asset\":\"USD\"", "\"total\":\"100000.00000000\""),
                        orders -> assertThat(orders).startsWith("{\"items\":[]"),
                        order -> assertThat(order).contains("\"client_order_id\":\"signed-1\"", "\"status\":\"NEW\""));
    }
}
