package io.hft.engine.config;

import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.config.EngineConfig.ThreadRole;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import io.hft.engine.config.YamlNode.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads {@link EngineConfig} from YAML and environment variables; every problem is collected before any is reported. */
public final class ConfigLoader {
    private static final String DEFAULT_RESOURCE = "/config.yaml";
    private static final int MIB = 1 << 20;
    private static final int MILLION = 1_000_000;
    private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9]{1,11}-[A-Z0-9]{1,12}");
    private static final Pattern DAY_TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Pattern BIND = Pattern.compile("[A-Za-z0-9.:_%\\-]{1,255}");

    private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<String, String> environment;

    private ConfigLoader(final Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Loads the settings that a process was started with.
     *
     * @param file the settings file, or null for {@code HFT_ENGINE_CONFIG} and else the packaged default
     * @throws ConfigException with every problem found
     */
    public static EngineConfig load(final @Nullable Path file, final Map<String, String> environment) {
        final @Nullable String named = environment.get("HFT_ENGINE_CONFIG");
        final @Nullable Path path = file != null || named == null || named.isBlank() ? file : Path.of(named.trim());
        if (path == null) {
            return parse(defaultText(), environment);
        }
        try {
            return parse(Files.readString(path), environment);
        } catch (final IOException e) {
            throw new ConfigException(List.of(new ConfigProblem(
                    path.toString(),
                    "cannot be read as a settings file (" + e.getClass().getSimpleName() + ")")));
        }
    }

    /** The packaged defaults without any environment. */
    public static EngineConfig defaults() {
        return parse(defaultText(), Map.of());
    }

    /** Reads settings from YAML text. */
    public static EngineConfig parse(final String yaml, final Map<String, String> environment) {
        final ConfigLoader loader = new ConfigLoader(environment);
        final @Nullable EngineConfig config = loader.read(loader.root(new StringReader(yaml)));
        if (config == null || !loader.problems.isEmpty()) {
            throw new ConfigException(loader.problems);
        }
        return config;
    }

    private static String defaultText() {
        try (InputStream in = Objects.requireNonNull(
                ConfigLoader.class.getResourceAsStream(DEFAULT_RESOURCE), "config.yaml is not packaged")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new IllegalStateException("the packaged config.yaml cannot be read", e);
        }
    }

    private YamlNode root(final Reader reader) {
        final LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        final DumperOptions dumperOptions = new DumperOptions();
        // Scalars stay text, so that a decimal never passes through a double.
        final Resolver textOnly = new Resolver() {
            @Override
            protected void addImplicitResolvers() {
                addImplicitResolver(Tag.NULL, NULL, "~nN\0");
                addImplicitResolver(Tag.NULL, EMPTY, null);
            }
        };
        final Yaml yaml = new Yaml(
                new SafeConstructor(options), new Representer(dumperOptions), dumperOptions, options, textOnly);
        try {
            final Object loaded = yaml.load(reader);
            if (loaded instanceof Map<?, ?> map) {
                return new YamlNode("", map, problems);
            }
            if (loaded != null) {
                problems.add(new ConfigProblem("settings file", "must be a mapping of settings"));
            }
        } catch (final MarkedYAMLException e) {
            final var mark = e.getProblemMark();
            problems.add(new ConfigProblem(
                    "settings file",
                    "is not valid YAML: " + e.getProblem()
                            + (mark == null
                                    ? ""
                                    : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))));
        } catch (final YAMLException e) {
            problems.add(new ConfigProblem("settings file", "is not valid YAML: " + e.getMessage()));
        }
        return new YamlNode("", Map.of(), problems);
    }

    private @Nullable EngineConfig read(final YamlNode root) {
        final EngineConfig.Server server = server(root.child("server"));
        final Path data = dataDirectory(root.child("data"));
        final EngineConfig.Threads threads = threads(root.child("threads"));
        final EngineConfig.Memory memory = memory(root.child("memory"));
        final int shards = root.whole("shards", 1, 1, 64);
        for (final EngineConfig.PinnedThread pinned : threads.cpus()) {
            if (pinned.shard() >= shards) {
                problems.add(new ConfigProblem(
                        "threads.cpus",
                        "names shard " + pinned.shard() + "; they are numbered from 0 to " + (shards - 1)));
            }
        }
        final List<InstrumentConfig> instruments = instruments(root, shards);
        final EngineConfig.Matching matching = matching(root.child("matching"));
        final EngineConfig.Risk risk = RiskSettings.read(root.child("risk"), instruments);
        final EngineConfig.Journal journal = journal(root.child("journal"));
        final YamlNode eventLogNode = root.child("event-log");
        final EngineConfig.EventLog eventLog = new EngineConfig.EventLog(
                segmentSize(eventLogNode), eventLogNode.whole("retain-events", 10_000_000, 0, 2_000_000_000));
        eventLogNode.close();
        final EngineConfig.Snapshots snapshots = snapshots(root.child("snapshots"));
        final YamlNode marketDataNode = root.child("market-data");
        final EngineConfig.MarketData marketData = new EngineConfig.MarketData(
                marketDataNode.whole("depth", 200, 1, 10_000),
                marketDataNode.whole("interval-micros", 1_000, 100, 1_000_000),
                marketDataNode.whole("max-subscribers", 256, 1, 10_000),
                marketDataNode.whole("threads", 1, 1, 64));
        marketDataNode.close();
        final EngineConfig.Grpc grpc = grpc(root.child("grpc"));
        root.close();
        final @Nullable String logLevel = variable("LOG_LEVEL");
        if (logLevel != null && !LOG_LEVELS.contains(logLevel.toUpperCase(Locale.ROOT))) {
            problems.add(new ConfigProblem(
                    "LOG_LEVEL", "must be one of " + String.join(" | ", LOG_LEVELS) + ", is '" + logLevel + "'"));
        }
        return new EngineConfig(
                server,
                data,
                threads,
                memory,
                shards,
                instruments,
                matching,
                risk,
                journal,
                eventLog,
                snapshots,
                marketData,
                grpc);
    }

    private EngineConfig.Server server(final YamlNode node) {
        String bind = node.text("bind", "127.0.0.1");
        final int port = node.whole("port", 50051, 0, 65_535);
        final int managementPort = node.whole("management-port", 9090, 0, 65_535);
        node.close();
        final @Nullable String bindVariable = variable("HFT_BIND");
        if (bindVariable != null) {
            bind = bindVariable;
        }
        if (!BIND.matcher(bind).matches()) {
            final String place = bindVariable != null ? "HFT_BIND" : node.place("bind");
            problems.add(
                    new ConfigProblem(place, "must be an address or host name such as 127.0.0.1, is '" + bind + "'"));
        }
        final String portName = variable("HFT_ENGINE_PORT") != null ? "HFT_ENGINE_PORT" : "GRPC_ENGINE_PORT";
        return new EngineConfig.Server(bind, port(portName, port), port("HFT_ENGINE_MANAGEMENT_PORT", managementPort));
    }

    private int port(final String name, final int otherwise) {
        final @Nullable String text = variable(name);
        if (text == null) {
            return otherwise;
        }
        final @Nullable Integer number = Numbers.whole(text, 0, 65_535);
        if (number == null) {
            problems.add(new ConfigProblem(name, "must be a whole number from 0 to 65535, is '" + text + "'"));
            return otherwise;
        }
        return number;
    }

    private Path dataDirectory(final YamlNode node) {
        final String text = node.text("directory", "data/engine");
        node.close();
        final @Nullable String variable = variable("HFT_DATA_DIR");
        try {
            return variable != null ? Path.of(variable).resolve("engine") : Path.of(text);
        } catch (final InvalidPathException e) {
            problems.add(new ConfigProblem(
                    variable != null ? "HFT_DATA_DIR" : node.place("directory"),
                    "must be the path of a directory, is '" + (variable != null ? variable : text) + "'"));
            return Path.of("data/engine");
        }
    }

    private static EngineConfig.Threads threads(final YamlNode node) {
        final List<EngineConfig.PinnedThread> cpus = new ArrayList<>();
        if (node.has("cpus")) {
            for (final YamlNode thread : node.children("cpus")) {
                final EngineConfig.PinnedThread pinned = new EngineConfig.PinnedThread(
                        thread.choice("role", ThreadRole.MATCHER, ThreadRole.class),
                        thread.whole("shard", 0, 0, 63),
                        thread.whole("cpu", 0, 0, 1_023));
                for (final String key : List.of("role", "cpu")) {
                    if (!thread.has(key)) {
                        thread.problem(key, "is required");
                    }
                }
                thread.close();
                if (cpus.stream().anyMatch(other -> other.role() == pinned.role() && other.shard() == pinned.shard())) {
                    thread.problem("role", "must be unique within a shard");
                }
                cpus.add(pinned);
            }
        }
        final EngineConfig.Threads threads = new EngineConfig.Threads(
                node.choice("wait-strategy", WaitStrategy.BLOCKING, WaitStrategy.class),
                node.powerOfTwo("command-ring-size", 8_192, 2, MIB),
                node.powerOfTwo("event-ring-size", 16_384, 4, MIB),
                cpus);
        node.close();
        return threads;
    }

    private EngineConfig.Memory memory(final YamlNode node) {
        final EngineConfig.Memory memory = new EngineConfig.Memory(
                node.whole("max-open-orders", 1_000_000, 1, 50_000_000),
                node.whole("recent-order-ids", 1_000_000, 1, 50_000_000),
                node.whole("max-sources", 65_536, 1, 10_000_000));
        node.close();
        return memory;
    }

    private static EngineConfig.Matching matching(final YamlNode node) {
        final int rules = node.whole("rules", 3, 1, 3);
        final String dayEnd = node.text("day-end", "00:00");
        node.close();
        long nanos = 0;
        if (DAY_TIME.matcher(dayEnd).matches()) {
            nanos = LocalTime.parse(dayEnd).toNanoOfDay();
        } else {
            node.problem("day-end", "must be a time of the UTC day such as \"21:30\", is '" + dayEnd + "'");
        }
        return new EngineConfig.Matching(rules, nanos);
    }

    private List<InstrumentConfig> instruments(final YamlNode root, final int shards) {
        if (!root.has("instruments")) {
            return defaults().instruments();
        }
        final List<InstrumentConfig> instruments = new ArrayList<>();
        final Set<String> symbols = new HashSet<>();
        for (final YamlNode node : root.children("instruments")) {
            final @Nullable InstrumentConfig instrument = instrument(node, shards);
            if (instrument != null) {
                if (!symbols.add(instrument.symbol())) {
                    node.problem("symbol", "must be unique, '" + instrument.symbol() + "' stands here twice");
                }
                instruments.add(instrument);
            }
        }
        return instruments;
    }

    private @Nullable InstrumentConfig instrument(final YamlNode node, final int shards) {
        final String symbol = node.text("symbol", "");
        final @Nullable BigDecimal tick = node.decimal("tick-size");
        final @Nullable BigDecimal lot = node.decimal("lot-size");
        final @Nullable BigDecimal reference = node.decimal("reference-price");
        final @Nullable BigDecimal maxQuantity = node.decimal("max-quantity");
        final int band = node.whole("price-band-basis-points", 0, 0, 10_000);
        final int shard = node.whole("shard", 0, 0, shards - 1);
        if (!SYMBOL.matcher(symbol).matches()) {
            node.problem(
                    "symbol",
                    "must be BASE-QUOTE, each of capital letters and digits and at most 11 and 12 characters, such as"
                            + " BTC-USD, is '" + symbol + "'");
        } else if (symbol.startsWith(symbol.substring(symbol.indexOf('-') + 1) + '-')) {
            node.problem("symbol", "must name two different assets, is '" + symbol + "'");
        }
        if (tick != null && reference != null) {
            node.requireMultiple("reference-price", reference, "tick-size", tick);
        }
        if (lot != null && maxQuantity != null) {
            node.requireMultiple("max-quantity", maxQuantity, "lot-size", lot);
        }
        node.close();
        if (!SYMBOL.matcher(symbol).matches()
                || tick == null
                || lot == null
                || reference == null
                || maxQuantity == null) {
            return null;
        }
        final int dash = symbol.indexOf('-');
        return new InstrumentConfig(
                symbol,
                symbol.substring(0, dash),
                symbol.substring(dash + 1),
                tick,
                lot,
                reference,
                band,
                maxQuantity,
                shard);
    }

    private EngineConfig.Journal journal(final YamlNode node) {
        Durability durability = node.choice("durability", Durability.SYNC, Durability.class);
        final int interval = node.whole("async-interval-millis", 10, 1, 60_000);
        final int segmentSize = segmentSize(node);
        node.close();
        final @Nullable String variable = variable("HFT_ENGINE_DURABILITY");
        if (variable != null) {
            final @Nullable Durability named = Numbers.constant(variable, Durability.class);
            if (named == null) {
                problems.add(new ConfigProblem(
                        "HFT_ENGINE_DURABILITY",
                        "must be one of " + Numbers.choices(Durability.class) + ", is '" + variable + "'"));
            } else {
                durability = named;
            }
        }
        return new EngineConfig.Journal(durability, interval, segmentSize);
    }

    private static EngineConfig.Snapshots snapshots(final YamlNode node) {
        final EngineConfig.Snapshots snapshots = new EngineConfig.Snapshots(
                node.whole("every-commands", 10 * MILLION, 0, 2_000_000_000),
                node.whole("every-minutes", 60, 0, 525_600),
                node.whole("keep", 2, 1, 100));
        node.close();
        return snapshots;
    }

    private static int segmentSize(final YamlNode node) {
        return node.whole("segment-size-bytes", 64 * MIB, 64 << 10, 1 << 30);
    }

    private EngineConfig.Grpc grpc(final YamlNode node) {
        final EngineConfig.Grpc grpc = new EngineConfig.Grpc(
                node.whole("stream-threads", 2, 1, 64),
                node.whole("max-subscribers", 64, 1, 10_000),
                node.whole("max-inbound-message-bytes", MIB, 4_096, 64 * MIB),
                node.whole("events-per-batch", 256, 1, 10_000),
                node.whole("reports-per-answer", 1_000, 1, 10_000),
                node.whole("open-orders-per-page", 500, 1, 10_000),
                node.whole("shutdown-grace-millis", 2_000, 0, 60_000),
                node.whole("max-sessions", 256, 1, 10_000),
                node.whole("session-window", 8_192, 1, MIB),
                node.whole("session-backlog", 65_536, 1, 16 * MIB));
        node.close();
        return grpc;
    }

    private @Nullable String variable(final String name) {
        final @Nullable String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.trim();
    }
}
