package io.hft.it.chaos.oracle;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.LiquidityIndicator;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.Side;
import io.hft.it.chaos.oracle.Evidence.EngineView;
import io.hft.it.chaos.oracle.ModelBook.Order;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Point 4: follows the event stream with a small model of each book and says where an event is none that the rules allow: a trade that is not
 * the best price's first order, not at the maker's price, or of another quantity than both have; a fill-or-kill filled in part; an order that
 * took though it must not, or waits though it must not; a book at rest that is crossed. In the end its books are the engine's.
 */
final class BookModel {
    private static final int MOST_FINDINGS = 20;

    private final Findings findings = new Findings(4);
    private final Map<String, ModelBook> books = new HashMap<>();
    private final Map<Long, Order> orders = new HashMap<>();
    private @Nullable Order incoming;
    private String incomingSymbol = "";
    private @Nullable ExecutionReport makerEvent;
    private long lastTradeId;

    private BookModel() {}

    static List<Violation> check(Evidence evidence) {
        return check(evidence.events(), evidence.engine());
    }

    static List<Violation> check(List<ExecutionReport> events, EngineView engine) {
        BookModel model = new BookModel();
        for (ExecutionReport event : events) {
            model.apply(event);
            if (model.findings.violations().size() >= MOST_FINDINGS) {
                // One wrong event makes all that follow wrong.
                return model.findings.violations();
            }
        }
        model.endCommand(Long.MAX_VALUE);
        model.compare(engine);
        return model.findings.violations();
    }

    private void apply(ExecutionReport event) {
        if (!goesOn(event)) {
            endCommand(event.getSequence());
        }
        if (makerEvent != null && event.getLiquidity() != LiquidityIndicator.TAKER) {
            find(event, "the taker's side of trade " + makerEvent.getTradeId() + " does not come next");
            makerEvent = null;
        }
        switch (event.getExecutionType()) {
            case EXECUTION_NEW -> enter(event);
            case EXECUTION_TRIGGERED -> trigger(event);
            case EXECUTION_TRADE -> trade(event);
            case EXECUTION_CANCELED -> cancel(event);
            case EXECUTION_EXPIRED -> end(event);
            case EXECUTION_REPLACED -> replace(event);
            default -> {
                // Changes no book.
            }
        }
    }

    /** Whether the event still belongs to what the incoming order meets. */
    private boolean goesOn(ExecutionReport event) {
        Order order = incoming;
        if (order == null) {
            return true;
        }
        RejectReason reason = event.getRejectReason();
        return switch (event.getExecutionType()) {
            case EXECUTION_TRADE -> event.getOrderId() == order.id || event.getContraOrderId() == order.id;
            case EXECUTION_CANCELED ->
                reason == RejectReason.SELF_TRADE_PREVENTED
                        || event.getOrderId() == order.id
                                && (reason == RejectReason.NO_LIQUIDITY
                                        || reason == RejectReason.FOK_NOT_FILLABLE
                                        || reason == RejectReason.NOTIONAL_OVERFLOW);
            case EXECUTION_REPLACED -> reason == RejectReason.SELF_TRADE_PREVENTED;
            default -> false;
        };
    }

    /** What is left of the incoming order rests. */
    private void endCommand(long next) {
        Order order = incoming;
        incoming = null;
        if (order == null || order.leaves.signum() == 0) {
            return;
        }
        ModelBook book = book(incomingSymbol);
        if (!order.mayRest()) {
            findings.add("before event " + next + ": " + order + " may not rest and has " + order.leaves + " left");
            return;
        }
        book.rest(order);
        if (book.isCrossed()) {
            findings.add("before event " + next + ": the book of " + incomingSymbol + " rests crossed, by " + order);
        }
    }

    private void enter(ExecutionReport event) {
        if (orders.containsKey(event.getOrderId())) {
            find(event, "order " + event.getOrderId() + " is new for the second time");
            return;
        }
        Order order = new Order(
                event.getOrderId(),
                event.getAccountId(),
                event.getSide() == Side.BUY,
                event.getOrderType().name(),
                event.getTimeInForce().name(),
                event.getPostOnly(),
                decimal(event.getPrice()),
                decimal(event.getStopPrice()),
                decimal(event.getDisplayQuantity()),
                decimal(event.getQuantity()));
        orders.put(order.id, order);
        checkState(event, order);
        if (event.getOrderStatus() == OrderStatus.PENDING_TRIGGER) {
            book(event.getSymbol()).await(order);
        } else {
            comesIn(event, order);
        }
    }

    private void comesIn(ExecutionReport event, Order order) {
        incoming = order;
        incomingSymbol = event.getSymbol();
    }

