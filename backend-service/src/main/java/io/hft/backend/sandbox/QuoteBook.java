package io.hft.backend.sandbox;

import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.orders.CancellationResult;
import io.hft.backend.orders.NewOrder;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderCancellation;
import io.hft.backend.orders.OrderPlacement;
import io.hft.backend.orders.OrderStatus;
import io.hft.backend.orders.Orders;
import io.hft.backend.orders.PlacementResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the house's open orders of one instrument to what the ladder wants. What it has is read from the database each time, orders without
 * an answer included, so nothing is doubled by a restart of anybody. Used by one thread.
 */
final class QuoteBook {
    private static final Logger log = LoggerFactory.getLogger(QuoteBook.class);

    /** More house orders than this on one level are put together again. */
    static final int ORDERS_PER_LEVEL_MAX = 16;

    private final Orders orders;
    private final OrderPlacement placement;
    private final OrderCancellation cancellation;
    private final Inventory inventory;
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();

    QuoteBook(Orders orders, OrderPlacement placement, OrderCancellation cancellation, Inventory inventory) {
        this.orders = orders;
        this.placement = placement;
        this.cancellation = cancellation;
        this.inventory = inventory;
    }

    /**
     * Whether every level is whole now, or refused for good; if not, the engine is away or busy and another try is due. What is refused
     * (a halted market, a limit) is asked for again with the next look at the market.
     */
    boolean refresh(Instrument instrument, List<QuoteLadder.Level> ladder) {
        List<Order> open = orders.open(House.USER_ID, instrument.symbol());
        List<Order> stale = open.stream()
                .filter(order -> ladder.stream().noneMatch(level -> isAt(order, level)))
                .toList();
        boolean whole = cancelAll(stale);
        List<Order> left = whole ? without(open, stale) : orders.open(House.USER_ID, instrument.symbol());
        List<NewOrder> missing = new ArrayList<>();
        List<Order> surplus = new ArrayList<>();
        for (QuoteLadder.Level level : ladder) {
            if (wouldMeetOwn(level, left)) {
                whole = false;
                continue;
            }
            List<Order> here = left.stream().filter(order -> isAt(order, level)).toList();
            List<Order> kept = here;
            if (here.size() > ORDERS_PER_LEVEL_MAX) {
                kept = List.of(here.stream()
                        .max(Comparator.comparing(Order::leavesQuantity))
                        .orElseThrow());
                surplus.addAll(without(here, kept));
            }
            BigDecimal lacking = level.quantity().subtract(leaves(kept));
            if (lacking.signum() > 0) {
                missing.add(NewOrder.limit(House.USER_ID, instrument.symbol(), level.side(), level.price(), lacking));
            }
        }
        if (!missing.isEmpty()) {
            stockUp(instrument, ladder);
        }
        return placeAll(missing) & cancelAll(surplus) & whole;
    }

    private static boolean isAt(Order order, QuoteLadder.Level level) {
        return order.side() == level.side() && order.price().compareTo(level.price()) == 0;
    }

    private static BigDecimal leaves(List<Order> orders) {
        return orders.stream().map(Order::leavesQuantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Order> without(List<Order> all, List<Order> some) {
        return all.stream()
                .filter(order -> some.stream().noneMatch(other -> other.orderId() == order.orderId()))
                .toList();
    }

    /** A cancellation may have failed: the house never trades with itself. */
    private static boolean wouldMeetOwn(QuoteLadder.Level level, List<Order> open) {
        return open.stream()
                .filter(order -> order.side() != level.side())
                .anyMatch(order -> level.side() == Side.BUY
                        ? order.price().compareTo(level.price()) <= 0
                        : order.price().compareTo(level.price()) >= 0);
    }

    private void stockUp(Instrument instrument, List<QuoteLadder.Level> ladder) {
        BigDecimal best = ladder.getFirst().quantity();
        inventory.keep(instrument.baseAsset(), best);
        inventory.keep(instrument.quoteAsset(), best.multiply(ladder.getFirst().price()));
    }

    private boolean placeAll(List<NewOrder> missing) {
        return all(missing.stream()
                .<Callable<Boolean>>map(order -> () -> place(order))
                .toList());
    }

    private boolean place(NewOrder order) {
        PlacementResult result = placement.place(order);
        return switch (result) {
            case PlacementResult.Placed placed -> {
                if (placed.order().status() == OrderStatus.REJECTED) {
                    refused(order, String.valueOf(placed.order().rejectReason()));
                }
                yield true;
            }
            case PlacementResult.Unknown unknown -> {
                log.debug("house quote {} waits: {}", unknown.orderId(), unknown.reason());
                yield false;
            }
            case PlacementResult.InsufficientFunds funds -> {
                log.warn("the house lacks {}: needs {}, has {}", funds.asset(), funds.needed(), funds.available());
                yield false;
            }
            case PlacementResult.Invalid invalid -> {
                refused(order, invalid.field() + " " + invalid.message());
                yield true;
            }
            case PlacementResult.AlreadyClaimed _,
                    PlacementResult.DuplicateClientOrderId _,
                    PlacementResult.NoLiquidity _,
                    PlacementResult.UnknownInstrument _,
                    PlacementResult.UnknownUser _,
                    PlacementResult.Stopped _,
                    PlacementResult.Undecided _,
                    PlacementResult.Overloaded _ -> false;
        };
    }

    /** Once per market and reason: a halt may last. */
    private void refused(NewOrder order, String reason) {
        if (refusals.add(order.symbol() + " " + reason)) {
            log.warn("house quote {} {} at {} refused: {}", order.side(), order.symbol(), order.price(), reason);
        }
    }

    private boolean cancelAll(List<Order> some) {
        return all(some.stream()
                .<Callable<Boolean>>map(order -> () -> cancel(order))
                .toList());
    }

    private boolean cancel(Order order) {
        return switch (cancellation.cancel(House.USER_ID, order.orderId())) {
            case CancellationResult.Canceled _, CancellationResult.NotOpen _, CancellationResult.NotFound _ -> true;
            case CancellationResult.Unknown _ -> false;
        };
    }

    /** Side by side: each waits for the engine and for its booking. */
    private static boolean all(List<Callable<Boolean>> steps) {
        if (steps.isEmpty()) {
            return true;
        }
        Predicate<Future<Boolean>> succeeded = step -> {
            try {
                return step.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(steps).stream().map(succeeded::test).reduce(true, Boolean::logicalAnd);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
