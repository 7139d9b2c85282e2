package io.hft.backend.engine;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.OpenOrdersPage;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.engine.v1.TradingEngineGrpc.TradingEngineBlockingStub;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@link EngineOrders} over gRPC. */
final class GrpcEngineOrders implements EngineOrders {
    /** For a whole list: a million orders take some seconds. */
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(60);

    private final TradingEngineBlockingStub engine;
    private final Duration queryTimeout;

    GrpcEngineOrders(Channel channel, Duration queryTimeout) {
        this.engine = TradingEngineGrpc.newBlockingStub(channel);
        this.queryTimeout = queryTimeout;
    }

    @Override
    public void open(String symbol, Pages pages) {
        ListOpenOrdersRequest request =
                ListOpenOrdersRequest.newBuilder().setSymbol(symbol).build();
        try {
            Iterator<OpenOrdersPage> list = engine.withDeadlineAfter(LIST_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                    .listOpenOrders(request);
            while (list.hasNext()) {
                OpenOrdersPage page = list.next();
                pages.page(
                        page.getAsOfSequence(),
                        page.getOrdersList().stream().map(Wire::order).toList());
            }
        } catch (StatusRuntimeException e) {
            throw GrpcEngineGateway.translated(e);
        }
    }

    @Override
    public Optional<EngineOrder> find(String symbol, long orderId) {
        GetOrderRequest request = GetOrderRequest.newBuilder()
                .setSymbol(symbol)
                .setOrderId(orderId)
                .build();
        try {
            return Optional.of(Wire.order(engine.withDeadlineAfter(queryTimeout.toNanos(), TimeUnit.NANOSECONDS)
                    .getOrder(request)));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw GrpcEngineGateway.translated(e);
        }
    }
}
