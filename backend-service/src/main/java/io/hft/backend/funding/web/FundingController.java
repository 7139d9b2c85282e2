package io.hft.backend.funding.web;

import io.hft.backend.funding.Funding;
import io.hft.backend.funding.Funding.Direction;
import io.hft.backend.funding.Funding.Movement;
import io.hft.backend.funding.Funding.Result;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotencyKey;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.web.StoredResponses;
import io.hft.backend.identity.Principal;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.money.Decimals;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Money")
class FundingController {
    private final Funding funding;
    private final JsonMapper json;
    private final Clock clock;

    FundingController(Funding funding, JsonMapper json, Clock clock) {
        this.funding = funding;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping("/api/v1/deposits")
    @Operation(
            summary = "Get play money",
            description =
                    "Books a deposit from outside to your account. The same key with the same body gets the first answer again. Assets"
                            + " other than USD come in at their present price, which becomes their cost.",
            parameters =
                    @Parameter(
                            name = "X-Idempotency-Key",
                            in = ParameterIn.HEADER,
                            required = true,
                            schema = @Schema(type = "string"),
                            example = "my-first-deposit",
                            description = "Or Idempotency-Key. A new one for each deposit."))
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = MovedMoney.class)))
    ResponseEntity<byte[]> deposit(
            @Parameter(hidden = true) IdempotencyKey key, Principal principal, @RequestBody MoveMoneyRequest request) {
        return move(Direction.DEPOSIT, "POST /api/v1/deposits", key, principal, request);
    }

    @PostMapping("/api/v1/withdrawals")
    @Operation(
            summary = "Give play money back",
            description =
                    "Books a withdrawal of what is available: what open orders hold stays. It makes neither profit nor loss. The same"
                            + " key with the same body gets the first answer again.",
            parameters =
                    @Parameter(
                            name = "X-Idempotency-Key",
                            in = ParameterIn.HEADER,
                            required = true,
                            schema = @Schema(type = "string"),
                            example = "my-first-withdrawal",
                            description = "Or Idempotency-Key. A new one for each withdrawal."))
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = MovedMoney.class)))
    ResponseEntity<byte[]> withdraw(
            @Parameter(hidden = true) IdempotencyKey key, Principal principal, @RequestBody MoveMoneyRequest request) {
        return move(Direction.WITHDRAWAL, "POST /api/v1/withdrawals", key, principal, request);
    }

    private ResponseEntity<byte[]> move(
            Direction direction, String scope, IdempotencyKey key, Principal principal, MoveMoneyRequest request) {
        MoveMoneyRequest.Form form = request.check();
        Movement movement = new Movement(direction, principal.userId(), form.asset(), form.amount());
        IdempotencyClaim claim = new IdempotencyClaim(principal.userId(), scope, key.value(), request.fingerprint());
        return switch (funding.move(movement, claim, booked -> created(movement, booked))) {
            case Result.Answered(StoredAnswer answer, boolean replayed) -> StoredResponses.of(answer, replayed);
            case Result.Mismatch() -> throw StoredResponses.mismatch();
            case Result.InProgress() -> throw StoredResponses.inProgress();
            case Result.UnknownAsset() ->
                throw Problem.of(ErrorCode.ASSET_NOT_FOUND, "There is no asset " + form.asset())
                        .asException();
            case Result.TooMuch(BigDecimal limit) ->
                throw Problem.validation(
                                "amount",
                                "max",
                                "must be worth at most "
                                        + limit.stripTrailingZeros().toPlainString())
                        .asException();
            case Result.Insufficient(BigDecimal available) ->
                throw Problem.of(
                                ErrorCode.LIQUIDITY,
                                "You have " + Decimals.plain(available) + " " + form.asset() + " available")
                        .asException();
            case Result.Disabled() ->
                throw Problem.of(ErrorCode.FUNDING_DISABLED, "Ask the operators of this exchange to move money for you")
                        .asException();
        };
    }

    private StoredAnswer created(Movement movement, Ledger.Booked booked) {
        MovedMoney answer = new MovedMoney(
                Long.toString(booked.transferId()),
                movement.direction().name(),
                movement.asset(),
                Decimals.plain(movement.amount()),
                Decimals.plain(booked.balanceAfter()),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        return new StoredAnswer(
                HttpStatus.CREATED.value(), MediaType.APPLICATION_JSON_VALUE, json.writeValueAsString(answer));
    }

    @Schema(name = "MovedMoney")
    record MovedMoney(
            @Schema(description = "As in the ledger.", example = "4711")
            String transferId,

            @Schema(example = "DEPOSIT") String kind,
            @Schema(example = "USD") String asset,
            @Schema(example = "1000.00000000") String amount,

            @Schema(description = "Your total of the asset.", example = "101000.00000000")
            String balanceAfter,

            Instant createdAt) {}
}
