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
    private final Valuation valuation;
    private final List<Object[]> fills = new ArrayList<>();
    private final Map<String, LastTrade> lastTrades = new HashMap<>();
    private final List<Shortfall> shortfalls = new ArrayList<>();

    BatchBooking(
            Map<Long, BookedOrder> orders,
            Function<String, Instrument> instruments,
            LockedAccounts accounts,
            Valuation valuation) {
        this.orders = orders;
        this.instruments = instruments;
        this.accounts = accounts;
        this.valuation = valuation;
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
        if (report.type() == ExecutionReport.Type.OTHER) {
            return;
        }
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
        Instrument instrument = instruments.apply(trade.maker().symbol());
        lastTrades.put(
                instrument.symbol(), new LastTrade(trade.price(), trade.maker().timestamp()));
        valuation.traded(instrument, trade.price());
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
        BigDecimal buyFee = fill(buy, trade.of(Side.BUY), trade, quoteAmount, instrument);
        BigDecimal sellFee = fill(sell, trade.of(Side.SELL), trade, quoteAmount, instrument);
        release(buy);
        release(sell);
        if (buy == null || sell == null || buy.userId() != sell.userId()) {
            TradeMoney money = new TradeMoney(instrument, trade, buy, sell, quoteAmount);
            takeCosts(money, buyFee, sellFee);
            move(money);
        }
        charge(buy, trade, instrument, buyFee);
        charge(sell, trade, instrument, sellFee);
        hold(buy);
        hold(sell);
    }

    /** Adds a fill. Returns its fee. */
    private BigDecimal fill(
            @Nullable BookedOrder order,
            ExecutionReport report,
            Step.Trade trade,
            BigDecimal quoteAmount,
            Instrument instrument) {
        if (order == null) {
            return Decimals.ZERO;
        }
        BigDecimal fee = order.fill(report, trade.price(), trade.quantity(), quoteAmount);
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
            fee,
            instrument.quoteAsset(),
            report.maker() ? "MAKER" : "TAKER",
            report.timestamp()
        });
        return fee;
    }

    /** The two accounts on either side of a trade, external where the side is not ours, and what goes from one to the other. */
    private record TradeMoney(
            Instrument instrument,
            Step.Trade trade,
            @Nullable BookedOrder buy,
            @Nullable BookedOrder sell,
            BigDecimal quoteAmount) {
        AccountKey buyer(String asset) {
            return new AccountKey(buy == null ? null : buy.userId(), asset);
        }

        AccountKey seller(String asset) {
            return new AccountKey(sell == null ? null : sell.userId(), asset);
        }

        TradeReference paidBy(@Nullable BookedOrder payer, @Nullable BookedOrder receiver) {
            return new TradeReference(
                    trade.maker().shard(),
                    trade.maker().tradeId(),
                    payer == null ? null : (Long) payer.orderId(),
                    receiver == null ? null : (Long) receiver.orderId());
        }
    }

    /** Fees belong to what was bought and take away from what was sold. What pays may have a cost basis, too. */
    private void takeCosts(TradeMoney money, BigDecimal buyFee, BigDecimal sellFee) {
        String base = money.instrument().baseAsset();
        String quote = money.instrument().quoteAsset();
        BigDecimal quantity = money.trade().quantity();
        BigDecimal spent = money.quoteAmount().add(buyFee);
        BigDecimal spentUsd = valuation.usd(quote, spent);
        accounts.dispose(money.buyer(quote), spent, spentUsd);
        accounts.acquire(money.buyer(base), spentUsd);
        BigDecimal proceeds = money.quoteAmount().subtract(sellFee);
        BigDecimal proceedsUsd = valuation.usd(quote, proceeds);
        accounts.dispose(money.seller(base), quantity, proceedsUsd);
        accounts.acquire(money.seller(quote), proceedsUsd);
    }

    private void move(TradeMoney money) {
        String base = money.instrument().baseAsset();
        String quote = money.instrument().quoteAsset();
        if (money.quoteAmount().signum() > 0) {
            pay(money.buyer(quote), money.seller(quote), money.quoteAmount(), money.paidBy(money.buy(), money.sell()));
        }
        pay(money.seller(base), money.buyer(base), money.trade().quantity(), money.paidBy(money.sell(), money.buy()));
    }

    private void charge(@Nullable BookedOrder order, Step.Trade trade, Instrument instrument, BigDecimal fee) {
        if (order == null || fee.signum() == 0) {
            return;
        }
        String asset = instrument.quoteAsset();
        AccountKey payer = AccountKey.of(order.userId(), asset);
        TradeReference reference =
                new TradeReference(trade.maker().shard(), trade.maker().tradeId(), order.orderId(), null);
        accounts.acquire(AccountKey.fees(asset), valuation.usd(asset, fee));
        BigDecimal covered = fee.min(accounts.available(payer).max(Decimals.ZERO));
        if (covered.signum() > 0) {
            accounts.chargeFee(payer, covered, reference);
        }
        cover(payer, AccountKey.fees(asset), fee.subtract(covered), reference);
    }

    /** The trade has happened: what the payer does not have, the external account pays. */
    private void pay(AccountKey debit, AccountKey credit, BigDecimal amount, TradeReference trade) {
        BigDecimal covered = debit.isExternal()
                ? amount
                : amount.min(accounts.available(debit).max(Decimals.ZERO));
        if (covered.signum() > 0) {
            accounts.transfer(debit, credit, covered, trade);
        }
        cover(debit, credit, amount.subtract(covered), trade);
    }

    private void cover(AccountKey debit, AccountKey credit, BigDecimal lacking, TradeReference trade) {
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
            log.warn("event {} ({}): order {} was done already", report.sequence(), report.type(), report.orderId());
            return null;
        }
        return order;
    }
}
