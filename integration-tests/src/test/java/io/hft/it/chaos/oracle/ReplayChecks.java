package io.hft.it.chaos.oracle;

import io.hft.it.chaos.oracle.Evidence.Replayed;
import java.util.List;

/** Point 5: the live state hash is what every way of replaying the files gives, in any JVM. */
final class ReplayChecks {
    private ReplayChecks() {}

    static List<Violation> check(Evidence evidence) {
        Findings findings = new Findings(5);
        findings.require(!evidence.replays().isEmpty(), "nothing was replayed");
        for (Replayed replay : evidence.replays()) {
            findings.requireEqual(
                    replay.lastSequence(),
                    evidence.engine().lastSequence(),
                    "last event after a replay " + replay.how() + ", against the live engine");
            findings.requireEqual(
                    Long.toHexString(replay.stateHash()),
                    Long.toHexString(evidence.engine().stateHash()),
                    "state hash at event " + replay.lastSequence() + " after a replay " + replay.how()
                            + ", against the live engine");
        }
        return findings.violations();
    }
}
