package io.hft.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.chaos.ChaosPlan.Round;
import io.hft.it.chaos.oracle.Evidence;
import io.hft.it.chaos.oracle.Mutation;
import io.hft.it.chaos.oracle.Oracle;
import io.hft.it.chaos.oracle.Violation;
import io.hft.it.support.Build;
import io.hft.it.support.Platform;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A short run of the chaos suite, always the same schedule; and the oracle is told lies about it, of which it must find each. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosIT {
    private static final long SEED = Long.getLong("hft.seed", 4);
    private static final int ROUNDS = 1;

    private static ChaosRun run;
    private static Path work;
    private static ChaosLog log;
    private static boolean passed;

    @BeforeAll
    static void startPlatform() throws IOException, InterruptedException {
        Build.prepare();
        work = Files.createTempDirectory("hft-chaos-it");
        log = new ChaosLog(System.out);
        log.say("ChaosIT: seed %d (-Dhft.seed=%d), files in %s", SEED, SEED, work);
        run = new ChaosRun(work, SEED, log);
    }

    @AfterAll
    static void stopPlatform() {
        if (run != null) {
            run.close();
        }
        if (passed) {
            Platform.deleteTree(work);
        } else {
            System.out.println("data and logs stay in " + work);
        }
    }

    @Test
    @Order(1)
    void keepsItsPromisesThroughARound() throws InterruptedException {
        for (Round round : ChaosPlan.of(SEED, ROUNDS)) {
            List<Violation> violations = run.play(round);
            assertThat(violations).as("files in %s", work).isEmpty();
        }
        assertThat(run.reached()).as("crash points that were reached").isNotEmpty();
    }

    @Test
    @Order(2)
    void findsEveryLieAboutIt() throws InterruptedException {
        Evidence evidence = run.gather();
        assertThat(Oracle.check(evidence)).isEmpty();
        for (Mutation mutation : Mutation.all()) {
            List<Violation> violations = Oracle.check(mutation.change().apply(evidence));
            assertThat(violations)
                    .as("%s", mutation)
                    .extracting(Violation::point)
                    .contains(mutation.point());
        }
    }

    @Test
    @Order(3)
    void findsFilesThatAreNotWhatTheyWere() throws IOException, InterruptedException {
        Evidence evidence = run.gather();
        Path journal = work.resolve("replay/journal");
        Path last = lastSegment(journal);
        try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
            // In the last record, wherever it ends: behind it there are zeros only.
            channel.truncate(lastByteThatIsNotZero(last));
        }

        Evidence.Replayed replayed = Replays.fromZero(journal);

        assertThat(replayed.lastSequence()).isLessThan(evidence.engine().lastSequence());
        assertThat(replayed.stateHash()).isNotEqualTo(evidence.engine().stateHash());
        passed = true;
    }

    private static int lastByteThatIsNotZero(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = bytes.length - 1;
        while (bytes[at] == 0) {
            at--;
        }
        return at;
    }

    /** With a record in it: the newest may have its header only. */
    private static Path lastSegment(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
    }
}
