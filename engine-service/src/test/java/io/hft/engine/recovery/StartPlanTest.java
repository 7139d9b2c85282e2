package io.hft.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hft.engine.config.ConfigException;
import io.hft.engine.config.ConfigLoader;
import io.hft.engine.config.ConfigProblem;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.risk.RiskLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Plans are carried out on real cores: what counts is what they leave there. */
class StartPlanTest {
    private final List<MatchingEngine> shards = new ArrayList<>();

    private static final String TWO_SHARDS = """
            shards: 2
            instruments:
              - {symbol: BTC-USD, tick-size: 0.01, lot-size: 0.00000001, reference-price: 50000, max-quantity: 10, shard: 0}
              - {symbol: ETH-USD, tick-size: 0.25, lot-size: 0.1, reference-price: 3000, max-quantity: 10, shard: 1}
            """;

    @Test
    void takesOverAllSettingsOnceAndNothingTheSecondTime() {
        final EngineConfig config = parse(TWO_SHARDS + """
                memory: {max-open-orders: 11, recent-order-ids: 12, max-sources: 13}
                matching: {day-end: "21:30"}
                risk:
                  max-open-orders: 100
                  instruments:
                    - {symbol: BTC-USD, max-quantity: 2.5, max-notional: 100000.5, max-position: 3, price-band-basis-points: 300}
                  accounts:
                    - account: 42
                      orders-per-second: 5
                      instruments: [{symbol: ETH-USD, max-notional: 1000}]
                """);
        start(config);
        for (final MatchingEngine shard : shards) {
            assertThat(shard.rulesVersion()).isEqualTo(3);
            assertThat(shard.maxOpenOrders()).isEqualTo(11);
            assertThat(shard.recentOrderIds()).isEqualTo(12);
            assertThat(shard.maxSources()).isEqualTo(13);
            assertThat(shard.dayEndNanos()).isEqualTo(77_400_000_000_000L);
            assertThat(shard.risk().limits(0, 0)).isEqualTo(new RiskLimits(0, 0, 0, 0, 0, 0, 100, 0));
            assertThat(shard.risk().limits(42, 0)).isEqualTo(new RiskLimits(42, 0, 0, 0, 0, 0, 0, 5));
        }
        assertThat(shards.get(0).risk().limits(0, 1))
                .isEqualTo(new RiskLimits(0, 1, 300, 250_000_000, 1_000_005_000_000_000L, 300_000_000, 0, 0));
        assertThat(shards.get(1).risk().limits(42, 2)).isEqualTo(new RiskLimits(42, 2, 0, 0, 40_000, 0, 0, 0));
        assertThat(shards.get(1).risk().limits(0, 1)).isNull();
        assertThat(plan(config)).isEmpty();
    }

    @Test
    void configuresBeforeItDefinesAndDefinesBeforeItLimits() {
        final List<StartPlan.Step> steps = plan(parse(TWO_SHARDS + "risk: {max-open-orders: 1}"));
        assertThat(steps).extracting(StartPlan.Step::shard).containsExactly(0, 1, 0, 1, 0, 1);
        assertThat(steps)
                .extracting(step -> step.command()[3])
                .containsExactly((byte) 8, (byte) 8, (byte) 4, (byte) 4, (byte) 9, (byte) 9);
        assertThat(steps.get(2).instrument()).isNotNull();
    }

    @Test
    void journalsOnlyWhatDiffers() {
        start(parse(TWO_SHARDS));
        assertThat(plan(parse(TWO_SHARDS + "memory: {max-open-orders: 5}"))).hasSize(2);
        assertThat(plan(parse(TWO_SHARDS + "matching: {day-end: \"00:01\"}"))).hasSize(2);
        final List<StartPlan.Step> steps = plan(parse(TWO_SHARDS.replace("10, shard: 1", "20, shard: 1")));
        assertThat(steps).hasSize(1);
        assertThat(steps.getFirst().shard()).isEqualTo(1);
    }

    @Test
    void leavesAScopeThatWasSetOnceAsItIs() {
        final String limited =
                TWO_SHARDS + "risk: {max-open-orders: 100, instruments: [{symbol: %s, max-quantity: %s}]}";
        start(parse(limited.formatted("BTC-USD", 1)));
        assertThat(plan(parse(limited.formatted("BTC-USD", 2)))).isEmpty();
        assertThat(plan(parse(limited.formatted("ETH-USD", 2)))).hasSize(1);
    }

