package io.hft.backend.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.EngineProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * docs/operations/configuration.md against the code, both ways: what the code reads stands in its tables with its default, and what stands there is read by the
 * code. When this fails you have added, renamed or removed a setting: change the page.
 */
class ConfigurationReferenceTest {
    /** Of the libraries, not looked up by name anywhere in our code. */
    private static final Set<String> OF_LIBRARIES =
            Set.of("SPRING_PROFILES_ACTIVE", "COMPOSE_FILE", "COMPOSE_PROFILES");

    private static final Path ROOT = root();

    private final CodeSettings code = new CodeSettings(ROOT);
    private final ConfigurationPage page;

    ConfigurationReferenceTest() throws IOException {
        page = ConfigurationPage.read(ROOT.resolve("docs/operations/configuration.md"));
    }

    @Test
    void everySettingOfTheBackendIsOnThePageWithItsDefault() throws Exception {
        assertThat(code.backendVariables()).hasSizeGreaterThan(40);
        assertThat(code.backendProperties()).hasSizeGreaterThan(20);
        assertThat(missing(code.backendVariables(), true)).isEmpty();
        assertThat(missing(code.backendProperties(), true)).isEmpty();
    }

    @Test
    void everySettingOfTheEngineIsOnThePageWithItsDefault() throws IOException {
        assertThat(code.engineFile()).hasSizeGreaterThan(40);
        assertThat(missing(code.engineFile(), true)).isEmpty();
    }

    @Test
    void everyVariableThatAProgramOrAScriptLooksUpIsOnThePage() throws IOException {
        assertThat(code.lookedUp()).containsKeys("HFT_ENGINE_CONFIG", "HFT_PROFILE", "HFT_TEST_FAULT_POINT");
        assertThat(missing(code.lookedUp(), false)).isEmpty();
        assertThat(code.scripts()).containsKeys("HFT_START_TIMEOUT_SECONDS", "SMOKE_WAIT_SECONDS");
        assertThat(missing(withoutThoseOfPrograms(code.scripts()), true)).isEmpty();
    }

    @Test
    void everyVariableOfComposeIsInTheExampleWithItsDefaultAndOnThePage() throws IOException {
        Map<String, String> compose = code.compose();
        Map<String, String> example = code.envExample();

        assertThat(compose).hasSizeGreaterThan(30);
        Set<String> settings = new TreeSet<>(example.keySet());
        settings.removeAll(OF_LIBRARIES);
        Set<String> used = new TreeSet<>(compose.keySet());
        used.removeAll(OF_LIBRARIES);
        assertThat(settings).isEqualTo(used);
        for (String name : settings) {
            if (!compose.get(name).contains("${")
                    && !compose.get(name).isEmpty()
                    && !example.get(name).contains("://")) {
                assertThat(example.get(name)).as(name).isEqualTo(compose.get(name));
            }
        }
        assertThat(missing(compose, false)).isEmpty();
        assertThat(missing(withoutThoseOfPrograms(compose), true)).isEmpty();
    }

    @Test
    void everySettingOnThePageIsReadByTheCode() throws Exception {
        Set<String> known = new TreeSet<>(OF_LIBRARIES);
        for (Map<String, String> settings : List.of(
                code.backendVariables(),
                code.backendProperties(),
                code.engineFile(),
                code.lookedUp(),
                code.scripts(),
                code.compose())) {
            known.addAll(settings.keySet());
        }
        Set<String> unknown = new TreeSet<>(page.defaults().keySet());
        unknown.removeAll(known);
        assertThat(unknown).as("on the page, and nowhere in the code").isEmpty();
        assertThat(page.twice()).as("on the page twice").isEmpty();
    }

    @Test
    void theEnginesOwnPortDoesNotGoBeforeTheAddressThatABackendWasTold() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("HFT_ENGINE_PORT", "1", "GRPC_ENGINE_PORT", "2")));
        environment
                .getPropertySources()
                .addLast(new YamlPropertySourceLoader()
                        .load("application", new ClassPathResource("application.yml"))
                        .getFirst());

        EngineProperties bound = Binder.get(environment)
                .bind("hft.engine-client", EngineProperties.class)
                .get();

        assertThat(bound.port()).isEqualTo(2);
    }

    /** What has no default of a program's own, which would be the one on the page. */
    private Map<String, String> withoutThoseOfPrograms(Map<String, String> settings) throws IOException {
        Map<String, String> own = new TreeMap<>(settings);
        own.keySet().removeAll(code.backendVariables().keySet());
        own.keySet().removeAll(code.lookedUp().keySet());
        own.keySet().removeAll(OF_LIBRARIES);
        return own;
    }

    /** Of the code's settings those that are not on the page, or with another default. */
    private List<String> missing(Map<String, String> settings, boolean withDefault) {
        List<String> missing = new ArrayList<>();
        settings.forEach((name, value) -> {
            String said = page.defaults().get(name);
            if (said == null) {
                missing.add(name + " is not on the page (default: " + value + ")");
            } else if (withDefault && !says(said, value)) {
                missing.add(name + " has the default " + value + ", the page says " + said);
            }
        });
        return missing;
    }

    private static boolean says(String said, String value) {
        if (value.contains("${")) {
            return true;
        }
        return value.isEmpty() || value.equals("[]")
                ? said.contains("none") || said.isEmpty()
                : said.contains("`" + value + "`");
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docker-compose.yml"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
