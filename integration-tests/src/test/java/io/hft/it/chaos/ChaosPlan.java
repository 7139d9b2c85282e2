package io.hft.it.chaos;

import io.hft.it.support.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong when: all of it from the seed, before anything starts. Faults are dealt as cards are, from decks that are shuffled and used
 * up before anything comes again; so ten rounds have every kind of fault, and every crash point, at least once.
 */
final class ChaosPlan {
    /** @param atMillis from the round's beginning */
    record Step(int atMillis, Fault fault) {
        @Override
        public String toString() {
            return String.format(java.util.Locale.ROOT, "+%.1f s %s", atMillis / 1000.0, fault);
        }
    }

    /** @param number from 1 */
    record Round(int number, List<Step> steps) {}

    /** The kinds of broken connections. */
    private enum Damage {
        RESET,
        REFUSE,
        BLACK_HOLE,
        HALF_OPEN,
        CUT_MID_MESSAGE,
        SLOW
    }

    private record LinkDamage(LinkName link, Damage damage) {}

    private final Random random;
    private final Deck<Set<Part>> kills;
    private final Deck<Part> pauses;
    private final Deck<LinkDamage> damages;
    private final List<Deck<CrashPoint>> crashes;

    private ChaosPlan(long seed) {
        random = new Random(seed);
        kills = new Deck<>(
                List.of(
                        EnumSet.of(Part.ENGINE),
                        EnumSet.of(Part.BACKEND),
                        EnumSet.of(Part.POSTGRES),
                        EnumSet.of(Part.ENGINE, Part.BACKEND),
                        EnumSet.of(Part.ENGINE, Part.POSTGRES),
                        EnumSet.of(Part.BACKEND, Part.POSTGRES),
                        EnumSet.allOf(Part.class)),
                random);
        pauses = new Deck<>(List.of(Part.values()), random);
        List<LinkDamage> all = new ArrayList<>();
        for (LinkName link : LinkName.values()) {
            for (Damage damage : Damage.values()) {
                all.add(new LinkDamage(link, damage));
            }
        }
        damages = new Deck<>(all, random);
        crashes = List.of(Part.BACKEND, Part.ENGINE).stream()
                .map(CrashPoint::of)
                .filter(points -> !points.isEmpty())
                .map(points -> new Deck<>(points, random))
                .toList();
    }

    static List<Round> of(long seed, int rounds) {
        ChaosPlan plan = new ChaosPlan(seed);
        List<Round> all = new ArrayList<>();
        for (int number = 1; number <= rounds; number++) {
            all.add(new Round(number, plan.steps()));
        }
        return all;
    }

    private List<Step> steps() {
        List<Fault> faults = new ArrayList<>();
        faults.add(new Fault.Kill(kills.deal(), random.nextInt(1_500)));
        faults.add(new Fault.Pause(pauses.deal(), 500 + random.nextInt(3_000)));
        faults.add(damage(damages.deal()));
        faults.add(damage(damages.deal()));
        faults.add(damage(damages.deal()));
        faults.add(new Fault.Snapshot());
        faults.add(new Fault.Snapshot());
        for (Deck<CrashPoint> deck : crashes) {
            CrashPoint point = deck.deal();
            faults.add(new Fault.Crash(point, point.isOfSnapshot() ? 1 : 1 + random.nextInt(12)));
        }
        Collections.shuffle(faults, random);
        List<Step> steps = new ArrayList<>();
        int at = 0;
        for (Fault fault : faults) {
            // Some come while the last one is still felt, some after it.
            at += 200 + random.nextInt(1_800);
            steps.add(new Step(at, fault));
        }
        steps.sort(Comparator.comparingInt(Step::atMillis));
        return steps;
    }

    private Fault damage(LinkDamage dealt) {
        Duration time = Duration.ofMillis(500 + random.nextInt(3_500));
        FaultProxy.Fault how =
                switch (dealt.damage()) {
                    case RESET -> new FaultProxy.Fault.Reset();
                    case REFUSE -> new FaultProxy.Fault.Refuse(time);
                    case BLACK_HOLE -> new FaultProxy.Fault.BlackHole(time);
                    case HALF_OPEN -> new FaultProxy.Fault.HalfOpen(time);
                    case CUT_MID_MESSAGE -> new FaultProxy.Fault.CutAfter(1 + random.nextInt(3_000));
                    case SLOW ->
                        new FaultProxy.Fault.Slow(
                                time, 1 + random.nextInt(400), Duration.ofMillis(1 + random.nextInt(10)));
                };
        return new Fault.Break(dealt.link(), how);
    }

    private static final class Deck<T> {
        private final List<T> cards;
        private final Random random;
        private final List<T> left = new ArrayList<>();

        Deck(List<T> cards, Random random) {
            this.cards = List.copyOf(cards);
            this.random = random;
        }

        T deal() {
            if (left.isEmpty()) {
                left.addAll(cards);
                Collections.shuffle(left, random);
            }
            return left.removeLast();
        }
    }
}