    @Test
    void neverGoesBackToOlderRules() {
        start(parse(TWO_SHARDS));
        assertThat(problems(parse(TWO_SHARDS + "matching: {rules: 1}")))
                .containsExactly(
                        "matching.rules: cannot go back to 1: the journal of shard 0 is written under version 3",
                        "matching.rules: cannot go back to 1: the journal of shard 1 is written under version 3");
    }

    @Test
    void staysWithTheFirstRulesWhenAskedTo() {
        final EngineConfig config = parse(TWO_SHARDS + "matching: {rules: 1}");
        start(config);
        assertThat(shards.getFirst().rulesVersion()).isEqualTo(1);
        assertThat(plan(config)).isEmpty();
        start(parse(TWO_SHARDS));
        assertThat(shards.getFirst().rulesVersion()).isEqualTo(3);
    }

    @Test
    void namesEveryContradiction() {
        start(parse(TWO_SHARDS));
        final String other = """
                shards: 2
                instruments:
                  - {symbol: BTC-USD, tick-size: 1, lot-size: 1, reference-price: 50000, max-quantity: 10, shard: 0}
                risk:
                  instruments: [{symbol: DOGE-USD, max-quantity: 1}, {symbol: ETH-USD, max-quantity: 0.15, max-notional: 0.001}]
                  accounts: [{account: 1, instruments: [{symbol: ETH-USD, max-position: 0.01}]}]
                """;
        assertThat(problems(parse(other)))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("instruments[0]: BTC-USD trades with tick-size 0.01"),
                        problem -> assertThat(problem)
                                .isEqualTo("risk.instruments[0].symbol: must be an instrument of the settings or of"
                                        + " the journal, is 'DOGE-USD'"),
                        problem -> assertThat(problem)
                                .isEqualTo("risk.instruments[1].max-quantity: must be a whole multiple of 0.1, less"
                                        + " than 2^63 of it, is 0.15"),
                        problem -> assertThat(problem)
                                .isEqualTo("risk.instruments[1].max-notional: must be a whole multiple of 0.025, less"
                                        + " than 2^63 of it, is 0.001"),
                        problem -> assertThat(problem)
                                .isEqualTo("risk.accounts[0].instruments[0].max-position: must be a whole multiple of"
                                        + " 0.1, less than 2^63 of it, is 0.01"));
        assertThat(problems(parse(TWO_SHARDS.replace(
                        "shards: 2", "shards: 2\nmatching: {rules: 1}\nrisk: {max-open-orders: 1}"))))
                .contains("risk: needs matching.rules 2: version 1 knows no limits");
    }

    private void start(final EngineConfig config) {
        final List<StartPlan.Step> steps = plan(config);
        for (final StartPlan.Step step : steps) {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
            final int length = step.encode(buffer, 0);
            shards.get(step.shard()).apply(buffer, 0, length, 1, (sequence, event, offset, size) -> assertThat(
                            io.hft.engine.event.Event.rejectReasonCode(event, offset))
                    .as(step.what())
                    .isZero());
        }
    }

    private List<String> problems(final EngineConfig config) {
        return catchThrowableOfType(ConfigException.class, () -> plan(config)).problems().stream()
                .map(ConfigProblem::toString)
                .toList();
    }

    private List<StartPlan.Step> plan(final EngineConfig config) {
        while (shards.size() < config.shards()) {
            shards.add(new MatchingEngine(
                    config.memory().maxOpenOrders(), config.memory().recentOrderIds()));
        }
        return StartPlan.of(
                config,
                shards.stream()
                        .map(shard -> new StartPlan.Known(
                                shard.instruments().all(),
                                new StartPlan.Configuration(
                                        shard.rulesVersion(),
                                        shard.maxOpenOrders(),
                                        shard.recentOrderIds(),
                                        shard.maxSources(),
                                        shard.dayEndNanos()),
                                shard.risk()::limits))
                        .toList());
    }

    private static EngineConfig parse(final String yaml) {
        return ConfigLoader.parse(yaml, Map.of());
    }
}
