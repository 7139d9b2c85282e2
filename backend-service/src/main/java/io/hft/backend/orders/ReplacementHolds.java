package io.hft.backend.orders;

import io.hft.backend.engine.Replacement;
import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.ledger.HoldResult;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.money.Decimals;
import io.hft.backend.money.FeeRates;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The money of replacements: what the order may need more is held, and the replacement recorded, before the engine hears of it. The settler
 * books a replacement that has happened and takes the record away; a refused one is taken back here. Locks the order, then its account, as
 * the settler does.
 */
@Component
class ReplacementHolds {
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    ReplacementHolds(JdbcClient jdbc, Ledger ledger, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Null when the money is held and the replacement recorded; else why not, and nothing is changed. */
    @Nullable
    ReplacementResult begin(Order seen, Replacement replacement, Instrument instrument) {
        return transaction.execute(status -> {
            Locked locked = lock(seen.orderId());
            Order order = locked.order();
            if (order.status().isFinal()) {
                return new ReplacementResult.NotOpen(order);
            }
            if (order.replacing() != null || order.status() == OrderStatus.PENDING_NEW) {
                return new ReplacementResult.Busy();
            }
            if (replacement.quantity().compareTo(order.cumulativeQuantity()) <= 0) {
                return new ReplacementResult.Invalid(
                        "quantity", "above_filled", "must be greater than what is filled already");
            }
            BigDecimal more = locked.needed(replacement.price(), replacement.quantity())
                    .subtract(order.held())
                    .max(Decimals.ZERO);
            String asset = Order.payingAsset(instrument, order.side());
            if (more.signum() > 0
                    && ledger.hold(order.userId(), asset, more)
                            instanceof HoldResult.Insufficient(BigDecimal available)) {
                status.setRollbackOnly();
                return new ReplacementResult.InsufficientFunds(asset, more, available);
            }
            jdbc.sql("""
                            update orders set held = held + ?, replace_price = ?, replace_quantity = ?,
                                replace_stop_price = ?::numeric, replace_display = ?::numeric, replace_requested_at = now()
                            where order_id = ?
                            """)
                    .param(more)
                    .param(replacement.price())
                    .param(replacement.quantity())
                    .param(replacement.stopPrice())
                    .param(replacement.displayQuantity())
                    .param(order.orderId())
                    .update();
            return null;
        });
    }

    /** Takes a replacement back that the engine has refused; leaves the order alone if it has none any more. */
    void takeBack(long orderId, Instrument instrument) {
        transaction.executeWithoutResult(status -> {
            Locked locked = lock(orderId);
            Order order = locked.order();
            if (order.replacing() == null) {
                return;
            }
            BigDecimal needed =
                    order.status().isFinal() ? Decimals.ZERO : locked.needed(order.price(), order.quantity());
            BigDecimal less = order.held().subtract(needed).max(Decimals.ZERO);
            jdbc.sql("""
                            update orders set held = held - ?, replace_price = null, replace_quantity = null,
                                replace_stop_price = null, replace_display = null, replace_requested_at = null
                            where order_id = ?
                            """).params(less, orderId).update();
            if (less.signum() > 0) {
                ledger.release(order.userId(), Order.payingAsset(instrument, order.side()), less);
            }
        });
    }

    /** Orders whose replacement has been on its way for longer than anybody waits for it. */
    List<Order> leftOver(Duration age, int limit) {
        return jdbc.sql("""
                        select * from orders
                        where replace_requested_at is not null and replace_requested_at <= now() - ? * interval '1 millisecond'
                        order by replace_requested_at limit ?
                        """).params(age.toMillis(), limit).query(Orders::order).list();
    }

    private Locked lock(long orderId) {
        Optional<Locked> order = jdbc.sql("select * from orders where order_id = ? for no key update")
                .param(orderId)
                .query((row, number) -> new Locked(
                        Orders.order(row, number),
                        new FeeRates(row.getBigDecimal("maker_fee_bps"), row.getBigDecimal("taker_fee_bps")),
                        row.getBigDecimal("fees_due")))
                .optional();
        return order.orElseThrow();
    }

    private record Locked(Order order, FeeRates rates, BigDecimal feesDue) {
        BigDecimal needed(BigDecimal price, BigDecimal quantity) {
            BigDecimal leaves = quantity.subtract(order.cumulativeQuantity());
            return order.side() == Side.BUY ? rates.holdOfBuy(price, leaves, feesDue) : leaves;
        }
    }
}
