package io.hft.backend.admin;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.engine.EngineAdministration;
import io.hft.backend.engine.EngineSnapshot;
import io.hft.backend.identity.Principal;
import org.springframework.stereotype.Service;

/** Has the engine write a snapshot now. Callable from any thread; blocks until it is on disk. */
@Service
public class SnapshotAdministration {
    private final EngineAdministration engine;
    private final AuditedActs acts;

    SnapshotAdministration(EngineAdministration engine, AuditedActs acts) {
        this.engine = engine;
        this.acts = acts;
    }

    public EngineSnapshot take(int shard, Principal operator) {
        AuditEvent wish = AuditEvent.of("engine.snapshot").by(operator.userId()).on("shard " + shard);
        return acts.carryOut(wish, () -> engine.takeSnapshot(shard), taken -> wish.with(
                        "command_sequence", Long.toString(taken.commandSequence()))
                .with("size_bytes", Long.toString(taken.sizeBytes())));
    }
}
