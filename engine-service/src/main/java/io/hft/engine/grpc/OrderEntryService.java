package io.hft.engine.grpc;

import io.grpc.stub.StreamObserver;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.CommandEncoder;
import io.hft.engine.sequencing.CommandReply;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.CancelOrderResponse;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.ReplaceOrderResponse;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.SubmitOrderResponse;

/** Orders in: submit, cancel, replace. */
final class OrderEntryService {
    /** A unary call has no session. */
    private static final long NO_SOURCE = 0;

    private final Markets markets;
    private final Wire wire;
    private final int reportsMax;

    OrderEntryService(final Markets markets, final Wire wire, final int reportsMax) {
        this.markets = markets;
        this.wire = wire;
        this.reportsMax = reportsMax;
    }

    void submit(final SubmitOrderRequest request, final StreamObserver<SubmitOrderResponse> observer) {
        final Market market = markets.require(request.getSymbol());
        final long orderId = positive("order_id", request.getOrderId());
        final long accountId = positive("account_id", request.getAccountId());
        final Side side = side(request.getSide());
        final OrderType orderType = orderType(request.getOrderType());
        final TimeInForce timeInForce = timeInForce(request.getTimeInForce(), orderType);
        final long price = orderType == OrderType.MARKET && request.getPrice().isEmpty()
                ? 0
                : market.price().parse("price", request.getPrice());
        final long quantity = market.quantity().parse("quantity", request.getQuantity());
        requireNotional(price, quantity);
        final CommandEncoder encoder = (buffer, offset) -> NewOrderCommand.encode(
                buffer,
                offset,
                NO_SOURCE,
                0,
                orderId,
                accountId,
                market.id(),
                side,
                orderType,
                timeInForce,
                price,
                quantity);
        offer(market, encoder, new OrderReply<>(observer, wire, market, orderId, reportsMax) {
            @Override
            SubmitOrderResponse message(final int shard, final long lastSequence) {
                final SubmitOrderResponse.Builder response = SubmitOrderResponse.newBuilder()
                        .setDuplicate(duplicate)
                        .setShard(shard)
                        .setLastSequence(lastSequence)
                        .addAllReports(reports)
                        .setReportsTruncated(truncated);
                if (state != null) {
                    response.setOrder(state);
                }
                return response.build();
            }
        });
    }

    void cancel(final CancelOrderRequest request, final StreamObserver<CancelOrderResponse> observer) {
        final Market market = markets.require(request.getSymbol());
        final long orderId = positive("order_id", request.getOrderId());
        final long accountId = positive("account_id", request.getAccountId());
        final CommandEncoder encoder = (buffer, offset) ->
                CancelOrderCommand.encode(buffer, offset, NO_SOURCE, 0, orderId, accountId, market.id());
        offer(market, encoder, new OrderReply<>(observer, wire, market, orderId, 0) {
            @Override
            CancelOrderResponse message(final int shard, final long lastSequence) {
                final CancelOrderResponse.Builder response = CancelOrderResponse.newBuilder()
                        .setRejectReasonValue(rejectReason)
                        .setShard(shard)
                        .setLastSequence(lastSequence);
                if (state != null) {
                    response.setOrder(state);
                }
                return response.build();
            }
        });
    }

    void replace(final ReplaceOrderRequest request, final StreamObserver<ReplaceOrderResponse> observer) {
        final Market market = markets.require(request.getSymbol());
        final long orderId = positive("order_id", request.getOrderId());
        final long accountId = positive("account_id", request.getAccountId());
        final long price = request.getPrice().isEmpty() ? 0 : market.price().parse("price", request.getPrice());
        final long quantity = market.quantity().parse("quantity", request.getQuantity());
        requireNotional(price, quantity);
        final CommandEncoder encoder = (buffer, offset) -> ReplaceOrderCommand.encode(
                buffer, offset, NO_SOURCE, 0, orderId, accountId, market.id(), price, quantity);
        offer(market, encoder, new OrderReply<>(observer, wire, market, orderId, reportsMax) {
            @Override
            ReplaceOrderResponse message(final int shard, final long lastSequence) {
                final ReplaceOrderResponse.Builder response = ReplaceOrderResponse.newBuilder()
                        .setRejectReasonValue(rejectReason)
                        .setShard(shard)
                        .setLastSequence(lastSequence)
                        .addAllReports(reports)
                        .setReportsTruncated(truncated);
                if (state != null) {
                    response.setOrder(state);
                }
                return response.build();
            }
        });
    }

    private static void offer(final Market market, final CommandEncoder encoder, final CommandReply reply) {
        final Admission admission = market.shard().offer(encoder, reply);
        Answers.requireAccepted(admission, market.shard().failure());
    }

    private static long positive(final String field, final long value) {
        if (value <= 0) {
            throw new InvalidField(field, "must be positive");
        }
        return value;
    }

    private static void requireNotional(final long price, final long quantity) {
        if (Math.multiplyHigh(price, quantity) != 0 || price * quantity < 0) {
            throw new InvalidField(
                    "quantity", "is too large: price times quantity must be below 2^63 ticks times lots");
        }
    }

    private static Side side(final io.hft.engine.v1.Side side) {
        return switch (side) {
            case BUY -> Side.BUY;
            case SELL -> Side.SELL;
            default -> throw new InvalidField("side", "must be BUY or SELL");
        };
    }

    private static OrderType orderType(final io.hft.engine.v1.OrderType orderType) {
        return switch (orderType) {
            case MARKET -> OrderType.MARKET;
            case LIMIT -> OrderType.LIMIT;
            default -> throw new InvalidField("order_type", "must be LIMIT or MARKET");
        };
    }

    private static TimeInForce timeInForce(final io.hft.engine.v1.TimeInForce timeInForce, final OrderType orderType) {
        final TimeInForce given =
                switch (timeInForce) {
                    case TIME_IN_FORCE_UNSPECIFIED -> orderType == OrderType.MARKET ? TimeInForce.IOC : TimeInForce.GTC;
                    case GTC -> TimeInForce.GTC;
                    case IOC -> TimeInForce.IOC;
                    default -> throw new InvalidField("time_in_force", "must be GTC or IOC");
                };
        if (orderType == OrderType.MARKET && given != TimeInForce.IOC) {
            throw new InvalidField("time_in_force", "must be IOC for a market order");
        }
        return given;
    }
}
