package io.hft.engine.matching;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a flow on which the two engines differ as short as it gets in a bounded number of repetitions. */
final class FlowShrinker {
    private static final int MOST_COMMANDS_APPLIED = 8_000_000;

    private final FlowWorld world;
    private long applied;

    FlowShrinker(FlowWorld world) {
        this.world = world;
    }

    /**
     * @param commands a flow whose last command shows the difference
     */
    List<RecordedCommand> shrink(List<RecordedCommand> commands) {
        List<RecordedCommand> shortest = commands;
        for (int chunk = Math.max(1, commands.size() / 2); chunk > 0; chunk = chunk == 1 ? 0 : (chunk + 1) / 2) {
            boolean shorter = true;
            while (shorter && applied < MOST_COMMANDS_APPLIED) {
                shorter = false;
                for (int at = shortest.size(); at > 0 && applied < MOST_COMMANDS_APPLIED; at -= chunk) {
                    final List<RecordedCommand> candidate =
                            new ArrayList<>(shortest.subList(0, Math.max(0, at - chunk)));
                    candidate.addAll(shortest.subList(Math.min(at, shortest.size()), shortest.size()));
                    final int failing = firstDifference(candidate);
                    if (failing >= 0) {
                        shortest = candidate.subList(0, failing + 1);
                        at = Math.min(at, shortest.size() + chunk);
                        shorter = chunk == 1;
                    }
                }
            }
        }
        return shortest;
    }

    /** What the two engines differ in at the end of a flow, or null. */
    @Nullable
    Throwable difference(List<RecordedCommand> commands) {
        final EnginePair pair = new EnginePair(world.maxOpenOrders, world.recentOrderIds);
        for (final RecordedCommand command : commands) {
            final Throwable difference = step(pair, command);
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private int firstDifference(List<RecordedCommand> commands) {
        final EnginePair pair = new EnginePair(world.maxOpenOrders, world.recentOrderIds);
        for (int i = 0; i < commands.size(); i++) {
            applied++;
            if (step(pair, commands.get(i)) != null) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Throwable step(EnginePair pair, RecordedCommand command) {
        try {
            pair.apply(command);
            pair.compareBooks();
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        }
    }
}
