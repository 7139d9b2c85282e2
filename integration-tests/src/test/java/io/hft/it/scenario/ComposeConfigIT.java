package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Build;
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

    private static void assertAccepted(String profiles, List<String> files) {
        if (!isComposeHere()) {
            String word = "SKIPPED: docker compose is not installed here, so nobody looked at the compose files";
            System.out.println("ComposeConfigIT: " + word);
            Assumptions.abort(word);
        }
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
