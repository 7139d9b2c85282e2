package io.hft.backend.engine;

import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.LiquidityIndicator;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.SubmitOrderRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protobuf to domain and back. Decimals travel as plain text; an empty text is "none". */
final class Wire {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Wire() {}

    static SubmitOrderRequest request(OrderCommand command) {
        return SubmitOrderRequest.newBuilder()
                .setOrderId(command.orderId())
                .setAccountId(command.accountId())
                .setSymbol(command.symbol())
                .setSide(
                        switch (command.side()) {
                            case BUY -> io.hft.engine.v1.Side.BUY;
                            case SELL -> io.hft.engine.v1.Side.SELL;
                        })
                .setOrderType(
                        switch (command.type()) {
                            case LIMIT -> io.hft.engine.v1.OrderType.LIMIT;
                            case MARKET -> io.hft.engine.v1.OrderType.MARKET;
                        })
                .setTimeInForce(
                        switch (command.timeInForce()) {
                            case GTC -> io.hft.engine.v1.TimeInForce.GTC;
                            case IOC -> io.hft.engine.v1.TimeInForce.IOC;
                        })
                .setPrice(text(command.price()))
                .setQuantity(text(command.quantity()))
                .build();
    }

    static EngineOrder order(OrderState state) {
        return new EngineOrder(
                state.getOrderId(),
                state.getAccountId(),
                state.getSymbol(),
                state.getSide() == io.hft.engine.v1.Side.SELL ? Side.SELL : Side.BUY,
                state.getStatus().name(),
                decimal(state.getPrice()),
                decimal(state.getQuantity()),
                decimal(state.getCumulativeQuantity()),
                decimal(state.getLeavesQuantity()),
                reason(state.getRejectReason()));
    }

    static ExecutionReport report(io.hft.engine.v1.ExecutionReport report) {
        return new ExecutionReport(
                report.getShard(),
                report.getSequence(),
                instant(report.getTimestampNanos()),
                type(report),
                report.getOrderId(),
                report.getAccountId(),
                report.getSymbol(),
                switch (report.getSide()) {
                    case BUY -> Side.BUY;
                    case SELL -> Side.SELL;
                    case SIDE_UNSPECIFIED, UNRECOGNIZED -> null;
                },
                report.getOrderStatus().name(),
                optionalDecimal(report.getPrice()),
                optionalDecimal(report.getQuantity()),
                optionalDecimal(report.getLastPrice()),
                optionalDecimal(report.getLastQuantity()),
                optionalDecimal(report.getCumulativeQuantity()),
                report.getTradeId(),
                report.getLiquidity() == LiquidityIndicator.MAKER,
                reason(report.getRejectReason()));
    }

    static OrderBookDepth depth(OrderBook book) {
        return new OrderBookDepth(
                book.getSymbol(),
                book.getShard(),
                book.getSequence(),
                instant(book.getTimestampNanos()),
                levels(book.getBidsList()),
                levels(book.getAsksList()));
    }

    static EngineInstrument instrument(Instrument instrument) {
        return new EngineInstrument(
                instrument.getSymbol(),
                instrument.getBaseAsset(),
                instrument.getQuoteAsset(),
                decimal(instrument.getTickSize()),
                decimal(instrument.getLotSize()),
                decimal(instrument.getMaxQuantity()),
                decimal(instrument.getReferencePrice()),
                instrument.getPriceBandBasisPoints(),
                instrument.getShard());
    }

    static String reason(RejectReason reason) {
        return reason == RejectReason.REJECT_REASON_NONE ? Amendment.NO_REASON : reason.name();
    }

    /** Without trailing zeros, so that a price is never refused for the zeros behind its tick. */
    static String text(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static Type type(io.hft.engine.v1.ExecutionReport report) {
        return switch (report.getExecutionType()) {
            case EXECUTION_NEW -> Type.NEW;
            case EXECUTION_TRADE -> Type.TRADE;
            case EXECUTION_CANCELED -> Type.CANCELED;
            case EXECUTION_REPLACED -> Type.REPLACED;
            // Without an order's status it refuses a command, and says nothing about the order that the command names.
            case EXECUTION_REJECTED -> report.getOrderStatus() == OrderStatus.REJECTED ? Type.REJECTED : Type.OTHER;
            case EXECUTION_EXPIRED -> Type.EXPIRED;
            case EXECUTION_TRIGGERED -> Type.TRIGGERED;
            case EXECUTION_ORDER_STATUS,
                    EXECUTION_CANCEL_REJECTED,
                    EXECUTION_REPLACE_REJECTED,
                    EXECUTION_INSTRUMENT,
                    EXECUTION_STATE_HASH -> Type.OTHER;
            case EXECUTION_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("event " + report.getSequence() + " is of a kind that this version"
                        + " does not know: " + report.getExecutionTypeValue());
        };
    }

    private static List<OrderBookDepth.Level> levels(List<PriceLevel> levels) {
        return levels.stream()
                .map(level -> new OrderBookDepth.Level(
                        decimal(level.getPrice()), decimal(level.getQuantity()), level.getOrderCount()))
                .toList();
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }

    private static BigDecimal decimal(String text) {
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }

    private static @Nullable BigDecimal optionalDecimal(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }
}
