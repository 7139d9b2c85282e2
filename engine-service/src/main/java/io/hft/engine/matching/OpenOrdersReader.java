package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.book.StopBook;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.SelfTradePrevention;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.risk.Risk;
import io.hft.engine.snapshot.OpenOrderRecord;
import io.hft.engine.snapshot.SnapshotDecoder;
import io.hft.engine.snapshot.SnapshotFormatException;
import io.hft.engine.snapshot.SnapshotSection;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Puts the open orders of a snapshot back in their places, one behind the other as they stood. Refuses what could stand in no book. */
final class OpenOrdersReader {
    private static final byte STOP = OrderType.STOP.code();
    private static final byte STOP_LIMIT = OrderType.STOP_LIMIT.code();

    private final SnapshotDecoder in;
    private final DirectBuffer buffer;
    private final OpenOrders open;
    private final Risk risk;
    private final OrderView view = new OrderView();

    // Where the last order stood: instrument, then bids, asks, buy stops, sell stops; then its price.
    private int instrumentId;
    private int part;
    private long levelPrice;
    private @Nullable OrderBook book;
    private @Nullable StopBook stops;

    private boolean waiting;
    private long shownLots;
    private long dated;

    OpenOrdersReader(SnapshotDecoder in, OpenOrders open, Risk risk) {
        this.in = in;
        this.buffer = in.buffer();
        this.open = open;
        this.risk = risk;
    }

    /** Returns how many of them have a deadline; they are not in the queue yet. */
    long read(long count, Instruments instruments) {
        in.begin(SnapshotSection.OPEN_ORDERS);
        for (long i = 0; i < count; i++) {
            readOrder();
            checkTerms();
            checkQuantities();
            place();
        }
        for (final Instrument instrument : instruments.all()) {
            final OrderBook any = open.book(instrument.instrumentId());
            assert any != null;
            final int bid = any.bestLevel(true);
            if (bid != OrderSlab.NONE && any.crosses(true, any.levelPriceTicks(true, bid))) {
                throw in.refuse("the book of instrument " + instrument.instrumentId() + " is crossed");
            }
        }
        return dated;
    }

    private void readOrder() {
        final int at = in.record(OpenOrderRecord.LENGTH);
        view.orderId = OpenOrderRecord.orderId(buffer, at);
        view.accountId = OpenOrderRecord.accountId(buffer, at);
        view.priceTicks = OpenOrderRecord.priceTicks(buffer, at);
        view.quantityLots = OpenOrderRecord.quantityLots(buffer, at);
        view.leavesQuantityLots = OpenOrderRecord.leavesLots(buffer, at);
        view.terms = OpenOrderRecord.terms(buffer, at);
        view.instrumentId = OpenOrderRecord.instrumentId(buffer, at);
        final byte waitingCode = OpenOrderRecord.waitingCode(buffer, at);
        final byte furtherCode = OpenOrderRecord.furtherCode(buffer, at);
        require((waitingCode | furtherCode) >>> 1 == 0);
        waiting = waitingCode == 1;
        view.stopPriceTicks = 0;
        view.displayQuantityLots = 0;
        view.expireAtNanos = 0;
        shownLots = 0;
        if (furtherCode == 1) {
            final int further = in.more(OpenOrderRecord.FURTHER_LENGTH);
            view.stopPriceTicks = OpenOrderRecord.stopPriceTicks(buffer, further);
            view.displayQuantityLots = OpenOrderRecord.displayQuantityLots(buffer, further);
            shownLots = OpenOrderRecord.shownLots(buffer, further);
            view.expireAtNanos = OpenOrderRecord.deadlineNanos(buffer, further);
            require((view.stopPriceTicks | view.displayQuantityLots | view.expireAtNanos) != 0);
        }
        if (view.orderId <= 0 || open.find(view.orderId) != OrderIndex.NONE) {
            throw in.refuse("order id " + view.orderId + " comes twice, or is none");
        }
    }

    private void checkTerms() {
        final byte type = OrderTerms.orderTypeCode(view.terms);
        final byte timeInForce = OrderTerms.timeInForceCode(view.terms);
        final byte prevention = OrderTerms.selfTradePreventionCode(view.terms);
        require(Side.isKnown(OrderTerms.sideCode(view.terms)));
        require(OrderType.isKnown(type) && TimeInForce.isKnown(timeInForce));
        require(prevention == 0 || SelfTradePrevention.isKnown(prevention));
        require(OrderTerms.isPacked(view.terms));
        require(waiting ? type == STOP || type == STOP_LIMIT : Execution.mayRest(view.terms));
        require(timeInForce != TimeInForce.IOC.code() && timeInForce != TimeInForce.FOK.code());
        // Of a stop that has triggered it is only remembered.
        require(type == STOP || type == STOP_LIMIT ? view.stopPriceTicks > 0 : view.stopPriceTicks == 0);
        require(type == STOP ? view.priceTicks >= 0 : view.priceTicks > 0);
    }

    private void checkQuantities() {
        final long leaves = view.leavesQuantityLots;
        require(view.accountId > 0);
        require(leaves > 0 && leaves <= view.quantityLots);
        if (OrderTerms.orderTypeCode(view.terms) == OrderType.ICEBERG.code()) {
            require(shownLots > 0 && shownLots <= Math.min(view.displayQuantityLots, leaves));
        } else {
            require(shownLots == 0 && view.displayQuantityLots == 0);
        }
    }

    private void place() {
        final boolean buy = OrderTerms.isBuy(view.terms);
        final long price = waiting ? view.stopPriceTicks : view.priceTicks;
        follow((waiting ? 2 : 0) + (buy ? 0 : 1), price);
        final OrderBook target = book;
        final StopBook waitingRoom = stops;
        if (target == null || waitingRoom == null) {
            throw in.refuse(
                    "order " + view.orderId + " is of instrument " + view.instrumentId + ", which is not there");
        }
        require(waiting || target.fits(buy, price, view.leavesQuantityLots));
        final int position = risk.position(view.accountId, view.instrumentId);
        final int order = open.record(view, target, position);
        if (waiting) {
            open.extras.setWaiting(open.slab.extras(order), true);
            waitingRoom.add(order, price);
        } else {
            target.place(order, view.leavesQuantityLots);
            if (shownLots != 0) {
                target.restoreShown(order, shownLots);
            }
        }
        risk.opened(position, buy, view.leavesQuantityLots);
        if (view.expireAtNanos != 0) {
            dated++;
        }
    }

    // Orders come as they stand: nothing may come before what was read already.
    private void follow(int nextPart, long price) {
        if (view.instrumentId != instrumentId || nextPart != part) {
            require(view.instrumentId > instrumentId || view.instrumentId == instrumentId && nextPart > part);
            instrumentId = view.instrumentId;
            part = nextPart;
            book = open.book(instrumentId);
            stops = open.stops(instrumentId);
        } else {
            // Asks and buy stops rise, bids and sell stops fall.
            require(part == 1 || part == 2 ? price >= levelPrice : price <= levelPrice);
        }
        levelPrice = price;
    }

    private void require(boolean possible) {
        if (!possible) {
            throw impossible();
        }
    }

    private SnapshotFormatException impossible() {
        return in.refuse("order " + view.orderId + " of instrument " + view.instrumentId + " cannot be open like that: "
                + (waiting ? "waiting at " + view.stopPriceTicks : "resting") + ", price " + view.priceTicks + ", "
                + view.leavesQuantityLots + " of " + view.quantityLots + " left, " + shownLots + " of "
                + view.displayQuantityLots + " shown, terms " + Integer.toHexString(view.terms));
    }
}
