package io.hft.it.chaos.oracle;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.LiquidityIndicator;
import io.hft.engine.v1.OrderState;
import io.hft.it.chaos.oracle.Tables.FillRow;
import io.hft.it.chaos.oracle.Tables.OrderRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Point 3: engine and database agree on every order and every fill once all events are booked. */
final class AgreementChecks {
    private final Evidence evidence;
    private final Findings findings = new Findings(3);
    private final Map<Long, OrderRow> rows;

    private AgreementChecks(Evidence evidence) {
        this.evidence = evidence;
        this.rows = evidence.tables().orders().stream()
                .collect(Collectors.toMap(OrderRow::orderId, Function.identity(), (one, other) -> other));
    }

    static List<Violation> check(Evidence evidence) {
        AgreementChecks checks = new AgreementChecks(evidence);
        checks.findings.requireEqual(
                evidence.tables().settledSequence(), evidence.engine().lastSequence(), "booked up to event");
        checks.ordersAreAsTheEventsSay();
        checks.fillsAreTheTrades();
        checks.openOrdersAreTheSame();
        return checks.findings.violations();
    }

    private void ordersAreAsTheEventsSay() {
        Map<Long, ExecutionReport> last = new HashMap<>();
        for (ExecutionReport event : evidence.events()) {
            switch (event.getExecutionType()) {
                case EXECUTION_NEW,
                        EXECUTION_TRADE,
                        EXECUTION_CANCELED,
                        EXECUTION_REPLACED,
                        EXECUTION_REJECTED,
                        EXECUTION_EXPIRED,
                        EXECUTION_TRIGGERED -> last.put(event.getOrderId(), event);
                default -> {
                    // Changes no order.
                }
            }
        }
        for (OrderRow row : rows.values()) {
            ExecutionReport event = last.get(row.orderId());
            if (event == null) {
                continue;
            }
            String order = "order " + row.orderId() + " in the database, against event " + event.getSequence() + ": ";
            findings.requireEqual(row.status(), event.getOrderStatus().name(), order + "status");
            findings.requireEqual(
                    row.cumulativeQuantity(), decimal(event.getCumulativeQuantity()), order + "cumulative quantity");
            findings.requireEqual(row.quantity(), decimal(event.getQuantity()), order + "quantity");
            findings.requireEqual(row.userId(), event.getAccountId(), order + "owner");
            findings.requireEqual(row.symbol(), event.getSymbol(), order + "symbol");
            findings.requireEqual(row.side(), event.getSide().name(), order + "side");
        }
    }

    private void fillsAreTheTrades() {
        Map<Long, FillRow> fills = evidence.tables().fills().stream()
                .collect(Collectors.toMap(FillRow::sequence, Function.identity(), (one, other) -> other));
        for (ExecutionReport event : evidence.events()) {
            if (event.getExecutionType() != ExecutionType.EXECUTION_TRADE || !rows.containsKey(event.getOrderId())) {
                continue;
            }
            FillRow fill = fills.remove(event.getSequence());
            if (fill == null) {
                findings.add("event " + event.getSequence() + ", trade " + event.getTradeId() + " of order "
                        + event.getOrderId() + ", is not among the fills");
                continue;
            }
            String what = "fill of event " + event.getSequence() + ": ";
            BigDecimal price = decimal(event.getLastPrice());
            BigDecimal quantity = decimal(event.getLastQuantity());
            findings.requireEqual(fill.orderId(), event.getOrderId(), what + "order");
            findings.requireEqual(fill.userId(), event.getAccountId(), what + "owner");
            findings.requireEqual(fill.tradeId(), event.getTradeId(), what + "trade");
            findings.requireEqual(fill.price(), price, what + "price");
            findings.requireEqual(fill.quantity(), quantity, what + "quantity");
            findings.requireEqual(
                    fill.quoteAmount(), price.multiply(quantity).setScale(8, RoundingMode.DOWN), what + "amount");
            findings.requireEqual(
                    fill.liquidity().equals("MAKER"), event.getLiquidity() == LiquidityIndicator.MAKER, what + "maker");
        }
        fills.values().forEach(fill -> findings.add("the engine knows nothing of " + fill));
    }

    private void openOrdersAreTheSame() {
        Map<Long, OrderRow> open = new HashMap<>();
        rows.values().stream().filter(OrderRow::isOpen).forEach(row -> open.put(row.orderId(), row));
        for (List<OrderState> ofMarket : evidence.engine().openOrders().values()) {
            for (OrderState state : ofMarket) {
                if (state.getOrderId() < OrderChecks.FIRST_BACKEND_ORDER) {
                    continue;
                }
                OrderRow row = open.remove(state.getOrderId());
                if (row == null) {
                    findings.add("order " + state.getOrderId() + " is open in the engine alone");
                    continue;
                }
                findings.requireEqual(
                        row.quantity().subtract(row.cumulativeQuantity()),
                        decimal(state.getLeavesQuantity()),
                        "open quantity of order " + row.orderId());
            }
        }
        open.values().forEach(row -> findings.add("open for the database alone: " + row));
    }

    private static BigDecimal decimal(String text) {
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }
}
