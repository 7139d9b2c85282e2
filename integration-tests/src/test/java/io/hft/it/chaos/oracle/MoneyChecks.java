package io.hft.it.chaos.oracle;

import io.hft.it.chaos.oracle.Tables.AccountRow;
import io.hft.it.chaos.oracle.Tables.FillRow;
import io.hft.it.chaos.oracle.Tables.OrderRow;
import io.hft.it.chaos.oracle.Tables.TransferRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Point 2: per asset the ledger sums to zero, nothing is negative, holds are what open orders need; and each movement has its reason. */
final class MoneyChecks {
    private static final int SCALE = 8;

    private final Evidence evidence;
    private final Tables tables;
    private final Findings findings = new Findings(2);

    private MoneyChecks(Evidence evidence) {
        this.evidence = evidence;
        this.tables = evidence.tables();
    }

    static List<Violation> check(Evidence evidence) {
        MoneyChecks checks = new MoneyChecks(evidence);
        checks.sumsAreZero();
        checks.balancesAreTheirTransfers();
        checks.holdsAreWhatOpenOrdersNeed();
        checks.ordersAreTheirFills();
        checks.tradesMoveWhatTheyShould();
        checks.restTellsTheBalances();
        return checks.findings.violations();
    }

    private void sumsAreZero() {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (AccountRow account : tables.accounts()) {
            sums.merge(account.asset(), account.balance(), BigDecimal::add);
            boolean external = account.ownerId() == null;
            findings.require(
                    account.held().signum() >= 0
                            && (external
                                    || account.balance().signum() >= 0
                                            && account.held().compareTo(account.balance()) <= 0),
                    "negative balance or available amount: " + account);
        }
        sums.forEach((asset, sum) -> findings.require(sum.signum() == 0, asset + " sums to " + sum.toPlainString()));
    }

    private void balancesAreTheirTransfers() {
        Map<Long, BigDecimal> moved = new HashMap<>();
        for (TransferRow transfer : tables.transfers()) {
            moved.merge(transfer.creditAccountId(), transfer.amount(), BigDecimal::add);
            moved.merge(transfer.debitAccountId(), transfer.amount().negate(), BigDecimal::add);
            findings.require(!transfer.kind().equals("SHORTFALL"), "somebody could not pay: " + transfer);
        }
        for (AccountRow account : tables.accounts()) {
            findings.requireEqual(
                    account.balance(),
                    moved.getOrDefault(account.accountId(), BigDecimal.ZERO),
                    "balance of " + account + " and the sum of its transfers");
        }
    }

    private void holdsAreWhatOpenOrdersNeed() {
        Map<String, BigDecimal> needed = new TreeMap<>();
        for (OrderRow order : tables.orders()) {
            BigDecimal need = BigDecimal.ZERO;
            if (order.isOpen()) {
                BigDecimal leaves = order.quantity().subtract(order.cumulativeQuantity());
                need = order.side().equals("SELL")
                        ? leaves
                        : leaves.multiply(order.price()).setScale(SCALE, RoundingMode.UP);
                needed.merge(order.userId() + " " + order.payingAsset(), need, BigDecimal::add);
            }
            findings.requireEqual(order.held(), need, "hold of " + order);
        }
        for (AccountRow account : tables.accounts()) {
            findings.requireEqual(
                    account.held(),
                    needed.getOrDefault(account.ownerId() + " " + account.asset(), BigDecimal.ZERO),
                    "hold of " + account + " and what its open orders need");
        }
    }

    private void ordersAreTheirFills() {
        Map<Long, List<FillRow>> fills = tables.fills().stream().collect(Collectors.groupingBy(FillRow::orderId));
        for (OrderRow order : tables.orders()) {
            BigDecimal quantity = BigDecimal.ZERO;
            BigDecimal quote = BigDecimal.ZERO;
            for (FillRow fill : fills.getOrDefault(order.orderId(), List.of())) {
                quantity = quantity.add(fill.quantity());
                quote = quote.add(fill.quoteAmount());
            }
            findings.requireEqual(order.cumulativeQuantity(), quantity, "filled of " + order + " and its fills");
            findings.requireEqual(order.cumulativeQuote(), quote, "paid for " + order + " and its fills");
        }
    }

    /** A trade between two members moves its base and its quote amount once each; between one's own hands nothing. */
    private void tradesMoveWhatTheyShould() {
        Map<Long, List<TransferRow>> transfers = tables.transfers().stream()
                .filter(transfer -> transfer.tradeId() != null)
                .collect(Collectors.groupingBy(TransferRow::tradeId));
        Map<Long, String> owners = tables.accounts().stream()
                .collect(Collectors.toMap(AccountRow::accountId, account -> String.valueOf(account.ownerId())));
        Map<Long, List<FillRow>> trades = tables.fills().stream().collect(Collectors.groupingBy(FillRow::tradeId));
        trades.forEach((tradeId, sides) -> {
            if (sides.size() != 2
                    || sides.get(0).side().equals(sides.get(1).side())
                    || sides.get(0).price().compareTo(sides.get(1).price()) != 0
                    || sides.get(0).quantity().compareTo(sides.get(1).quantity()) != 0) {
                findings.add("trade " + tradeId + " does not have two matching sides: " + sides);
                return;
            }
            FillRow buy = sides.get(sides.get(0).side().equals("BUY") ? 0 : 1);
            FillRow sell = sides.get(sides.get(0).side().equals("BUY") ? 1 : 0);
            BigDecimal quote = buy.price().multiply(buy.quantity()).setScale(SCALE, RoundingMode.DOWN);
            List<String> expected = buy.userId() == sell.userId()
                    ? List.of()
                    : java.util.stream.Stream.of(
                                    movement(sell.userId(), buy.userId(), buy.quantity()),
                                    quote.signum() == 0 ? "" : movement(buy.userId(), sell.userId(), quote))
                            .filter(one -> !one.isEmpty())
                            .sorted()
                            .toList();
            List<String> found = transfers.getOrDefault(tradeId, List.of()).stream()
                    .map(one -> owners.get(one.debitAccountId()) + " to " + owners.get(one.creditAccountId()) + ": "
                            + one.amount().stripTrailingZeros().toPlainString())
                    .sorted()
                    .toList();
            findings.requireEqual(found, expected, "movements of trade " + tradeId);
        });
        transfers.keySet().stream()
                .filter(tradeId -> !trades.containsKey(tradeId))
                .forEach(tradeId -> findings.add("trade " + tradeId + " moved money and has no fills"));
    }

    private static String movement(long from, long to, BigDecimal amount) {
        return from + " to " + to + ": " + amount.stripTrailingZeros().toPlainString();
    }

    private void restTellsTheBalances() {
        for (AccountRow account : tables.accounts()) {
            Evidence.RestView view =
                    account.ownerId() == null ? null : evidence.rest().get(account.ownerId());
            if (view == null) {
                continue;
            }
            JsonNode told = view.balances().get(account.asset());
            if (told == null) {
                findings.require(account.balance().signum() == 0, "over REST there is no " + account);
                continue;
            }
            findings.requireEqual(OrderChecks.decimal(told, "total"), account.balance(), "over REST, " + account);
            findings.requireEqual(OrderChecks.decimal(told, "held"), account.held(), "hold over REST, " + account);
        }
    }
}
