package io.hft.it.support;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of several backends of a platform. */
public final class Backend {
    private static final Duration START_DEADLINE = Duration.ofSeconds(120);

    private final String name;
    private final int httpPort = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private final Map<String, String> settings;
    private final ServerProcess process;

    Backend(String name, Map<String, String> settings, Path log) {
        this.name = name;
        this.settings = new HashMap<>(settings);
        this.settings.put("HFT_HTTP_PORT", Integer.toString(httpPort));
        this.settings.put("HFT_MANAGEMENT_PORT", Integer.toString(managementPort));
        this.process = new ServerProcess(name, Build.command("backend"), log);
    }

    /** Starts it and waits until it says that everything works. */
    public void start() {
        start(Map.of());
    }

    /** The same with more settings. */
    public void start(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        process.start(all);
        process.awaitWhileAlive(() -> api().isHealthy(), "is healthy", START_DEADLINE);
    }

    public void startUnlessAlive() {
        if (!process.isAlive()) {
            start();
        }
    }

    public ServerProcess process() {
        return process;
    }

    /** Past any balancer. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    public Api api() {
        return Api.of(url());
    }

    int httpPort() {
        return httpPort;
    }

    /** Whether it is the one that settles. */
    public boolean isLeader() {
        if (!process.isAlive()) {
            return false;
        }
        Reply health = management().get("/actuator/health");
        return health.json()
                .at("/components/settlement/details/shard 0")
                .asString("")
                .startsWith("LEADER");
    }

    /** The value of a series, with its labels as they are printed; 0 where there is none yet. */
    public double metric(String series) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(series) + " (.*)$")
                .matcher(management().get("/actuator/prometheus").body());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private Api management() {
        return Api.of(URI.create("http://127.0.0.1:" + managementPort));
    }

    @Override
    public String toString() {
        return name;
    }
}
