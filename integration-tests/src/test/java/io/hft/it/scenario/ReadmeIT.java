package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Build;
import io.hft.it.support.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the README says is what happens. */
class ReadmeIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String README_URL = "http://127.0.0.1:8000";
    /** A command, and the answer printed below it. */
    private static final Pattern COMMAND = Pattern.compile(
            "```bash\\n((?:curl|[A-Z]+=|scripts/hft).*?)\\n```(?:\\s*```json\\n(.*?)\\n```)?", Pattern.DOTALL);
    /** What differs from run to run. */
    private static final Set<String> CHANGING = Set.of(
            "access_token",
            "refresh_token",
            "created_at",
            "updated_at",
            "engine_sequence",
            "executed_at",
            "executed_by_thread",
            "order_id",
            "request_id",
            "sequence",
            "timestamp",
            "valued_at");

    @RegisterExtension
    static final Platform platform = new Platform();

    @TempDir
    private Path configuration;

    private record Example(String command, String answer) {}

    @Test
    void printsCommandsThatGiveThePrintedAnswers() throws Exception {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(8);
        StringBuilder script = new StringBuilder("set -u\ncd '" + Build.root() + "'\n");
        for (Example example : examples) {
            script.append(example.command().replace(README_URL, platform.url().toString()))
                    .append("\nprintf '\\036'\n");
        }

        List<String> answers = List.of(bash("-c", script.toString()).split("\036", -1));

        for (int i = 0; i < examples.size(); i++) {
            if (!examples.get(i).answer().isEmpty()) {
                assertThat(comparable(answers.get(i)))
                        .as("answer of %s", examples.get(i).command())
                        .isEqualTo(comparable(examples.get(i).answer()));
            }
        }
        assertThat(answers.get(examples.size() - 2)).contains("NEW");
        assertThat(answers.get(examples.size() - 1)).contains("BTC,1.00000000,");
        // The walk-through has the same commands, and finds its own answers again.
        assertThat(bash(walkthrough(), "--list").strip().split("\n\n"))
                .containsExactlyElementsOf(
                        examples.stream().map(Example::command).toList());
        assertThat(bash(walkthrough(), platform.url().toString())).contains("gave what the README says");
    }

    private static String walkthrough() {
        return Build.root().resolve("scripts/walkthrough.sh").toString();
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher matcher = COMMAND.matcher(Files.readString(Build.root().resolve("README.md")));
        while (matcher.find()) {
            examples.add(new Example(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
        }
        return examples;
    }

    private static JsonNode comparable(String json) {
        return withoutChanging(JSON.readTree(json));
    }

    private static JsonNode withoutChanging(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String field : List.copyOf(object.propertyNames())) {
                if (CHANGING.contains(field) && !object.get(field).isNull()) {
                    object.put(field, "changes");
                }
            }
        }
        node.forEach(ReadmeIT::withoutChanging);
        return node;
    }

    private String bash(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HFT_URL", platform.url().toString());
        builder.environment().put("XDG_CONFIG_HOME", configuration.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
