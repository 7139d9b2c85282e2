package io.hft.backend.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Every setting that the code knows, with its default: read from the code itself, wherever a program of the platform looks for one. */
final class CodeSettings {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)(?::-|:)?((?:[^{}$]|\\$\\{[^}]*})*)}");
    private static final Pattern LOOKED_UP = Pattern.compile(
            "(?:getOrDefault|getenv|environment\\.get|variable|port)\\(\\s*\"([A-Z][A-Z0-9_]+)\"|VARIABLE = \"([A-Z][A-Z0-9_]+)\"");
    /** What belongs to the system, the shell or an image, and is no setting of ours. */
    private static final Set<String> NOT_OURS = Set.of(
            "BASH_SOURCE",
            "COMPOSE_PROFILES",
            "HOME",
            "PGDATA",
            "POSTGRES_PASSWORD_FILE",
            "TERM",
            "TMPDIR",
            "XDG_CONFIG_HOME");

    private final Path root;

    CodeSettings(Path root) {
        this.root = root;
    }

    /** Variables of the backend, from the placeholders of its application.yml. */
    Map<String, String> backendVariables() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (PropertySource<?> document : application()) {
            for (String key : ((EnumerablePropertySource<?>) document).getPropertyNames()) {
                placeholders(String.valueOf(document.getProperty(key)), found, false);
            }
            // Further documents are profiles, which change defaults.
            break;
        }
        return found;
    }

    /** Properties of the backend that have no variable of their own, with their defaults. */
    Map<String, String> backendProperties() throws IOException, ClassNotFoundException {
        PropertySource<?> yaml = application().getFirst();
        Map<String, String> properties = new TreeMap<>();
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (var found : scanner.findCandidateComponents("io.hft.backend")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            components(type.getAnnotation(ConfigurationProperties.class).value(), type, yaml, properties);
        }
        return properties;
    }

    private static void components(String prefix, Class<?> type, PropertySource<?> yaml, Map<String, String> into) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + kebab(component.getName());
            Object value = yaml.getProperty(name);
            if (component.getType().isRecord()) {
                components(name, component.getType(), yaml, into);
            } else if (value == null || !value.toString().contains("${")) {
                into.put(name, value != null ? value.toString() : defaultOf(component, type));
            }
        }
    }

    private static String defaultOf(RecordComponent component, Class<?> type) {
        int index = List.of(type.getRecordComponents()).stream()
                .map(RecordComponent::getName)
                .toList()
                .indexOf(component.getName());
        DefaultValue value = type.getDeclaredConstructors()[0].getParameters()[index].getAnnotation(DefaultValue.class);
        return value == null ? "" : String.join(",", value.value());
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private List<PropertySource<?>> application() throws IOException {
        return new YamlPropertySourceLoader()
                .load("application", file("backend-service/src/main/resources/application.yml"));
    }

    /** Settings of the engine's file, from the one that is packaged. */
    Map<String, String> engineFile() throws IOException {
        PropertySource<?> yaml = new YamlPropertySourceLoader()
                .load("engine", file("engine-service/config.yaml"))
                .getFirst();
        Map<String, String> settings = new TreeMap<>();
        for (String key : ((EnumerablePropertySource<?>) yaml).getPropertyNames()) {
            // Of a list the fields of one of its elements, whatever they are.
            String name = key.replaceAll("\\[\\d+]", "[]");
            settings.put(name, key.contains("[") ? "" : String.valueOf(yaml.getProperty(key)));
        }
        return settings;
    }

    /** Variables that the programs look up by themselves; their defaults are in their code. */
    Map<String, String> lookedUp() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String module : List.of("backend-service", "engine-service", "tui-client")) {
            try (Stream<Path> files = Files.walk(root.resolve(module + "/src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> LOOKED_UP
                        .matcher(text(file))
                        .results()
                        .forEach(match -> found.put(match.group(1) != null ? match.group(1) : match.group(2), "")));
            }
        }
        found.keySet().removeAll(NOT_OURS);
        return found;
    }

    /** Variables of the scripts. */
    Map<String, String> scripts() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String directory : List.of("scripts", "deploy/bin", "deploy/postgres")) {
            try (Stream<Path> files = Files.list(root.resolve(directory))) {
                files.filter(Files::isRegularFile).forEach(file -> placeholders(text(file), found, true));
            }
        }
        placeholders(text(root.resolve("Makefile")), found, true);
        found.keySet().removeAll(NOT_OURS);
        return found;
    }

    /** Variables of docker-compose.yml and the files beside it. */
    Map<String, String> compose() {
        Map<String, String> found = new TreeMap<>();
        placeholders(text(root.resolve("docker-compose.yml")), found, true);
        placeholders(text(root.resolve("deploy/compose.secrets.yml")), found, true);
        return found;
    }

    /** Variables of .env.example. */
    Map<String, String> envExample() {
        Map<String, String> found = new TreeMap<>();
        Matcher line =
                Pattern.compile("(?m)^(?:# )?([A-Z][A-Z0-9_]+)=(\\S*)").matcher(text(root.resolve(".env.example")));
        while (line.find()) {
            found.put(line.group(1), line.group(2));
        }
        return found;
    }

    private static void placeholders(String text, Map<String, String> into, boolean firstCounts) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(1);
            String value = placeholder.group(2);
            if (firstCounts && into.containsKey(name) && !into.get(name).isEmpty()) {
                placeholders(value, into, firstCounts);
                continue;
            }
            into.put(name, value);
            placeholders(value, into, firstCounts);
        }
    }

    private FileSystemResource file(String path) {
        return new FileSystemResource(root.resolve(path));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
