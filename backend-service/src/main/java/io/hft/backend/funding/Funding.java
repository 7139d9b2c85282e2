package io.hft.backend.funding;

import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.instruments.Asset;
import io.hft.backend.instruments.Assets;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.ledger.WithdrawalResult;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deposits and withdrawals at a user's wish: idempotency key, transfer and answer in one transaction, so that a key without an answer is
 * never seen. A refusal rolls all of it back and keeps nothing. Locks the key first, then the two accounts.
 */
@Component
@EnableConfigurationProperties(FundingProperties.class)
public class Funding {
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Deposits deposits;
    private final Assets assets;
    private final IdempotentRequests requests;
    private final FundingProperties properties;
    private final TransactionTemplate transaction;

    Funding(
            JdbcClient jdbc,
            Ledger ledger,
            Deposits deposits,
            Assets assets,
            IdempotentRequests requests,
            FundingProperties properties,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.deposits = deposits;
        this.assets = assets;
        this.requests = requests;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Which way the money goes. */
    public enum Direction {
        DEPOSIT,
        WITHDRAWAL
    }

    /** What a user wants to move. The amount is positive. */
    public record Movement(Direction direction, long userId, String asset, BigDecimal amount) {}

    /** What became of it. */
    public sealed interface Result {
        /** @param replayed the answer belongs to an earlier request */
        record Answered(StoredAnswer answer, boolean replayed) implements Result {}

        /** The key belongs to another body. */
        record Mismatch() implements Result {}

        /** The first request with this key is not done yet. */
        record InProgress() implements Result {}

        record UnknownAsset() implements Result {}

        /** More than one of them may move. */
        record TooMuch(BigDecimal limit) implements Result {}

        /** A withdrawal of more than there is and not held. */
        record Insufficient(BigDecimal available) implements Result {}

        /** There is no play money here. */
        record Disabled() implements Result {}
    }

    /** @param composer makes the answer of the transfer that was booked */
    public Result move(Movement movement, IdempotencyClaim claim, Function<Ledger.Booked, StoredAnswer> composer) {
        if (!properties.enabled()) {
            return new Result.Disabled();
        }
        Optional<StoredRequest> before = requests.find(claim);
        if (before.isPresent()) {
            return repeat(before.get(), claim);
        }
        Optional<Asset> asset = assets.find(movement.asset());
        if (asset.isEmpty()) {
            return new Result.UnknownAsset();
        }
        Optional<BigDecimal> limit = exceeded(asset.get(), movement.amount());
        if (limit.isPresent()) {
            return new Result.TooMuch(limit.get());
        }
        try {
            Result result = transaction.execute(status -> {
                Result booked = moveWithin(movement, claim, composer);
                if (!(booked instanceof Result.Answered)) {
                    status.setRollbackOnly();
                }
                return booked;
            });
            return result == null ? new Result.InProgress() : result;
        } catch (CannotAcquireLockException e) {
            return new Result.InProgress();
        }
    }

    private Result moveWithin(
            Movement movement, IdempotencyClaim claim, Function<Ledger.Booked, StoredAnswer> composer) {
        // Whoever has the same key under way is waited for, but not for ever.
        jdbc.sql("set local lock_timeout = '5s'").update();
        Optional<StoredRequest> request = requests.claim(claim);
        if (request.isEmpty()) {
            return requests.find(claim).map(stored -> repeat(stored, claim)).orElseGet(Result.InProgress::new);
        }
        return switch (movement.direction()) {
            case DEPOSIT ->
                answered(
                        request.get(),
                        composer.apply(deposits.deposit(movement.userId(), movement.asset(), movement.amount())));
            case WITHDRAWAL ->
                switch (ledger.withdraw(movement.userId(), movement.asset(), movement.amount())) {
                    case WithdrawalResult.Withdrawn(Ledger.Booked booked) ->
                        answered(request.get(), composer.apply(booked));
                    case WithdrawalResult.Insufficient(BigDecimal available) -> new Result.Insufficient(available);
                };
        };
    }

    private Result answered(StoredRequest request, StoredAnswer answer) {
        return new Result.Answered(requests.store(request.requestId(), answer), false);
    }

    private static Result repeat(StoredRequest stored, IdempotencyClaim claim) {
        if (!stored.fingerprint().equals(claim.fingerprint())) {
            return new Result.Mismatch();
        }
        StoredAnswer answer = stored.answer();
        return answer == null ? new Result.InProgress() : new Result.Answered(answer, true);
    }

    private Optional<BigDecimal> exceeded(Asset asset, BigDecimal amount) {
        BigDecimal price = asset.priceUsd();
        boolean valued = price != null && price.signum() > 0;
        BigDecimal limit = valued ? properties.maxUsd() : properties.maxAmount();
        BigDecimal size = valued ? amount.multiply(price) : amount;
        return size.compareTo(limit) > 0 ? Optional.of(limit) : Optional.empty();
    }
}
