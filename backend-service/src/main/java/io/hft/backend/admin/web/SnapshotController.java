package io.hft.backend.admin.web;

import io.hft.backend.admin.SnapshotAdministration;
import io.hft.backend.engine.EngineSnapshot;
import io.hft.backend.identity.Principal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Admin")
class SnapshotController {
    private final SnapshotAdministration snapshots;

    SnapshotController(SnapshotAdministration snapshots) {
        this.snapshots = snapshots;
    }

    @PostMapping("/api/v1/admin/snapshots")
    @Operation(
            summary = "Have the engine write a snapshot",
            description =
                    "Answers when it is on disk; trading goes on meanwhile. A restart then begins there instead of at the first command.")
    SnapshotResponse take(Principal principal, @RequestBody SnapshotRequest request) {
        AdminFields fields = new AdminFields();
        int shard = fields.limit("shard", request.shard());
        fields.check();
        return EngineProblems.translated(() -> SnapshotResponse.of(snapshots.take(shard, principal)));
    }

    @Schema(name = "SnapshotWish")
    record SnapshotRequest(
            @Schema(example = "0", description = "0 where it is absent") @Nullable
            Integer shard) {}

    @Schema(name = "Snapshot")
    record SnapshotResponse(
            @Schema(example = "0") int shard,

            @Schema(example = "1234", description = "The last command that it covers")
            long commandSequence,

            @Schema(example = "2345", description = "The last event of those commands")
            long eventSequence,

            @Schema(example = "00f1e2d3c4b5a697") String stateHash,
            @Schema(example = "30") long openOrders,
            @Schema(example = "65536") long sizeBytes,

            @Schema(example = "12", description = "0 when it was there already")
            long durationMs) {
        static SnapshotResponse of(EngineSnapshot snapshot) {
            return new SnapshotResponse(
                    snapshot.shard(),
                    snapshot.commandSequence(),
                    snapshot.eventSequence(),
                    "%016x".formatted(snapshot.stateHash()),
                    snapshot.openOrders(),
                    snapshot.sizeBytes(),
                    snapshot.duration().toMillis());
        }
    }
}
