package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.matching.OrderView;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.sequencing.ShardQuery;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.OpenOrdersPage;
import io.hft.engine.v1.OrderState;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Questions about orders, answered by the matcher between two commands. */
final class OrderQueryService {
    /** Lists of open orders at a time; each holds a copy of some. */
    private static final int LISTINGS_MAX = 32;

    private final AtomicInteger listings = new AtomicInteger();
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
        if (listings.incrementAndGet() > LISTINGS_MAX) {
            listings.decrementAndGet();
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("there are already " + LISTINGS_MAX + " lists under way; try again")
                    .asRuntimeException();
        }
        new Pages(
                        (ServerCallStreamObserver<OpenOrdersPage>) observer,
                        market.shard(),
                        new OpenOrdersCopy(market, request.getAccountId()))
                .start();
    }

    private static void offer(final Market market, final ShardQuery query) {
        Answers.requireAccepted(market.shard().offer(query), market.shard().failure());
    }

    /**
     * Has the matcher copy some orders, sends them page by page as the client reads, and goes on behind them; a market without orders gives
     * one empty page, so that its sequence is told.
     */
    private final class Pages extends PacedStream<OpenOrdersPage> implements ShardQuery {
        private final ShardPipeline shard;
        private final OpenOrdersCopy orders;
        private int next;
        private boolean asked;
        private boolean sentAny;
        private volatile boolean copied;

        Pages(
                final ServerCallStreamObserver<OpenOrdersPage> observer,
                final ShardPipeline shard,
                final OpenOrdersCopy orders) {
            super(observer, executor);
            this.shard = shard;
            this.orders = orders;
        }

        @Override
        public void execute(final MatchingEngine engine) {
            orders.copy(engine);
        }

        @Override
        public void onComplete() {
            copied = true;
            wake();
        }

        @Override
        public void onFailure(final String reason) {
            stop(Answers.unavailable(reason));
        }

        @Override
        @Nullable
        OpenOrdersPage next() {
            if (!asked) {
                ask();
            }
            if (!copied) {
                return null;
            }
            if (next == orders.size() && (sentAny || !orders.wasLast())) {
                if (orders.wasLast()) {
                    finish();
                } else {
                    next = 0;
                    copied = false;
                    ask();
                }
                return null;
            }
            final OpenOrdersPage.Builder page = OpenOrdersPage.newBuilder().setAsOfSequence(orders.asOfSequence());
            final int end = Math.min(next + pageSize, orders.size());
            while (next < end) {
                page.addOrders(orders.state(next++));
            }
            sentAny = true;
            return page.build();
        }

        private void ask() {
            asked = true;
            final Admission admission = shard.offer(this);
            if (admission == Admission.RING_FULL) {
                asked = false;
                shard.whenRoom(this::wake);
            } else if (admission != Admission.ACCEPTED) {
                stop(Answers.refusal(admission, shard.failure()).asRuntimeException());
            }
        }

        @Override
        void release() {
            listings.decrementAndGet();
        }
    }
}
