package io.hft.backend.orders;

import io.hft.backend.engine.OrderTerms;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.ledger.HoldResult;
import io.hft.backend.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records an order before the engine hears of it: idempotency key, lock of the paying account, hold and order row in one transaction.
 * A refusal rolls all of it back. Locks one key and one account row, in this order.
 */
@Component
class OrderAdmission {
    private static final String CLIENT_ORDER_ID = "client_order_id_once";
    private static final String USER_OF_ORDER = "orders_user_id_fkey";
    private static final String USER_OF_REQUEST = "idempotent_requests_user_id_fkey";

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final IdempotentRequests requests;
    private final TransactionTemplate transaction;

    OrderAdmission(
            JdbcClient jdbc,
            Ledger ledger,
            IdempotentRequests requests,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.requests = requests;
        this.transaction = new TransactionTemplate(transactions);
    }

    sealed interface Admission {
        /** Held and recorded as {@code PENDING_NEW}. */
        record Admitted(Order order, @Nullable StoredRequest request) implements Admission {}

        /** Nothing stays. */
        record Refused(PlacementResult why) implements Admission {}

        /** Somebody else has the key; nothing stays. */
        record KeyTaken() implements Admission {}
    }

    Admission admit(PricedOrder order, @Nullable IdempotencyClaim claim) {
        try {
            return transaction.execute(status -> {
                Admission admission = admitWithin(order, claim);
                if (!(admission instanceof Admission.Admitted)) {
                    status.setRollbackOnly();
                }
                return admission;
            });
        } catch (DataIntegrityViolationException e) {
            return switch (violatedConstraint(e)) {
                case CLIENT_ORDER_ID -> new Admission.Refused(new PlacementResult.DuplicateClientOrderId());
                case USER_OF_ORDER, USER_OF_REQUEST -> new Admission.Refused(new PlacementResult.UnknownUser());
                default -> throw e;
            };
        }
    }

    private static String violatedConstraint(DataIntegrityViolationException e) {
        return e.getMostSpecificCause() instanceof PSQLException violation
                        && violation.getServerErrorMessage() != null
                        && violation.getServerErrorMessage().getConstraint() != null
                ? violation.getServerErrorMessage().getConstraint()
                : "";
    }

    private Admission admitWithin(PricedOrder priced, @Nullable IdempotencyClaim claim) {
        NewOrder order = priced.order();
        long orderId = jdbc.sql("select nextval('order_ids')").query(Long.class).single();
        StoredRequest request = null;
        if (claim != null) {
            Optional<StoredRequest> claimed = requests.claim(claim, orderId);
            if (claimed.isEmpty()) {
                return new Admission.KeyTaken();
            }
            request = claimed.get();
        }
        BigDecimal hold = priced.hold();
        String asset = priced.payingAsset();
        BigDecimal atFirstSight = ledger.available(order.userId(), asset);
        if (atFirstSight.compareTo(hold) < 0) {
            return new Admission.Refused(new PlacementResult.InsufficientFunds(asset, hold, atFirstSight));
        }
        // The account comes last: everybody who pays from it waits from here to the commit.
        Order recorded = insert(orderId, priced, hold);
        if (ledger.hold(order.userId(), asset, hold) instanceof HoldResult.Insufficient(BigDecimal available)) {
            return new Admission.Refused(new PlacementResult.InsufficientFunds(asset, hold, available));
        }
        if (priced.quantity().compareTo(priced.instrument().maxQuantity()) > 0) {
            return new Admission.Refused(OrderPricing.tooLarge(priced.instrument()));
        }
        return new Admission.Admitted(recorded, request);
    }

    private Order insert(long orderId, PricedOrder priced, BigDecimal hold) {
        NewOrder order = priced.order();
        OrderTerms terms = order.terms();
        return jdbc.sql("""
                        insert into orders (order_id, user_id, client_order_id, symbol, side, type, time_in_force, price,
                            quantity, quote_quantity, stop_price, display_quantity, expire_at, post_only,
                            self_trade_prevention, status, held, maker_fee_bps, taker_fee_bps, shard)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::numeric, ?::numeric, ?::numeric, ?::timestamptz, ?, ?,
                            'PENDING_NEW', ?, ?, ?, ?) returning *
                        """)
                .param(orderId)
                .param(order.userId())
                .param(order.clientOrderId())
                .param(order.symbol())
                .param(order.side().name())
                .param(order.type().name())
                .param(order.timeInForce().name())
                .param(priced.price())
                .param(priced.quantity())
                .param(order.quoteQuantity())
                .param(terms.stopPrice())
                .param(terms.displayQuantity())
                .param(terms.expireAt() == null ? null : Timestamp.from(terms.expireAt()))
                .param(terms.postOnly())
                .param(terms.selfTradePrevention().name())
                .param(hold)
                .param(priced.rates().makerBps())
                .param(priced.rates().takerBps())
                .param(priced.instrument().shard())
                .query(Orders::order)
                .single();
    }
}
