package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.matching.OrderView;
import io.hft.engine.sequencing.ShardQuery;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.OpenOrdersPage;
import io.hft.engine.v1.OrderState;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Questions about orders, answered by the matcher between two commands. */
final class OrderQueryService {
    private final Markets markets;
    private final Executor executor;
    private final int pageSize;

    OrderQueryService(final Markets markets, final Executor executor, final int pageSize) {
        this.markets = markets;
        this.executor = executor;
        this.pageSize = pageSize;
    }

    void order(final GetOrderRequest request, final StreamObserver<OrderState> observer) {
        final Market market = markets.require(request.getSymbol());
        if (request.getOrderId() <= 0) {
            throw new InvalidField("order_id", "must be positive");
        }
        offer(market, new ShardQuery() {
            private final OrderView order = new OrderView();
            private boolean found;

            @Override
            public void execute(final MatchingEngine engine) {
                found = engine.findOrder(request.getOrderId(), order) && order.instrumentId() == market.id();
            }

            @Override
            public void onComplete() {
                if (found) {
                    Answers.complete(observer, Wire.state(market, order));
                } else {
                    observer.onError(Status.NOT_FOUND
                            .withDescription("order_id: no order " + request.getOrderId() + " of " + market.symbol()
                                    + " is open or remembered")
                            .asRuntimeException());
                }
            }

            @Override
            public void onFailure(final String reason) {
                observer.onError(Answers.unavailable(reason));
            }
        });
    }

    void openOrders(final ListOpenOrdersRequest request, final StreamObserver<OpenOrdersPage> observer) {
        final Market market = markets.require(request.getSymbol());
        if (request.getAccountId() < 0) {
            throw new InvalidField("account_id", "must not be negative; 0 means every account");
        }
        final Pages pages = new Pages(
                (ServerCallStreamObserver<OpenOrdersPage>) observer, new OpenOrders(market, request.getAccountId()));
        pages.start();
        offer(market, pages);
    }

    private static void offer(final Market market, final ShardQuery query) {
        Answers.requireAccepted(market.shard().offer(query), market.shard().failure());
    }

    /**
     * Copies the orders on the matcher's thread, then sends them page by page as the client reads; an empty book gives one empty
     * page, so that its sequence is told.
     */
    private final class Pages extends PacedStream<OpenOrdersPage> implements ShardQuery {
        private final OpenOrders orders;
        private int next;
        private boolean all;
        private volatile boolean mayLeave;

        Pages(final ServerCallStreamObserver<OpenOrdersPage> observer, final OpenOrders orders) {
            super(observer, executor);
            this.orders = orders;
        }

        @Override
        public void execute(final MatchingEngine engine) {
            orders.copy(engine);
        }

        @Override
        public void onComplete() {
            mayLeave = true;
            wake();
        }

        @Override
        public void onFailure(final String reason) {
            stop(Answers.unavailable(reason));
        }

        @Override
        @Nullable
        OpenOrdersPage next() {
            if (!mayLeave) {
                return null;
            }
            if (all) {
                finish();
                return null;
            }
            final OpenOrdersPage.Builder page = OpenOrdersPage.newBuilder().setAsOfSequence(orders.asOfSequence());
            final int end = Math.min(next + pageSize, orders.size());
            while (next < end) {
                page.addOrders(orders.state(next++));
            }
            all = next == orders.size();
            return page.build();
        }

        @Override
        void release() {
            // Nothing is held but memory.
        }
    }
}
