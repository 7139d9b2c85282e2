package io.hft.backend.admin.web;

import io.hft.backend.admin.RiskAdministration;
import io.hft.backend.admin.RiskAdministration.Engaged;
import io.hft.backend.admin.RiskAdministration.SetLimits;
import io.hft.backend.engine.RiskLimits;
import io.hft.backend.identity.Principal;
import io.hft.backend.identity.web.AdminAccess;
import io.hft.backend.money.DecimalText;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.RequiredText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/admin")
@Tag(name = "Admin")
class RiskAdminController {
    private final RiskAdministration risk;

    RiskAdminController(RiskAdministration risk) {
        this.risk = risk;
    }

    @GetMapping("/risk-limits")
    @Operation(
            summary = "Risk limits that operators have set",
            description = "Those that the engine began with, from its settings, are not among them.")
    RiskLimitsList limits(Principal principal) {
        AdminAccess.require(principal);
        return new RiskLimitsList(
                risk.limits().stream().map(RiskLimitsResponse::of).toList());
    }

    @PutMapping("/risk-limits")
    @Operation(
            summary = "Set the risk limits of a scope",
            description =
                    "The scope is a user or, without user_id, everybody; in one market or, without symbol, in all. All limits of the"
                            + " scope are replaced: what is absent, or 0, does not limit any more. Where several scopes hold, the strictest"
                            + " counts. max_quantity, max_notional and max_position need a symbol, price_band_basis_points a symbol and no user;"
                            + " max_open_orders and orders_per_second go without a symbol. Checked before each order, in the engine.")
    RiskLimitsResponse setLimits(Principal principal, @RequestBody RiskLimitsRequest request) {
        AdminFields fields = new AdminFields();
        RiskLimits limits = new RiskLimits(
                request.userId(),
                request.symbol() == null ? null : fields.symbol(request.symbol()),
                fields.limit("max_quantity", request.maxQuantity()),
                fields.limit("max_notional", request.maxNotional()),
                fields.limit("max_position", request.maxPosition()),
                fields.limit("price_band_basis_points", request.priceBandBasisPoints()),
                fields.limit("max_open_orders", request.maxOpenOrders()),
                fields.limit("orders_per_second", request.ordersPerSecond()));
        fields.check();
        requireUser(request.userId());
        return EngineProblems.translated(() -> RiskLimitsResponse.of(risk.setLimits(limits, principal)));
    }

    @GetMapping("/kill-switch")
    @Operation(summary = "Kill switches that are engaged", description = "Everybody's has no user_id.")
    EngagedList engaged(Principal principal) {
        AdminAccess.require(principal);
        return new EngagedList(risk.engaged().stream().map(EngagedResponse::of).toList());
    }

    @PutMapping("/kill-switch")
    @Operation(
            summary = "Stop the orders of a user or of everybody, or take them again",
            description =
                    "While engaged every new order and change is refused with KILL_SWITCH; cancels are possible. With"
                            + " cancel_open_orders what is open is cancelled, too. Holds over restarts; again is harmless.")
    KillSwitchResponse killSwitch(Principal principal, @RequestBody KillSwitchChange request) {
        Boolean engaged = request.engaged();
        if (engaged == null) {
            throw Problem.validation("engaged", "required", "is required").asException();
        }
        boolean cancel = Boolean.TRUE.equals(request.cancelOpenOrders());
        if (cancel && !engaged) {
            throw Problem.validation("cancel_open_orders", "not_allowed", "goes with engaging only")
                    .asException();
        }
        String reason = RequiredText.of("reason", request.reason(), AdminFields.REASON_MAX);
        requireUser(request.userId());
        return EngineProblems.translated(() -> {
            long canceled = 0;
            if (engaged) {
                canceled = risk.engage(request.userId(), cancel, reason, principal);
            } else {
                risk.release(request.userId(), reason, principal);
            }
            return new KillSwitchResponse(engaged, request.userId(), canceled);
        });
    }

    private void requireUser(@Nullable Long userId) {
        if (userId != null && !risk.isUser(userId)) {
            throw Problem.of(ErrorCode.USER_NOT_FOUND, "There is no user " + userId)
                    .asException();
        }
    }

    @Schema(name = "RiskLimitsChange")
    record RiskLimitsRequest(
            @Schema(example = "2", description = "Absent for everybody") @Nullable
            Long userId,

            @Schema(example = "BTC-USD", description = "Absent for all markets") @Nullable
            String symbol,

            @Schema(type = "string", example = "5", description = "Of one order") @Nullable
            DecimalText maxQuantity,

            @Schema(type = "string", example = "250000", description = "Of one order, in the quote asset") @Nullable
            DecimalText maxNotional,

            @Schema(type = "string", example = "20", description = "Long or short, what is open included") @Nullable
            DecimalText maxPosition,

            @Schema(example = "0", description = "Half width of the price band, in hundredths of a percent") @Nullable
            Integer priceBandBasisPoints,

            @Schema(example = "0") @Nullable Integer maxOpenOrders,
            @Schema(example = "0") @Nullable Integer ordersPerSecond) {}

    @Schema(name = "RiskLimitsList")
    record RiskLimitsList(List<RiskLimitsResponse> items) {}

    @Schema(name = "RiskLimits")
    record RiskLimitsResponse(
            @Nullable Long userId,
            @Nullable String symbol,

            @Schema(example = "5") @Nullable String maxQuantity,

            @Schema(example = "250000") @Nullable String maxNotional,

            @Schema(example = "20") @Nullable String maxPosition,

            int priceBandBasisPoints,
            int maxOpenOrders,
            int ordersPerSecond,
            Instant setAt,
            long setBy) {
        static RiskLimitsResponse of(SetLimits set) {
            RiskLimits limits = set.limits();
            return new RiskLimitsResponse(
                    limits.accountId(),
                    limits.symbol(),
                    optional(limits.maxQuantity()),
                    optional(limits.maxNotional()),
                    optional(limits.maxPosition()),
                    limits.priceBandBasisPoints(),
                    limits.maxOpenOrders(),
                    limits.ordersPerSecond(),
                    set.setAt(),
                    set.setBy());
        }
    }

    private static @Nullable String optional(@Nullable BigDecimal value) {
        return value == null ? null : AdminFields.text(value);
    }

    @Schema(name = "KillSwitchChange")
    record KillSwitchChange(
            @Schema(example = "true") @Nullable Boolean engaged,

            @Schema(example = "2", description = "Absent for everybody") @Nullable
            Long userId,

            @Schema(example = "true", description = "When engaging: cancel what is open") @Nullable
            Boolean cancelOpenOrders,

            @Schema(example = "bot out of control", description = "For the audit log, at most 200 characters") @Nullable
            String reason) {}

    @Schema(name = "KillSwitch")
    record KillSwitchResponse(
            boolean engaged,
            @Nullable Long userId,
            @Schema(example = "3") long canceledOrders) {}

    @Schema(name = "EngagedKillSwitches")
    record EngagedList(List<EngagedResponse> items) {}

    @Schema(name = "EngagedKillSwitch")
    record EngagedResponse(
            @Nullable Long userId,
            @Schema(example = "bot out of control") String reason,
            Instant engagedAt,
            @Schema(description = "The operator's user id") long engagedBy) {
        static EngagedResponse of(Engaged one) {
            return new EngagedResponse(one.userId(), one.reason(), one.engagedAt(), one.engagedBy());
        }
    }
}
