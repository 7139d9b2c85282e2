package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Build;
import io.hft.it.support.MarkdownBlocks;
import io.hft.it.support.Platform;
import io.hft.it.support.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs docs/README-INTEGRATION.md from the first command to the last, in one shell, as somebody would who reads it. */
class IntegrationGuideIT {
    private static final String END = "\036";

    @RegisterExtension
    static final Platform platform = new Platform();

    private final List<String> blocks;
    private List<String> answers = List.of();

    IntegrationGuideIT() throws IOException {
        blocks = MarkdownBlocks.of(Build.root().resolve("docs/README-INTEGRATION.md")).stream()
                .filter(block -> block.language().equals("bash"))
                .map(MarkdownBlocks.Block::text)
                .toList();
    }

    @Test
    void leadsFromNothingToATradingBot() {
        String address = platform.url().getAuthority();
        String script = "set -eu -o pipefail\n"
                + String.join("\nprintf '\\036'\n", blocks).replace("127.0.0.1:8000", address);
        String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");

        Script.Result run = Script.run(Build.root(), Map.of("PATH", path), List.of("bash", "-c", script));

        assertThat(run.status()).as(run.output()).isZero();
        answers = List.of(run.output().split(END, -1));
        assertThat(answers).hasSize(blocks.size());
        answerOf("QuoteBot", "round 3: order ", "done, nothing is left open");
        answerOf("/health", "\"status\":\"ok\"", "\"symbol\":\"BTC-USD\"");
        answerOf("/auth/me", "\"username\":\"bot-");
        answerOf("signed() {", "\"total\":\"100000.00000000\"");
        answerOf("orders/preview", "\"client_order_id\":\"bid-1\"", "\"status\":\"NEW\"", "\"status\":\"FILLED\"");
        answerOf("orders?open=true", "\"client_order_id\":\"take-1\"", "\"status\":\"CANCELED\"");
        answerOf("Idempotency-Key: again-1", "Idempotency-Replayed: true");
        answerOf("bad-1", "\"error_code\":\"ERR_VALIDATION\"", "\"field\":\"quantity\"");
        answerOf("BookClient", "checksum ok");
        answerOf("ratelimit", "RateLimit-Remaining");
        assertThat(run.output()).doesNotContain("ERR_BAD_SIGNATURE", "ERR_UNAUTHENTICATED");
    }

    /** Of the first block with that command. */
    private void answerOf(String command, String... texts) {
        int index = 0;
        while (!blocks.get(index).contains(command)) {
            index++;
        }
        assertThat(answers.get(index)).as(blocks.get(index)).contains(texts);
    }
}
