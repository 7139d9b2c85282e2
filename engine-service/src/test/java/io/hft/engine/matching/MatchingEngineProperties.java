package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random flows through the engine and through the naive engine that is written from the rules page: the bytes of all events, the
 * state hash and the whole book are compared after every command. A difference is shrunk to a short flow and printed.
 *
 * <p>{@code -Dhft.properties.commands=10000000} sets how many commands it takes, {@code -Dhft.test.seed=N} repeats a run and {@code
 * -Dhft.properties.episode=K} only one of its flows, {@code -Dhft.properties.worlds=MIXED,STOPS} takes some kinds of flows only.
 */
class MatchingEngineProperties {
    private static final int EPISODE = 10_000;

    private final SplittableRandom seeds = Seed.random("MatchingEngineProperties");
    private final Map<EventType, Long> types = new EnumMap<>(EventType.class);
    private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    private final Map<FlowWorld, Long> openOrders = new EnumMap<>(FlowWorld.class);
    private int longestSweep;

    @Test
    void agreesWithTheNaiveEngineAfterEveryCommand() {
        final int commands = Seed.commands(1_000_000);
        final int only = Integer.getInteger("hft.properties.episode", -1);
        final FlowWorld[] worlds = worlds();
        for (int episode = 0; episode * EPISODE < commands; episode++) {
            final long seed = seeds.nextLong();
            if (only < 0 || only == episode) {
                play(episode, worlds[episode % worlds.length], seed);
            }
        }
        if (only < 0 && commands >= 500_000 && worlds.length == FlowWorld.values().length) {
            // Else the comparison was of little worth.
            for (final EventType type : EventType.values()) {
                assertThat(types.get(type)).as("events of type %s", type).isGreaterThan(20);
            }
            for (final RejectReason reason : RejectReason.values()) {
                assertThat(reasons.get(reason)).as("events with %s", reason).isGreaterThan(20);
            }
            for (final FlowWorld world : worlds) {
                assertThat(openOrders.get(world) / EPISODE)
                        .as("open orders on average in %s", world)
                        .isGreaterThan(world == FlowWorld.SPARSE ? 0 : Math.min(40, world.maxOpenOrders) / 3);
            }
            assertThat(longestSweep).as("trades of the largest sweep").isGreaterThan(4_000);
        }
    }

    private static FlowWorld[] worlds() {
        final String some = System.getProperty("hft.properties.worlds");
        return some == null
                ? FlowWorld.values()
                : Arrays.stream(some.split(",")).map(FlowWorld::valueOf).toArray(FlowWorld[]::new);
    }

    private void play(int episode, FlowWorld world, long seed) {
        final EnginePair pair = new EnginePair(world.maxOpenOrders, world.recentOrderIds);
        final RandomFlow flow = new RandomFlow(world, seed, pair.reference);
        // Both sides of a deep book are filled and swept.
        final int commands = world == FlowWorld.DEEP ? 2 * EPISODE : EPISODE;
        final List<RecordedCommand> played = new ArrayList<>(commands);
        try {
            for (int i = 1; i <= commands; i++) {
                final int length = flow.next();
                played.add(RecordedCommand.of(flow.command, RandomFlow.OFFSET, length, flow.timeNanos()));
                pair.apply(flow.command, RandomFlow.OFFSET, length, flow.timeNanos());
                if (i % world.compareEvery == 0) {
                    pair.compareBooks();
                }
                pair.compareOrder(flow.anyOrderId());
            }
        } catch (AssertionError | RuntimeException difference) {
            fail(episode, world, played, difference);
        }
        for (final EventType type : EventType.values()) {
            types.merge(type, pair.types[type.code()], Long::sum);
        }
        for (final RejectReason reason : RejectReason.values()) {
            reasons.merge(reason, pair.reasons[reason.code()], Long::sum);
        }
        openOrders.merge(world, pair.openOrdersSum() / commands * EPISODE, Math::max);
        longestSweep = Math.max(longestSweep, pair.longestSweep);
    }

    private static void fail(int episode, FlowWorld world, List<RecordedCommand> played, Throwable difference) {
        final FlowShrinker shrinker = new FlowShrinker(world);
        List<RecordedCommand> shown = played.subList(Math.max(0, played.size() - 20), played.size());
        Throwable told = difference;
        if (shrinker.difference(played) != null) {
            shown = shrinker.shrink(played);
            final Throwable again = shrinker.difference(shown);
            told = again == null ? difference : again;
        }
        throw new AssertionError(
                "episode " + episode + " (" + world + "), command " + played.size() + " of its flow: "
                        + told.getMessage()
                        + "\nof this flow (" + shown.size() + " commands):\n"
                        + shown.stream().map(RecordedCommand::toString).collect(Collectors.joining("\n")),
                told);
    }
}
