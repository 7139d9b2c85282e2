package io.hft.backend.settlement;

import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.ledger.AccountKey;
import io.hft.backend.ledger.LockedAccounts;
import io.hft.backend.ledger.TradeReference;
import io.hft.backend.money.Decimals;
import io.hft.backend.orders.OrderStatus;
import io.hft.backend.settlement.SettlementTables.LastTrade;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a batch in memory. A side of a trade that the backend did not place (somebody talked to the engine directly) is booked
 * against the assets' external accounts, so that the ledger still sums to zero.
 */
final class BatchBooking {
    private static final Logger log = LoggerFactory.getLogger(BatchBooking.class);

    private final Map<Long, BookedOrder> orders;
    private final Function<String, Instrument> instruments;
    private final LockedAccounts accounts;
    private final List<Object[]> fills = new ArrayList<>();
    private final Map<String, LastTrade> lastTrades = new HashMap<>();
    private final List<Shortfall> shortfalls = new ArrayList<>();

    BatchBooking(Map<Long, BookedOrder> orders, Function<String, Instrument> instruments, LockedAccounts accounts) {
        this.orders = orders;
        this.instruments = instruments;
        this.accounts = accounts;
    }

    LockedAccounts accounts() {
        return accounts;
    }

    /** Rows of {@code fills}. */
    List<Object[]> fills() {
        return fills;
    }

    List<Shortfall> shortfalls() {
        return shortfalls;
    }

    Map<String, LastTrade> lastTrades() {
        return lastTrades;
    }

    void book(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.Single(ExecutionReport report) -> book(report);
                case Step.Trade trade -> book(trade);
            }
        }
    }

    private void book(ExecutionReport report) {
        BookedOrder order = known(report);
        if (order == null) {
            return;
        }
        switch (report.type()) {
            case NEW, TRIGGERED -> order.open(report);
            case CANCELED -> order.become(OrderStatus.CANCELED, report);
            case EXPIRED -> order.become(OrderStatus.EXPIRED, report);
            case REJECTED -> order.become(OrderStatus.REJECTED, report);
            case REPLACED -> order.replace(report);
            case OTHER -> {}
            case TRADE -> throw new IllegalStateException("a trade is booked with both its sides");
        }
        if (changesHold(report)) {
            release(order);
            hold(order);
        }
    }

    /** Admission has held what a new order needs. */
    static boolean changesHold(ExecutionReport report) {
        return switch (report.type()) {
            case CANCELED, EXPIRED, REJECTED, REPLACED -> true;
            case NEW, TRIGGERED, OTHER, TRADE -> false;
        };
    }

    private void release(@Nullable BookedOrder order) {
        if (order != null) {
            accounts.changeHold(order.payingAccount(), order.release().negate());
        }
    }

    private void hold(@Nullable BookedOrder order) {
        if (order == null) {
            return;
        }
        accounts.changeHold(order.payingAccount(), order.holdUpTo(accounts.available(order.payingAccount())));
        if (order.isShort()) {
            log.warn(
                    "order {} needs more than its owner {} has; all there is is held", order.orderId(), order.userId());
        }
    }

    private void book(Step.Trade trade) {
        lastTrades.put(
                trade.maker().symbol(),
                new LastTrade(trade.price(), trade.maker().timestamp()));
        BookedOrder buy = known(trade.of(Side.BUY));
        BookedOrder sell = known(trade.of(Side.SELL));
        if (buy == null && sell == null) {
            return;
        }
        if (buy == null || sell == null) {
            ExecutionReport stranger = trade.of(buy == null ? Side.BUY : Side.SELL);
            log.warn(
                    "trade {}: order {} of account {} is not of this exchange; booked against the external accounts",
                    stranger.tradeId(),
                    stranger.orderId(),
                    stranger.accountId());
        }
        BigDecimal quoteAmount = Decimals.quoteAmount(trade.price(), trade.quantity());
        fill(buy, trade.of(Side.BUY), trade, quoteAmount);
        fill(sell, trade.of(Side.SELL), trade, quoteAmount);
        release(buy);
        release(sell);
        move(trade, buy, sell, quoteAmount);
        hold(buy);
        hold(sell);
    }

    private void fill(@Nullable BookedOrder order, ExecutionReport report, Step.Trade trade, BigDecimal quoteAmount) {
        if (order == null) {
            return;
        }
        order.fill(report, trade.price(), trade.quantity(), quoteAmount);
        fills.add(new Object[] {
            report.shard(),
            report.sequence(),
            report.tradeId(),
            order.orderId(),
            order.userId(),
            order.symbol(),
            order.side().name(),
            trade.price(),
            trade.quantity(),
            quoteAmount,
            report.maker() ? "MAKER" : "TAKER",
            Timestamp.from(report.timestamp())
        });
    }

    private void move(Step.Trade trade, @Nullable BookedOrder buy, @Nullable BookedOrder sell, BigDecimal quoteAmount) {
        Instrument instrument = instruments.apply(trade.maker().symbol());
        Long buyer = buy == null ? null : (Long) buy.userId();
        Long seller = sell == null ? null : (Long) sell.userId();
        if (buyer != null && buyer.equals(seller)) {
            // From one's own hand into the other: nothing moves.
            return;
        }
        Long buyOrder = buy == null ? null : (Long) buy.orderId();
        Long sellOrder = sell == null ? null : (Long) sell.orderId();
        int shard = trade.maker().shard();
        long tradeId = trade.maker().tradeId();
        if (quoteAmount.signum() > 0) {
            pay(
                    new AccountKey(buyer, instrument.quoteAsset()),
                    new AccountKey(seller, instrument.quoteAsset()),
                    quoteAmount,
                    new TradeReference(shard, tradeId, buyOrder, sellOrder));
        }
        pay(
                new AccountKey(seller, instrument.baseAsset()),
                new AccountKey(buyer, instrument.baseAsset()),
                trade.quantity(),
                new TradeReference(shard, tradeId, sellOrder, buyOrder));
    }

    /** The trade has happened: what the payer does not have, the external account pays. */
    private void pay(AccountKey debit, AccountKey credit, BigDecimal amount, TradeReference trade) {
        BigDecimal covered = debit.isExternal()
                ? amount
                : amount.min(accounts.available(debit).max(Decimals.ZERO));
        if (covered.signum() > 0) {
            accounts.transfer(debit, credit, covered, trade);
        }
        BigDecimal lacking = amount.subtract(covered);
        if (lacking.signum() > 0) {
            shortfalls.add(new Shortfall(debit, lacking, trade));
            if (!credit.isExternal()) {
                accounts.coverShortfall(
                        credit,
                        lacking,
                        new TradeReference(trade.shard(), trade.tradeId(), null, trade.creditOrderId()));
            }
        }
    }

    private @Nullable BookedOrder known(ExecutionReport report) {
        BookedOrder order = orders.get(report.orderId());
        if (order == null) {
            return null;
        }
        if (!order.owns(report)) {
            log.warn(
                    "event {}: order id {} was used by account {} for another order",
                    report.sequence(),
                    report.orderId(),
                    report.accountId());
            return null;
        }
        if (order.isFinal()) {
            log.warn("event {}: order {} was done already", report.sequence(), report.orderId());
            return null;
        }
        return order;
    }
}