    private void trigger(ExecutionReport event) {
        Order order = known(event);
        if (order == null) {
            return;
        }
        ModelBook book = book(event.getSymbol());
        if (book.waiting.remove(order.id) == null) {
            find(event, order + " does not wait for a trigger");
        }
        if (!order.reached) {
            find(event, order + " is triggered, but no trade has reached " + order.stopPrice);
        }
        comesIn(event, order);
    }

    private void trade(ExecutionReport event) {
        ExecutionReport maker = makerEvent;
        if (maker == null) {
            if (event.getLiquidity() != LiquidityIndicator.MAKER) {
                find(event, "a trade does not begin with its maker");
            }
            makerEvent = event;
            return;
        }
        makerEvent = null;
        if (event.getTradeId() != maker.getTradeId()
                || !event.getLastPrice().equals(maker.getLastPrice())
                || !event.getLastQuantity().equals(maker.getLastQuantity())
                || event.getContraOrderId() != maker.getOrderId()
                || maker.getContraOrderId() != event.getOrderId()) {
            find(event, "the sides of trade " + maker.getTradeId() + " do not match");
            return;
        }
        if (event.getTradeId() <= lastTradeId) {
            find(event, "trade " + event.getTradeId() + " comes behind trade " + lastTradeId);
        }
        lastTradeId = event.getTradeId();
        match(maker, event);
    }

    private void match(ExecutionReport makerEvent, ExecutionReport event) {
        Order taker = incoming;
        Order maker = known(makerEvent);
        if (taker == null || taker.id != event.getOrderId() || maker == null) {
            find(event, "order " + event.getOrderId() + " trades, but is not the incoming one");
            return;
        }
        ModelBook book = book(event.getSymbol());
        if (book.best(!taker.buys) != maker) {
            find(event, maker + " trades, but the first at the best price is " + book.best(!taker.buys));
            return;
        }
        BigDecimal price = decimal(event.getLastPrice());
        BigDecimal quantity = decimal(event.getLastQuantity());
        if (price.compareTo(maker.price) != 0) {
            find(event, "trades at " + price + ", the maker's price is " + maker.price);
        }
        if (!taker.accepts(price)) {
            find(event, taker + " trades at " + price + " beyond its limit " + taker.price);
        }
        if (quantity.compareTo(taker.leaves.min(maker.shown)) != 0) {
            find(event, "trades " + quantity + " of " + taker.leaves + " wanted and " + maker.shown + " shown");
        }
        if (taker.account == maker.account || taker.postOnly) {
            find(event, taker + " must not take " + maker);
        }
        fill(taker, quantity);
        fill(maker, quantity);
        maker.shown = maker.shown.subtract(quantity);
        book.shrunk(maker);
        book.print(price);
        checkState(makerEvent, maker);
        checkState(event, taker);
    }

    private static void fill(Order order, BigDecimal quantity) {
        order.cumulative = order.cumulative.add(quantity);
        order.leaves = order.leaves.subtract(quantity);
    }

    private void cancel(ExecutionReport event) {
        Order order = known(event);
        if (order == null) {
            return;
        }
        ModelBook book = book(event.getSymbol());
        Order taker = incoming;
        if (order == taker) {
            Order best = book.best(!order.buys);
            if (event.getRejectReason() == RejectReason.NO_LIQUIDITY
                    && order.isLimited()
                    && best != null
                    && order.accepts(best.price)) {
                find(event, order + " ends for want of liquidity, but there is " + best + " at " + best.price);
            }
            if (order.timeInForce.equals("FOK") && order.cumulative.signum() > 0) {
                find(event, order + " is fill or kill and was filled in part");
            }
            incoming = null;
        } else if (event.getRejectReason() == RejectReason.SELF_TRADE_PREVENTED
                && (taker == null || book.best(!taker.buys) != order || taker.account != order.account)) {
            find(event, order + " is not what the incoming order meets");
        }
        end(event);
    }

    private void end(ExecutionReport event) {
        Order order = known(event);
        if (order == null) {
            return;
        }
        ModelBook book = book(event.getSymbol());
        book.remove(order);
        book.waiting.remove(order.id);
        if (order == incoming) {
            incoming = null;
        }
        requireSame(event, order, "cumulative quantity", decimal(event.getCumulativeQuantity()), order.cumulative);
        requireSame(event, order, "leaves quantity", decimal(event.getLeavesQuantity()), BigDecimal.ZERO);
        order.leaves = BigDecimal.ZERO;
    }

