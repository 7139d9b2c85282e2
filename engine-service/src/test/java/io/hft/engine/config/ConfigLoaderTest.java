package io.hft.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path directory;

    @Test
    void hasTheDocumentedDefaults() {
        final EngineConfig config = ConfigLoader.load(null, Map.of());
        assertThat(config.server()).isEqualTo(new EngineConfig.Server("127.0.0.1", 50051, 9090));
        assertThat(config.dataDirectory()).isEqualTo(Path.of("data/engine"));
        assertThat(config.threads().waitStrategy()).isEqualTo(WaitStrategy.BLOCKING);
        assertThat(config.memory()).isEqualTo(new EngineConfig.Memory(1_000_000, 1_000_000, 65_536));
        assertThat(config.shards()).isEqualTo(1);
        assertThat(config.matching()).isEqualTo(new EngineConfig.Matching(3, 0));
        assertThat(config.risk())
                .isEqualTo(new EngineConfig.Risk(new EngineConfig.AccountLimits(0, 0), List.of(), List.of()));
        assertThat(config.journal().durability()).isEqualTo(Durability.SYNC);
        assertThat(config.snapshots()).isEqualTo(new EngineConfig.Snapshots(10_000_000, 60, 2));
        assertThat(config.eventLog().retainEvents()).isEqualTo(10_000_000);
        assertThat(config.marketData().depth()).isEqualTo(200);
        assertThat(config.instruments())
                .extracting(InstrumentConfig::symbol)
                .containsExactly("BTC-USD", "ETH-USD", "SOL-USD");
        assertThat(config.instruments().getFirst())
                .isEqualTo(new InstrumentConfig(
                        "BTC-USD",
                        "BTC",
                        "USD",
                        new BigDecimal("0.01"),
                        new BigDecimal("0.00000001"),
                        new BigDecimal("5E+4"),
                        1_000,
                        new BigDecimal("1E+4"),
                        0));
    }

    @Test
    void anEmptyFileMeansTheDefaults() {
        assertThat(ConfigLoader.parse("", Map.of())).isEqualTo(ConfigLoader.defaults());
        assertThat(ConfigLoader.parse("server: {}\njournal:\n", Map.of())).isEqualTo(ConfigLoader.defaults());
    }

    @Test
    void letsTheEnvironmentGoBeforeTheFile() {
        final EngineConfig config = ConfigLoader.load(
                null,
                Map.of(
                        "HFT_ENGINE_PORT", "6001",
                        "GRPC_ENGINE_PORT", "6002",
                        "HFT_BIND", "0.0.0.0",
                        "HFT_DATA_DIR", "/srv/hft",
                        "HFT_ENGINE_DURABILITY", "async",
                        "LOG_LEVEL", "debug"));
        assertThat(config.server()).isEqualTo(new EngineConfig.Server("0.0.0.0", 6001, 9090));
        assertThat(config.dataDirectory()).isEqualTo(Path.of("/srv/hft/engine"));
        assertThat(config.journal().durability()).isEqualTo(Durability.ASYNC);
        assertThat(ConfigLoader.load(null, Map.of("GRPC_ENGINE_PORT", "6002"))
                        .server()
                        .port())
                .isEqualTo(6002);
    }

    @Test
    void readsTheFileNamedByTheEnvironment() throws IOException {
        final Path file = Files.writeString(directory.resolve("engine.yaml"), "shards: 2\nserver:\n  port: 7000\n");
        final EngineConfig config = ConfigLoader.load(null, Map.of("HFT_ENGINE_CONFIG", file.toString()));
        assertThat(config.shards()).isEqualTo(2);
        assertThat(config.server().port()).isEqualTo(7000);
    }

    @Test
    void namesEveryWrongValueAtOnceAndWhatWouldBeRight() {
        final String yaml = """
                server: {port: 70000, bind: "not an address"}
                threads: {wait-strategy: sleepy, command-ring-size: 1000, event-rings: 5}
                memory: {max-open-orders: 0}
                journal: {durability: maybe, segment-size-bytes: lots}
                shards: 2
                instruments:
                  - {symbol: btcusd, tick-size: 0.01, lot-size: 0.00000001, reference-price: 50000.005, max-quantity: 1}
                  - {symbol: ETH-USD, tick-size: -1, lot-size: 0.1, reference-price: 3000, max-quantity: 0.25}
                  - {symbol: SOL-USD, tick-size: 0.01, lot-size: 1, reference-price: 100, max-quantity: 10, shard: 2}
                  - {symbol: SOL-USD, tick-size: 0.01, lot-size: 1, reference-price: 100}
                  - {symbol: USD-USD, tick-size: 0.01, lot-size: 1, reference-price: 100, max-quantity: 10}
                  - 7
                event-log: {retain-events: -1}
                snapshots: {every-commands: often, every-minutes: -5, keep: 0, kept: 3}
                colour: blue
                """;
        final ConfigException problems = catchThrowableOfType(
                ConfigException.class,
                () -> ConfigLoader.parse(
                        yaml, Map.of("HFT_ENGINE_PORT", "x", "HFT_ENGINE_DURABILITY", "always", "LOG_LEVEL", "LOUD")));
        assertThat(problems.problems())
                .extracting(ConfigProblem::toString)
                .containsExactlyInAnyOrder(
                        "server.port: must be a whole number from 0 to 65535, is '70000'",
                        "server.bind: must be an address or host name such as 127.0.0.1, is 'not an address'",
                        "HFT_ENGINE_PORT: must be a whole number from 0 to 65535, is 'x'",
                        "threads.wait-strategy: must be one of busy-spin | yielding | blocking, is 'sleepy'",
                        "threads.command-ring-size: must be a power of two, is 1000; the next larger one is 1024",
                        "threads.event-rings: is not a setting; known here: cpus, wait-strategy, command-ring-size,"
                                + " event-ring-size",
                        "memory.max-open-orders: must be a whole number from 1 to 50000000, is '0'",
                        "journal.durability: must be one of sync | async | none, is 'maybe'",
                        "journal.segment-size-bytes: must be a whole number from 65536 to 1073741824, is 'lots'",
                        "HFT_ENGINE_DURABILITY: must be one of sync | async | none, is 'always'",
                        "instruments[0].symbol: must be BASE-QUOTE, each of capital letters and digits and at most 11"
                                + " and 12 characters, such as BTC-USD, is 'btcusd'",
                        "instruments[0].reference-price: must be a whole multiple of tick-size 0.01, is 50000.005",
                        "instruments[1].tick-size: must be a positive decimal of at most 18 digits and 8 decimals, is"
                                + " '-1'",
                        "instruments[1].max-quantity: must be a whole multiple of lot-size 0.1, is 0.25",
                        "instruments[2].shard: must be a whole number from 0 to 1, is '2'",
                        "instruments[3].max-quantity: is missing: give a positive decimal such as 0.01",
                        "instruments[4].symbol: must name two different assets, is 'USD-USD'",
                        "instruments[5]: must be a mapping of settings, is '7'",
                        "colour: is not a setting; known here: server, data, threads, memory, shards, instruments,"
                                + " matching, risk, journal, event-log, snapshots, market-data, grpc",
                        "event-log.retain-events: must be a whole number from 0 to 2000000000, is '-1'",
                        "snapshots.every-commands: must be a whole number from 0 to 2000000000, is 'often'",
                        "snapshots.every-minutes: must be a whole number from 0 to 525600, is '-5'",
                        "snapshots.keep: must be a whole number from 1 to 100, is '0'",
                        "snapshots.kept: is not a setting; known here: every-commands, every-minutes, keep",
                        "LOG_LEVEL: must be one of TRACE | DEBUG | INFO | WARN | ERROR | OFF, is 'LOUD'");
    }

    @Test
    void readsMatchingRulesAndRiskLimits() {
        final EngineConfig config = ConfigLoader.parse("""
                memory: {max-sources: 12}
                matching: {rules: 1, day-end: "21:30"}
                risk:
                  max-open-orders: 100
                  orders-per-second: 50
                  instruments:
                    - {symbol: BTC-USD, max-quantity: 2.5, max-notional: 100000.5, max-position: 10, price-band-basis-points: 300}
                    - {symbol: NEW-USD, max-quantity: 1.2345678}
                  accounts:
                    - account: 42
                      orders-per-second: 5
                      instruments:
                        - {symbol: ETH-USD, max-position: 7}
                """, Map.of());
        assertThat(config.memory().maxSources()).isEqualTo(12);
        assertThat(config.matching()).isEqualTo(new EngineConfig.Matching(1, 77_400_000_000_000L));
        assertThat(config.risk())
                .isEqualTo(new EngineConfig.Risk(
                        new EngineConfig.AccountLimits(100, 50),
                        List.of(
                                new EngineConfig.InstrumentLimits(
                                        "BTC-USD",
                                        new BigDecimal("2.5"),
                                        new BigDecimal("100000.5"),
                                        new BigDecimal("1E+1"),
                                        300),
                                new EngineConfig.InstrumentLimits(
                                        "NEW-USD", new BigDecimal("1.2345678"), null, null, 0)),
                        List.of(new EngineConfig.AccountRisk(
                                42,
                                new EngineConfig.AccountLimits(0, 5),
                                List.of(new EngineConfig.InstrumentLimits(
                                        "ETH-USD", null, null, new BigDecimal("7"), 0))))));
    }

    @Test
    void namesEveryWrongRuleAndLimit() {
        final ConfigException problems =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.parse("""
                        memory: {max-sources: 0}
                        matching: {rules: 4, day-end: "24:00", day: 1}
                        risk:
                          max-open-orders: -1
                          orders-per-second: many
                          instruments:
                            - {symbol: BTC-USD, max-quantity: 0.000000015, price-band-basis-points: 10001}
                            - {symbol: BTC-USD, max-position: 0.1}
                            - {max-quantity: -1}
                            - {symbol: ETH-USD, max-notional: 500000000000000000}
                          accounts:
                            - {account: 0}
                            - {account: 5, instruments: [{symbol: SOL-USD, price-band-basis-points: 1}]}
                            - {account: 5}
                        """, Map.of()));
        assertThat(problems.problems())
                .extracting(ConfigProblem::toString)
                .containsExactlyInAnyOrder(
                        "memory.max-sources: must be a whole number from 1 to 10000000, is '0'",
                        "matching.rules: must be a whole number from 1 to 3, is '4'",
                        "matching.day: is not a setting; known here: rules, day-end",
                        "matching.day-end: must be a time of the UTC day such as \"21:30\", is '24:00'",
                        "risk.max-open-orders: must be a whole number from 0 to 2147483647, is '-1'",
                        "risk.orders-per-second: must be a whole number from 0 to 2147483647, is 'many'",
                        "risk.instruments[0].max-quantity: must be a positive decimal of at most 18 digits and 8"
                                + " decimals, is '0.000000015'",
                        "risk.instruments[0].price-band-basis-points: must be a whole number from 0 to 10000, is"
                                + " '10001'",
                        "risk.instruments[1].symbol: must be unique, 'BTC-USD' stands here twice",
                        "risk.instruments[2].max-quantity: must be a positive decimal of at most 18 digits and 8"
                                + " decimals, is '-1'",
                        "risk.instruments[2].symbol: is missing: name an instrument such as BTC-USD",
                        "risk.instruments[3].max-notional: must be less than 2^62 times tick-size times lot-size, is"
                                + " 500000000000000000",
                        "risk.accounts[0].account: must be a positive whole number, is '0'",
                        "risk.accounts[1].instruments[0].price-band-basis-points: is not a setting; known here:"
                                + " symbol, max-quantity, max-notional, max-position",
                        "risk.accounts[2].account: must be unique, '5' stands here twice");
    }

    @Test
    void refusesDecimalsThatNoInstrumentCouldHold() {
        for (final String size :
                List.of("123456789012345678.12345678", "1234567890123456789", "1e18", "1e2147483647", "1e-9")) {
            assertThatThrownBy(() -> ConfigLoader.parse(
                            "instruments: [{symbol: A-B, tick-size: " + size
                                    + ", lot-size: 1, reference-price: 1, max-quantity: 1}]",
                            Map.of()))
                    .as(size)
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("instruments[0].tick-size: must be a positive decimal of at most 18 digits and 8"
                            + " decimals, is '" + size + "'");
        }
        assertThat(ConfigLoader.parse(
                                "instruments: [{symbol: A-B, tick-size: 1234567890.12345678, lot-size: 1e17,"
                                        + " reference-price: 1234567890.12345678, max-quantity: 1e17}]",
                                Map.of())
                        .instruments())
                .hasSize(1);
    }

    @Test
    void refusesTheSameSymbolTwice() {
        final String one = "{symbol: SOL-USD, tick-size: 1, lot-size: 1, reference-price: 1, max-quantity: 1}";
        assertThatThrownBy(() -> ConfigLoader.parse("instruments: [" + one + ", " + one + "]", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("instruments[1].symbol: must be unique, 'SOL-USD' stands here twice");
    }

    @Test
    void saysWhereTheFileIsNotYaml() {
        for (final String yaml :
                List.of("server: [", "server: {port: 1}\nserver: {port: 2}", "a\nb: c", "!!java.net.URL [x]")) {
            assertThatThrownBy(() -> ConfigLoader.parse(yaml, Map.of()))
                    .as(yaml)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("settings file: ");
        }
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> ConfigLoader.load(directory.resolve("none.yaml"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.yaml: cannot be read as a settings file (NoSuchFileException)");
    }

    @Test
    void readsWhichThreadStaysWhere() {
        assertThat(ConfigLoader.defaults().threads().cpus()).isEmpty();
        assertThat(ConfigLoader.parse(
                                "threads: {cpus: [{role: matcher, cpu: 3}, {role: journal, shard: 1, cpu: 2}]}\nshards: 2",
                                Map.of())
                        .threads()
                        .cpus())
                .containsExactly(
                        new EngineConfig.PinnedThread(EngineConfig.ThreadRole.MATCHER, 0, 3),
                        new EngineConfig.PinnedThread(EngineConfig.ThreadRole.JOURNAL, 1, 2));
        assertThatThrownBy(() -> ConfigLoader.parse(
                        "threads: {cpus: [{role: matcher, cpu: 3}, {role: matcher, cpu: 4}, {role: dancer, shard: 1, cpu: -1}, {shard: 0}]}",
                        Map.of()))
                .hasMessageContaining("threads.cpus[1].role: must be unique")
                .hasMessageContaining("threads.cpus[2].role: must be one of")
                .hasMessageContaining("threads.cpus[2].cpu: must be a whole number from 0 to 1023")
                .hasMessageContaining("threads.cpus[3].cpu: is required")
                .hasMessageContaining("threads.cpus: names shard 1");
    }
}
