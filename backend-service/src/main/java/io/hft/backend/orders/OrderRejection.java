package io.hft.backend.orders;

import io.hft.backend.instruments.Instruments;
import io.hft.backend.ledger.Ledger;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends orders that the engine will never have events for: it refused the command, or somebody else uses the id. Locks the order, then
 * its account, as the settler does.
 */
@Component
class OrderRejection {
    private static final Logger log = LoggerFactory.getLogger(OrderRejection.class);

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Instruments instruments;
    private final TransactionTemplate transaction;
    private final OrderOutcomes outcomes;

    OrderRejection(
            JdbcClient jdbc,
            Ledger ledger,
            Instruments instruments,
            PlatformTransactionManager transactions,
            OrderOutcomes outcomes) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.instruments = instruments;
        this.transaction = new TransactionTemplate(transactions);
        this.outcomes = outcomes;
    }

    /** Rejects an order that is still {@code PENDING_NEW} and gives its money back; leaves any other order alone. */
    void reject(long orderId, String reason) {
        transaction.executeWithoutResult(status -> {
            Optional<Order> pending = jdbc.sql(
                            "select * from orders where order_id = ? and status = 'PENDING_NEW' for no key update")
                    .param(orderId)
                    .query(Orders::order)
                    .optional();
            pending.ifPresent(order -> {
                jdbc.sql("update orders set status = 'REJECTED', reject_reason = ?, held = 0, updated_at = now()"
                                + " where order_id = ?")
                        .params(reason, orderId)
                        .update();
                ledger.release(order.userId(), payingAsset(order), order.held());
                log.warn("order {} is rejected: {}", orderId, reason);
            });
        });
        outcomes.changed(orderId);
    }

    private String payingAsset(Order order) {
        return instruments
                .find(order.symbol())
                .map(instrument -> Order.payingAsset(instrument, order.side()))
                .orElseThrow(() -> new IllegalStateException("order " + order.orderId() + " is in no instrument"));
    }
}
