package io.hft.backend.reconciliation;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The differences of this moment, with when each was first seen; says in the log when one appears and when it ends. Used under a lock. */
final class KnownDrifts {
    private static final Logger log = LoggerFactory.getLogger(KnownDrifts.class);
    /** A broken disk makes one difference per row: the log names some, the report more. */
    private static final int LOGGED_MAX = 20;

    private final Map<Finding.Key, Known> known = new LinkedHashMap<>();

    private record Known(Finding finding, Instant since) {
        Drift drift() {
            return new Drift(finding.kind(), finding.subject(), finding.expected(), finding.found(), since);
        }
    }

    /** Takes over what a run found; ends what it looked at and did not find any more. */
    void take(Findings findings, Instant now) {
        int ended = end(findings);
        int appeared = 0;
        for (Finding finding : findings.list()) {
            Known before = known.get(finding.key());
            known.put(finding.key(), new Known(finding, before == null ? now : before.since()));
            if (before == null && ++appeared <= LOGGED_MAX) {
                log.error(
                        "{} {}: expected {}, found {}",
                        finding.kind(),
                        finding.subject(),
                        finding.expected(),
                        finding.found());
            }
        }
        if (appeared > LOGGED_MAX || ended > LOGGED_MAX) {
            log.error("{} differences appeared and {} ended at once; {} are there now", appeared, ended, known.size());
        }
    }

    private int end(Findings findings) {
        int ended = 0;
        for (Iterator<Known> all = known.values().iterator(); all.hasNext(); ) {
            Finding before = all.next().finding();
            if (!findings.isFound(before.key()) && findings.covers(before)) {
                all.remove();
                if (++ended <= LOGGED_MAX) {
                    log.info("{} {}: agrees again", before.kind(), before.subject());
                }
            }
        }
        return ended;
    }

    List<Finding> of(Drift.Check check) {
        return known.values().stream()
                .map(Known::finding)
                .filter(finding -> finding.kind().check() == check)
                .toList();
    }

    List<Drift> list() {
        return known.values().stream().map(Known::drift).toList();
    }

    void clear() {
        known.clear();
    }
}
