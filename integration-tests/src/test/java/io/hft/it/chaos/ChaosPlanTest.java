package io.hft.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.chaos.ChaosPlan.Round;
import io.hft.it.chaos.ChaosPlan.Step;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    @Test
    void isTheSeeds() {
        assertThat(ChaosPlan.of(42, 5)).isEqualTo(ChaosPlan.of(42, 5));
        assertThat(ChaosPlan.of(42, 5)).isEqualTo(ChaosPlan.of(42, 10).subList(0, 5));
        assertThat(ChaosPlan.of(42, 5)).isNotEqualTo(ChaosPlan.of(43, 5));
    }

    @Test
    void hasEveryKindOfFaultWithinTenRounds() {
        for (long seed = 0; seed < 100; seed++) {
            Set<CrashPoint> crashes = new HashSet<>();
            Set<Set<Part>> kills = new HashSet<>();
            Set<Part> pauses = EnumSet.noneOf(Part.class);
            Set<LinkName> links = EnumSet.noneOf(LinkName.class);
            Set<Class<?>> damages = new HashSet<>();
            List<Fault> faults = ChaosPlan.of(seed, 10).stream()
                    .map(Round::steps)
                    .flatMap(List::stream)
                    .map(Step::fault)
                    .toList();
            for (Fault fault : faults) {
                switch (fault) {
                    case Fault.Crash(CrashPoint point, int passing) -> crashes.add(point);
                    case Fault.Kill(Set<Part> parts, int millis) -> kills.add(parts);
                    case Fault.Pause(Part part, int millis) -> pauses.add(part);
                    case Fault.Break(LinkName link, var how) -> {
                        links.add(link);
                        damages.add(how.getClass());
                    }
                    case Fault.Snapshot() -> {
                        // In every round.
                    }
                }
            }
            assertThat(crashes).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(CrashPoint.ALL);
            assertThat(kills).as("seed %d", seed).hasSize(7);
            assertThat(pauses).as("seed %d", seed).containsExactly(Part.values());
            assertThat(links).as("seed %d", seed).containsExactly(LinkName.values());
            assertThat(damages).as("seed %d", seed).hasSize(6);
        }
    }
}
