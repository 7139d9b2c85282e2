package io.hft.backend.portfolio.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.identity.Principal;
import io.hft.backend.money.Decimals;
import io.hft.backend.portfolio.StatementEntry;
import io.hft.backend.portfolio.Statements;
import io.hft.backend.web.Problem;
import io.hft.backend.web.cursor.Cursors;
import io.hft.backend.web.cursor.PageLimit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Money")
class LedgerController {
    private static final String LIST = "ledger";
    private static final List<String> KINDS = List.of("DEPOSIT", "WITHDRAWAL", "TRADE", "FEE", "SHORTFALL");

    private final Statements statements;
    private final Cursors cursors;

    LedgerController(Statements statements, Cursors cursors) {
        this.statements = statements;
        this.cursors = cursors;
    }

    @GetMapping("/api/v1/ledger")
    @Operation(
            summary = "Your statement, newest first",
            description =
                    "Everything that moved on your accounts: deposits, withdrawals, both legs of each trade, fees.")
    StatementPage statement(
            Principal principal,
            @Parameter(example = "USD") @RequestParam(required = false) @Nullable String asset,
            @Parameter(description = "DEPOSIT, WITHDRAWAL, TRADE, FEE or SHORTFALL")
                    @RequestParam(required = false)
                    @Nullable
                    String kind,
            @Parameter(description = "next_cursor of the page before") @RequestParam(required = false) @Nullable
                    String cursor,
            @Parameter(description = "1 to 500") @RequestParam(defaultValue = PageLimit.DEFAULT) int limit) {
        PageLimit.check(limit);
        String ofAsset = asset(asset);
        String ofKind = kind(kind);
        List<String> filters =
                List.of(Long.toString(principal.userId()), String.valueOf(ofAsset), String.valueOf(ofKind));
        long before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursors.read(LIST, filters, cursor));
        List<StatementEntry> found = statements.page(principal.userId(), ofAsset, ofKind, before, limit + 1);
        String next =
                PageLimit.next(found, limit, entry -> cursors.write(LIST, filters, Long.toString(entry.transferId())));
        return new StatementPage(
                PageLimit.page(found, limit).stream().map(EntryResponse::of).toList(), next);
    }

    private static @Nullable String asset(@Nullable String text) {
        String asset = text == null ? null : text.trim().toUpperCase(Locale.ROOT);
        if (asset != null && !asset.matches("[A-Z0-9]{1,12}")) {
            throw Problem.validation("asset", "pattern", "must be 1 to 12 letters and digits")
                    .asException();
        }
        return asset;
    }

    private static @Nullable String kind(@Nullable String text) {
        String kind = text == null ? null : text.trim().toUpperCase(Locale.ROOT);
        if (kind != null && !KINDS.contains(kind)) {
            throw Problem.validation("kind", "one_of", "must be one of " + KINDS)
                    .asException();
        }
        return kind;
    }

    @Schema(name = "StatementPage")
    record StatementPage(
            @JsonProperty("items") List<EntryResponse> items,

            @JsonProperty("next_cursor") @Schema(description = "null on the last page") @Nullable
            String nextCursor) {}

    @Schema(name = "StatementEntry")
    record EntryResponse(
            @Schema(example = "4711") String transferId,
            @Schema(example = "USD") String asset,
            @Schema(example = "TRADE") String kind,

            @Schema(description = "Negative when it went out.", example = "-50000.00000000")
            String amount,

            @Schema(description = "Your total of the asset.", example = "50000.00000000")
            String balanceAfter,

            @Nullable String tradeId,
            @Nullable String orderId,
            Instant createdAt) {
        static EntryResponse of(StatementEntry entry) {
            return new EntryResponse(
                    Long.toString(entry.transferId()),
                    entry.asset(),
                    entry.kind(),
                    Decimals.plain(entry.amount()),
                    Decimals.plain(entry.balanceAfter()),
                    entry.tradeId() == null ? null : entry.tradeId().toString(),
                    entry.orderId() == null ? null : entry.orderId().toString(),
                    entry.createdAt());
        }
    }
}
