package io.hft.it.chaos;

import io.hft.it.chaos.ChaosPlan.Round;
import io.hft.it.chaos.oracle.Oracle;
import io.hft.it.chaos.oracle.Violation;
import io.hft.it.support.Build;
import io.hft.it.support.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code make chaos}. Environment: {@code ROUNDS} (10), {@code SEED} (random). Exit status 0 when all rounds passed, 1 when a point was
 * violated, 2 for wrong settings.
 */
final class ChaosMain {
    private static final int MOST_SHOWN = 40;

    private ChaosMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds;
        long seed;
        try {
            rounds = Integer.parseInt(setting("ROUNDS", "10"));
            seed = Long.parseLong(setting("SEED", Long.toString(new SecureRandom().nextLong(1L << 40))));
            if (rounds < 1) {
                throw new NumberFormatException("ROUNDS is " + rounds);
            }
        } catch (NumberFormatException e) {
            System.err.println("chaos: ROUNDS must be a whole number from 1, SEED a whole number: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(seed, rounds) ? 0 : 1);
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static boolean run(long seed, int rounds) throws IOException, InterruptedException {
        Build.prepare();
        ChaosLog log = new ChaosLog(System.out);
        Path work = Files.createTempDirectory("hft-chaos");
        log.say("chaos: SEED=%d ROUNDS=%d, files in %s", seed, rounds, work);
        try (ChaosRun run = new ChaosRun(work, seed, log)) {
            for (Round round : ChaosPlan.of(seed, rounds)) {
                List<Violation> violations = run.play(round);
                if (!violations.isEmpty()) {
                    complain(log, seed, round, violations, work);
                    return false;
                }
            }
            summary(log, seed, rounds, run.reached());
        }
        Platform.deleteTree(work);
        return true;
    }

    private static void summary(ChaosLog log, long seed, int rounds, List<CrashPoint> reached) {
        Map<CrashPoint, Long> times =
                reached.stream().collect(Collectors.groupingBy(point -> point, Collectors.counting()));
        log.say("passed: SEED=%d ROUNDS=%d, no violation", seed, rounds);
        Oracle.POINTS.forEach((point, what) -> log.say("  (%d) %s: holds", point, what));
        log.say(
                "crashes by point: %s",
                CrashPoint.ALL.stream()
                        .map(point -> point + " " + times.getOrDefault(point, 0L))
                        .collect(Collectors.joining(", ")));
    }

    private static void complain(ChaosLog log, long seed, Round round, List<Violation> violations, Path work)
            throws IOException {
        log.say("FAILED in round %d; repeat with SEED=%d ROUNDS=%d", round.number(), seed, round.number());
        Oracle.POINTS.forEach((point, what) -> {
            List<Violation> ofPoint =
                    violations.stream().filter(one -> one.point() == point).toList();
            log.say("(%d) %s: %s", point, what, ofPoint.isEmpty() ? "holds" : ofPoint.size() + " violations");
            ofPoint.stream().limit(MOST_SHOWN).forEach(one -> log.say("    %s", one.what()));
        });
        Path report = work.resolve("chaos.log");
        log.say("data and logs stay in %s; this report, with every violation: %s", work, report);
        Files.write(report, log.lines());
        Files.write(
                work.resolve("violations.log"),
                violations.stream().map(Violation::toString).toList());
    }
}
