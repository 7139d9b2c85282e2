package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Build;
import io.hft.it.support.MarkdownBlocks;
import io.hft.it.support.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files are well-formed with every profile, and .env.example names every setting that they take. */
class ComposeConfigIT {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");

    @ParameterizedTest
    @ValueSource(strings = {"", "scale", "observe", "scale observe"})
    void isWellFormedWithEveryProfile(String profiles) {
        assertAccepted(profiles, List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "scale observe"})
    void isWellFormedWithSecretsAsFiles(String profiles) {
        assertAccepted(profiles, List.of("-f", "docker-compose.yml", "-f", "deploy/compose.secrets.yml"));
    }

    private static void assumeCompose() {
        if (!isComposeHere()) {
            String word = "SKIPPED: docker compose is not installed here, so nobody looked at the compose files";
            System.out.println("ComposeConfigIT: " + word);
            Assumptions.abort(word);
        }
    }

    private static void assertAccepted(String profiles, List<String> files) {
        assumeCompose();
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--env-file", ".env.example"));
        command.addAll(files);
        for (String profile : profiles.split(" ")) {
            if (!profile.isEmpty()) {
                command.addAll(List.of("--profile", profile));
            }
        }
        command.addAll(List.of("config", "-q"));
        Script.Result result = Script.run(Build.root(), Map.of(), command);
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).isEmpty();
    }

    private static boolean isComposeHere() {
        try {
            return Script.run(Build.root(), Map.of(), List.of("docker", "compose", "version"))
                            .status()
                    == 0;
        } catch (java.io.UncheckedIOException noDocker) {
            return false;
        }
    }

    /** As the documentation says: settings of the backends that compose does not name itself, and an engine with settings of its own. */
    @Test
    void takesFurtherSettingsFromFiles(@TempDir Path directory) throws IOException {
        assumeCompose();
        Path more = Files.writeString(
                directory.resolve("more.env"), "HFT_LIMIT_READS_BURST=4711\nHFT_MARKET=random-walk\n");
        String override = MarkdownBlocks.of(Build.root().resolve("docs/operations/deployment.md")).stream()
                .filter(block -> block.language().equals("yaml") && block.text().contains("HFT_ENGINE_CONFIG"))
                .map(MarkdownBlocks.Block::text)
                .findFirst()
                .orElseThrow();
        Path overrideFile = Files.writeString(directory.resolve("override.yml"), override);
        Script.Result result = Script.run(
                Build.root(),
                Map.of("HFT_BACKEND_ENV_FILE", more.toString()),
                List.of(
                        "docker",
                        "compose",
                        "-f",
                        "docker-compose.yml",
                        "-f",
                        overrideFile.toString(),
                        "--profile",
                        "scale",
                        "config"));
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("HFT_ENGINE_CONFIG: /etc/hft/config.yaml", "target: /etc/hft/config.yaml")
                .contains("HFT_MARKET: static")
                .doesNotContain("HFT_MARKET: random-walk");
        assertThat(result.output().split("HFT_LIMIT_READS_BURST: \"4711\"", -1))
                .as("in both kinds of backends")
                .hasSize(3);
    }

    @Test
    void hasEverySettingInTheExample() throws IOException {
        Set<String> taken = new TreeSet<>();
        for (String file : List.of("docker-compose.yml", "deploy/compose.secrets.yml")) {
            // Comments may name others.
            String yaml = Files.readAllLines(Build.root().resolve(file)).stream()
                    .filter(line -> !line.strip().startsWith("#"))
                    .collect(Collectors.joining("\n"));
            Matcher matcher = VARIABLE.matcher(yaml);
            while (matcher.find()) {
                taken.add(matcher.group(1));
            }
        }
        Path example = Build.root().resolve(".env.example");
        Set<String> named = Files.readAllLines(example).stream()
                .map(line -> line.replaceFirst("^# ", ""))
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));
        named.remove("COMPOSE_FILE");

        assertThat(named).isEqualTo(taken);
    }
}
