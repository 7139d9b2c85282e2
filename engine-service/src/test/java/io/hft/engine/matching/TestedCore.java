package io.hft.engine.matching;

import io.hft.engine.command.Side;
import io.hft.engine.event.Event;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.reference.ReferenceEngine;
import io.hft.engine.reference.ReferenceMarket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The engine or the naive one, as cases that are made by hand see it. */
interface TestedCore {
    record OpenOrder(long id, boolean buy, long price, long leaves, boolean waiting, long stopPrice) {}

    record Level(long price, long quantity, int orders) {}

    void apply(DirectBuffer command, int offset, int length, long timeNanos, Consumer<UnsafeBuffer> events);

    List<OpenOrder> openOrders(int instrument);

    List<Level> depth(int instrument, boolean bids);

    static TestedCore engine() {
        final MatchingEngine engine = new MatchingEngine(100_000, 100_000);
        return new TestedCore() {
            @Override
            public void apply(
                    DirectBuffer command, int offset, int length, long timeNanos, Consumer<UnsafeBuffer> events) {
                final UnsafeBuffer event = new UnsafeBuffer(new byte[Event.LENGTH]);
                engine.apply(command, offset, length, timeNanos, (sequence, buffer, at, size) -> {
                    event.putBytes(0, buffer, at, size);
                    events.accept(event);
                });
            }

            @Override
            public List<OpenOrder> openOrders(int instrument) {
                final List<OpenOrder> orders = new ArrayList<>();
                engine.openOrders(
                        instrument,
                        new OpenOrdersCursor(),
                        Integer.MAX_VALUE,
                        order -> orders.add(new OpenOrder(
                                order.orderId(),
                                order.sideCode() == Side.BUY.code(),
                                order.priceTicks(),
                                order.leavesQuantityLots(),
                                order.orderStatusCode() == OrderStatus.PENDING_TRIGGER.code(),
                                order.stopPriceTicks())));
                return orders;
            }

            @Override
            public List<Level> depth(int instrument, boolean bids) {
                final List<Level> levels = new ArrayList<>();
                engine.depth(
                        instrument,
                        bids ? Side.BUY : Side.SELL,
                        Integer.MAX_VALUE,
                        (price, quantity, count) -> levels.add(new Level(price, quantity, count)));
                return levels;
            }
        };
    }

    static TestedCore reference() {
        final ReferenceEngine engine = new ReferenceEngine(100_000, 100_000);
        return new TestedCore() {
            @Override
            public void apply(
                    DirectBuffer command, int offset, int length, long timeNanos, Consumer<UnsafeBuffer> events) {
                engine.apply(command, offset, length, timeNanos);
                for (int i = 0; i < engine.events().count(); i++) {
                    final int at = i * Event.LENGTH;
                    events.accept(
                            new UnsafeBuffer(Arrays.copyOfRange(engine.events().bytes(), at, at + Event.LENGTH)));
                }
            }

            @Override
            public List<OpenOrder> openOrders(int instrument) {
                return engine.openOrders(instrument).stream()
                        .map(order -> new OpenOrder(
                                order.id, order.isBuy(), order.price, order.leaves(), order.waiting, order.stopPrice))
                        .toList();
            }

            @Override
            public List<Level> depth(int instrument, boolean bids) {
                final ReferenceMarket market = engine.market(instrument);
                final List<Level> levels = new ArrayList<>();
                if (market != null) {
                    market.levels(bids)
                            .forEach((price, level) -> levels.add(new Level(
                                    price,
                                    level.stream()
                                            .mapToLong(order -> order.shown)
                                            .sum(),
                                    level.size())));
                }
                return levels;
            }
        };
    }
}
