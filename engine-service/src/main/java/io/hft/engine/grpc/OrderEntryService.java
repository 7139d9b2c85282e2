package io.hft.engine.grpc;

import io.grpc.stub.StreamObserver;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.CommandEncoder;
import io.hft.engine.sequencing.CommandReply;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.CancelOrderResponse;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.ReplaceOrderResponse;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubmitOrdersRequest;
import io.hft.engine.v1.SubmitOrdersResponse;

/** Orders in: submit, cancel, replace. */
final class OrderEntryService {
    private static final long NO_SOURCE = OrderForm.NO_SOURCE;
    private static final int ORDERS_MAX = 1_000;

    private final Markets markets;
    private final Wire wire;
    private final int reportsMax;

    OrderEntryService(final Markets markets, final Wire wire, final int reportsMax) {
        this.markets = markets;
        this.wire = wire;
        this.reportsMax = reportsMax;
    }

    void submit(final SubmitOrderRequest request, final StreamObserver<SubmitOrderResponse> observer) {
        submit(request, observer, reportsMax);
    }

    void submitAll(final SubmitOrdersRequest request, final StreamObserver<SubmitOrdersResponse> observer) {
        final int count = request.getOrdersCount();
        if (count < 1 || count > ORDERS_MAX) {
            throw new InvalidField("orders", "must be 1 to " + ORDERS_MAX + ", are " + count);
        }
        final SubmitOrdersReply reply = new SubmitOrdersReply(count, observer);
        for (int i = 0; i < count; i++) {
            final SubmitOrderRequest order = request.getOrders(i);
            final StreamObserver<SubmitOrderResponse> one = reply.at(i);
            Answers.answer(one, () -> submit(order, one, 0));
        }
    }

    private void submit(
            final SubmitOrderRequest request,
            final StreamObserver<SubmitOrderResponse> observer,
            final int mostReports) {
        final Market market = markets.require(request.getSymbol());
        final OrderForm order = OrderForm.of(market, request);
        offer(market, order::encode, new OrderReply<>(observer, wire, market, order.orderId(), mostReports) {
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
        final long orderId = OrderForm.positive("order_id", request.getOrderId());
        final long accountId = OrderForm.positive("account_id", request.getAccountId());
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
        final long orderId = OrderForm.positive("order_id", request.getOrderId());
        final long accountId = OrderForm.positive("account_id", request.getAccountId());
        final long price = request.getPrice().isEmpty() ? 0 : market.price().parse("price", request.getPrice());
        final long quantity = market.quantity().parse("quantity", request.getQuantity());
        final long stopPrice =
                request.getStopPrice().isEmpty() ? 0 : market.price().parse("stop_price", request.getStopPrice());
        final long display = request.getDisplayQuantity().isEmpty()
                ? 0
                : market.quantity().parse("display_quantity", request.getDisplayQuantity());
        OrderForm.requireNotional("price", price, quantity);
        OrderForm.requireNotional("stop_price", stopPrice, quantity);
        final CommandEncoder encoder = (buffer, offset) -> ReplaceOrderCommand.encode(
                buffer, offset, NO_SOURCE, 0, orderId, accountId, market.id(), price, quantity, stopPrice, display);
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
}
