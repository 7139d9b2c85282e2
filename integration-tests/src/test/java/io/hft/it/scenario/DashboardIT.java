package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Build;
import io.hft.it.support.FreePorts;
import io.hft.it.support.Platform;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the dashboard and the rules ask for are series that the running platform has. */
class DashboardIT {
    private static final int ENGINE_PORT = FreePorts.next();
    private static final int BACKEND_PORT = FreePorts.next();
    private static final Pattern METRIC = Pattern.compile("\\b(?:hft|http_server|hikaricp|jvm|process)_[a-z_]+");
    private static final Pattern SERIES = Pattern.compile("^([a-z_:]+)(?:\\{(.*)})? ", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("by \\(([a-z, ]+)\\)|\\{\\{([a-z]+)}}");
    /** Of Prometheus itself. */
    private static final Set<String> LABELS_OF_THE_SCRAPE = Set.of("instance", "job", "le");

    @RegisterExtension
    static final Platform platform = new Platform(Map.of(
            "HFT_ENGINE_MANAGEMENT_PORT", Integer.toString(ENGINE_PORT),
            "HFT_MANAGEMENT_PORT", Integer.toString(BACKEND_PORT)));

    private static final Path DEPLOY = Build.root().resolve("deploy");

    @Test
    void asksForSeriesThatThereAre() throws IOException {
        Api.User user = platform.api().register();
        assertThat(user.api().execute(user.id(), "BTC", "0.1", "one").status()).isEqualTo(200);
        String scraped = scrape(ENGINE_PORT, "/metrics") + scrape(BACKEND_PORT, "/actuator/prometheus");
        Set<String> there = matches(SERIES, scraped, 1);
        String labels =
                SERIES.matcher(scraped).results().map(one -> one.group(2)).collect(Collectors.joining(" "));

        List<String> queries = Stream.concat(dashboardQueries(), ruleQueries()).toList();
        assertThat(queries).hasSizeGreaterThan(30);

        assertThat(there).containsAll(matches(METRIC, String.join("\n", queries), 0));
        assertThat(scraped)
                .containsPattern(
                        "http_server_requests_seconds_bucket\\{[^}]*method=\"POST\"[^}]*uri=\"/api/v1/trading/execute\"[^}]*le=\"0.05\"");
        Set<String> used = LABEL.matcher(String.join("\n", queries))
                .results()
                .flatMap(one -> Stream.of((one.group(1) == null ? one.group(2) : one.group(1)).split("[, ]+")))
                .collect(Collectors.toCollection(TreeSet::new));
        used.removeAll(LABELS_OF_THE_SCRAPE);
        assertThat(used).isNotEmpty().allSatisfy(label -> assertThat(labels).contains(label + "=\""));
    }

    private static Stream<String> dashboardQueries() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(Files.readString(DEPLOY.resolve("grafana/dashboards/hft.json")));
        return dashboard.findValues("targets").stream()
                .flatMap(JsonNode::valueStream)
                .flatMap(target -> Stream.of(
                        target.path("expr").asString(),
                        target.path("legendFormat").asString()));
    }

    private static Stream<String> ruleQueries() throws IOException {
        return Files.readAllLines(DEPLOY.resolve("prometheus/alerts.yml")).stream()
                .filter(line -> line.strip().startsWith("expr: "))
                .map(line -> line.strip().substring("expr: ".length()));
    }

    private static Set<String> matches(Pattern pattern, String text, int group) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }

    private static String scrape(int port, String path) {
        return Api.of(URI.create("http://127.0.0.1:" + port)).get(path).body() + "\n";
    }
}