    private void replace(ExecutionReport event) {
        Order order = known(event);
        if (order == null) {
            return;
        }
        BigDecimal quantity = decimal(event.getQuantity());
        BigDecimal price = decimal(event.getPrice());
        BigDecimal display = decimal(event.getDisplayQuantity());
        ModelBook book = book(event.getSymbol());
        if (event.getRejectReason() == RejectReason.SELF_TRADE_PREVENTED) {
            shrink(book, order, quantity);
        } else if (book.waiting.containsKey(order.id)) {
            order.price = price;
            BigDecimal stopPrice = decimal(event.getStopPrice());
            if (stopPrice.compareTo(order.stopPrice) != 0) {
                order.stopPrice = stopPrice;
                book.await(order);
            }
            change(order, quantity);
        } else if (price.compareTo(order.price) == 0
                && quantity.compareTo(order.quantity) <= 0
                && display.compareTo(order.display) == 0) {
            change(order, quantity);
            order.shown = order.shown.min(order.leaves);
        } else {
            if (!book.remove(order)) {
                find(event, order + " is replaced, but rests nowhere");
            }
            order.price = price;
            order.display = display;
            change(order, quantity);
            comesIn(event, order);
        }
        checkState(event, order);
    }

    private static void change(Order order, BigDecimal quantity) {
        order.leaves = quantity.subtract(order.cumulative);
        order.quantity = quantity;
    }

    private void shrink(ModelBook book, Order order, BigDecimal quantity) {
        BigDecimal by = order.quantity.subtract(quantity);
        change(order, quantity);
        if (order != incoming) {
            order.shown = order.shown.subtract(by);
            book.shrunk(order);
        }
    }

    private void checkState(ExecutionReport event, Order order) {
        requireSame(event, order, "cumulative quantity", decimal(event.getCumulativeQuantity()), order.cumulative);
        requireSame(event, order, "leaves quantity", decimal(event.getLeavesQuantity()), order.leaves);
        requireSame(event, order, "quantity", decimal(event.getQuantity()), order.quantity);
        boolean filled = order.leaves.signum() == 0;
        if (filled != (event.getOrderStatus() == OrderStatus.FILLED)) {
            find(event, order + " has " + order.leaves + " left and is " + event.getOrderStatus());
        }
    }

    private void requireSame(ExecutionReport event, Order order, String what, BigDecimal said, BigDecimal expected) {
        if (said.compareTo(expected) != 0) {
            find(event, order + ": " + what + " " + said + " instead of " + expected);
        }
    }

    private @Nullable Order known(ExecutionReport event) {
        Order order = orders.get(event.getOrderId());
        if (order == null) {
            find(event, "order " + event.getOrderId() + " was never new");
        }
        return order;
    }

    private void compare(EngineView engine) {
        for (OrderBook shown : engine.books().values()) {
            ModelBook book = book(shown.getSymbol());
            String symbol = shown.getSymbol() + " at event " + shown.getSequence();
            findings.requireEqual(
                    levels(shown.getBidsList()), book.levels(true, shown.getBidsCount()), "bids of " + symbol);
            findings.requireEqual(
                    levels(shown.getAsksList()), book.levels(false, shown.getAsksCount()), "asks of " + symbol);
            book.waiting.values().stream()
                    .filter(stop -> stop.reached)
                    .forEach(stop ->
                            findings.add("stop " + stop + " waits, though a trade has reached " + stop.stopPrice));
        }
        engine.openOrders().forEach((symbol, open) -> {
            ModelBook book = book(symbol);
            findings.requireEqual(
                    open.stream()
                            .filter(state -> state.getStatus() != OrderStatus.PENDING_TRIGGER)
                            .map(BookModel::place)
                            .toList(),
                    Stream.concat(book.queue(true).stream(), book.queue(false).stream())
                            .toList(),
                    "open orders of " + symbol + " in their order");
            findings.requireEqual(
                    open.stream()
                            .filter(state -> state.getStatus() == OrderStatus.PENDING_TRIGGER)
                            .map(OrderState::getOrderId)
                            .sorted()
                            .toList(),
                    List.copyOf(book.waiting.keySet()),
                    "stops of " + symbol);
        });
    }

    private static String place(OrderState state) {
        return state.getOrderId() + " " + ModelBook.plain(decimal(state.getLeavesQuantity()));
    }

    private static List<String> levels(List<PriceLevel> levels) {
        return levels.stream()
                .map(level ->
                        ModelBook.level(decimal(level.getPrice()), decimal(level.getQuantity()), level.getOrderCount()))
                .toList();
    }

    private ModelBook book(String symbol) {
        return books.computeIfAbsent(symbol, name -> new ModelBook());
    }

    private void find(ExecutionReport event, String what) {
        findings.add("event " + event.getSequence() + ": " + what);
    }

    private static BigDecimal decimal(String text) {
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }
}
