package io.hft.backend.engine;

import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.LiquidityIndicator;
import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.SetRiskLimitsRequest;
import io.hft.engine.v1.SubmitOrderRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Protobuf to domain and back. Decimals travel as plain text; an empty text is "none". */
final class Wire {
    private static final Logger log = LoggerFactory.getLogger(Wire.class);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Wire() {}

    static SubmitOrderRequest request(OrderCommand command) {
        OrderTerms terms = command.terms();
        SubmitOrderRequest.Builder request = SubmitOrderRequest.newBuilder()
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
                            case STOP -> io.hft.engine.v1.OrderType.STOP;
                            case STOP_LIMIT -> io.hft.engine.v1.OrderType.STOP_LIMIT;
                            case ICEBERG -> io.hft.engine.v1.OrderType.ICEBERG;
                        })
                .setTimeInForce(
                        switch (command.timeInForce()) {
                            case GTC -> io.hft.engine.v1.TimeInForce.GTC;
                            case IOC -> io.hft.engine.v1.TimeInForce.IOC;
                            case FOK -> io.hft.engine.v1.TimeInForce.FOK;
                            case DAY -> io.hft.engine.v1.TimeInForce.DAY;
                            case GTD -> io.hft.engine.v1.TimeInForce.GTD;
                        })
                .setPrice(text(command.price()))
                .setQuantity(text(command.quantity()))
                .setPostOnly(terms.postOnly())
                .setSelfTradePrevention(
                        switch (terms.selfTradePrevention()) {
                            case CANCEL_NEWEST -> io.hft.engine.v1.SelfTradePrevention.CANCEL_NEWEST;
                            case CANCEL_OLDEST -> io.hft.engine.v1.SelfTradePrevention.CANCEL_OLDEST;
                            case CANCEL_BOTH -> io.hft.engine.v1.SelfTradePrevention.CANCEL_BOTH;
                            case DECREMENT_AND_CANCEL -> io.hft.engine.v1.SelfTradePrevention.DECREMENT_AND_CANCEL;
                        });
        if (terms.stopPrice() != null) {
            request.setStopPrice(text(terms.stopPrice()));
        }
        if (terms.displayQuantity() != null) {
            request.setDisplayQuantity(text(terms.displayQuantity()));
        }
        if (terms.expireAt() != null) {
            request.setExpireAtNanos(nanos(terms.expireAt()));
        }
        return request.build();
    }

    static ReplaceOrderRequest request(long orderId, long accountId, String symbol, Replacement replacement) {
        ReplaceOrderRequest.Builder request = ReplaceOrderRequest.newBuilder()
                .setOrderId(orderId)
                .setAccountId(accountId)
                .setSymbol(symbol)
                .setPrice(text(replacement.price()))
                .setQuantity(text(replacement.quantity()));
        if (replacement.stopPrice() != null) {
            request.setStopPrice(text(replacement.stopPrice()));
        }
        if (replacement.displayQuantity() != null) {
            request.setDisplayQuantity(text(replacement.displayQuantity()));
        }
        return request.build();
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
                reason(state.getRejectReason(), state.getRejectReasonValue()));
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
                optionalDecimal(report.getStopPrice()),
                optionalDecimal(report.getDisplayQuantity()),
                report.getTradeId(),
                report.getLiquidity() == LiquidityIndicator.MAKER,
                reason(report.getRejectReason(), report.getRejectReasonValue()));
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

    static DepthUpdate depth(MarketDataUpdate update) {
        return new DepthUpdate(
                update.getSymbol(),
                update.getSequence(),
                update.getSnapshot(),
                update.getEventSequence(),
                instant(update.getTimestampNanos()),
                levels(update.getBidsList()),
                levels(update.getAsksList()),
                optionalDecimal(update.getLastTradePrice()),
                tradingState(update.getTradingState()));
    }

    private static String optional(@Nullable BigDecimal value) {
        return value == null ? "" : text(value);
    }

    private static TradingState tradingState(io.hft.engine.v1.TradingState state) {
        return switch (state) {
            case TRADING, TRADING_STATE_UNSPECIFIED -> TradingState.TRADING;
            case HALTED -> TradingState.HALTED;
            // Of a later engine: at least what is open can be cancelled.
            case CANCEL_ONLY, UNRECOGNIZED -> TradingState.CANCEL_ONLY;
        };
    }

    static io.hft.engine.v1.TradingState tradingState(TradingState state) {
        return switch (state) {
            case TRADING -> io.hft.engine.v1.TradingState.TRADING;
            case HALTED -> io.hft.engine.v1.TradingState.HALTED;
            case CANCEL_ONLY -> io.hft.engine.v1.TradingState.CANCEL_ONLY;
        };
    }

    static Instrument instrument(EngineInstrument instrument) {
        return Instrument.newBuilder()
                .setSymbol(instrument.symbol())
                .setBaseAsset(instrument.baseAsset())
                .setQuoteAsset(instrument.quoteAsset())
                .setTickSize(instrument.tickSize().toPlainString())
                .setLotSize(instrument.lotSize().toPlainString())
                .setMaxQuantity(instrument.maxQuantity().toPlainString())
                .setReferencePrice(instrument.referencePrice().toPlainString())
                .setPriceBandBasisPoints(instrument.priceBandBasisPoints())
                .setShard(instrument.shard())
                .setTradingState(tradingState(instrument.tradingState()))
                .build();
    }

    static SetRiskLimitsRequest request(RiskLimits limits) {
        return SetRiskLimitsRequest.newBuilder()
                .setAccountId(limits.accountId() == null ? 0 : limits.accountId())
                .setSymbol(limits.symbol() == null ? "" : limits.symbol())
                .setMaxQuantity(optional(limits.maxQuantity()))
                .setMaxNotional(optional(limits.maxNotional()))
                .setMaxPosition(optional(limits.maxPosition()))
                .setPriceBandBasisPoints(limits.priceBandBasisPoints())
                .setMaxOpenOrders(limits.maxOpenOrders())
                .setOrdersPerSecond(limits.ordersPerSecond())
                .build();
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
                instrument.getShard(),
                tradingState(instrument.getTradingState()));
    }

    /** @param number on the wire, to name a reason of a later engine by */
    static String reason(RejectReason reason, int number) {
        return switch (reason) {
            case REJECT_REASON_NONE -> Amendment.NO_REASON;
            case UNRECOGNIZED -> "REASON_" + number;
            default -> reason.name();
        };
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
                    EXECUTION_STATE_HASH,
                    EXECUTION_MASS_CANCELED,
                    EXECUTION_TRADING_STATE,
                    EXECUTION_RISK_LIMITS,
                    EXECUTION_KILL_SWITCH,
                    EXECUTION_CONFIGURED -> Type.OTHER;
            case EXECUTION_TYPE_UNSPECIFIED, UNRECOGNIZED -> unknownType(report);
        };
    }

    /** A kind of event of a later engine: what it says about an order's end is taken over, all else passed over. */
    private static Type unknownType(io.hft.engine.v1.ExecutionReport report) {
        Type type =
                switch (report.getOrderStatus()) {
                    case CANCELED -> Type.CANCELED;
                    case REJECTED -> Type.REJECTED;
                    case EXPIRED -> Type.EXPIRED;
                    default -> Type.OTHER;
                };
        log.warn(
                "event {} of shard {} is of kind {}, which this version does not know; taken as {}",
                report.getSequence(),
                report.getShard(),
                report.getExecutionTypeValue(),
                type);
        return type;
    }

    private static List<OrderBookDepth.Level> levels(List<PriceLevel> levels) {
        return levels.stream()
                .map(level -> new OrderBookDepth.Level(
                        decimal(level.getPrice()), decimal(level.getQuantity()), level.getOrderCount()))
                .toList();
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
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
