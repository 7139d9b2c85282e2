package io.hft.bench.session;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.TimeInForce;
import io.hft.engine.v1.TradingEngineGrpc;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Unary calls, so many under way at a time: every second order trades with the one before, so that the book stays small. */
final class UnaryLoad {
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final ManagedChannel channel;
    private final int window;
    private final Semaphore room;
    private final AtomicLong answered = new AtomicLong();
    private final ConcurrentHistogram roundTrips = new ConcurrentHistogram(HIGHEST_NANOS, 3);
    private volatile boolean measuring;
    private volatile @Nullable Throwable failure;
    private long orderId;

    private UnaryLoad(ManagedChannel channel, int window) {
        this.channel = channel;
        this.window = window;
        this.room = new Semaphore(window);
    }

    static GrpcRun submit(ManagedChannel channel, int window, GrpcRun.Plan plan) throws InterruptedException {
        return new UnaryLoad(channel, window).run("unary", TradingEngineGrpc.getSubmitOrderMethod(), plan);
    }

    static GrpcRun echo(ManagedChannel channel, int window, GrpcRun.Plan plan) throws InterruptedException {
        return new UnaryLoad(channel, window).run("unary-echo", Echo.UNARY, plan);
    }

    private <T> GrpcRun run(String what, MethodDescriptor<SubmitOrderRequest, T> method, GrpcRun.Plan plan)
            throws InterruptedException {
        callUntil(System.nanoTime() + plan.warmupNanos(), method);
        room.acquire(window);
        room.release(window);
        measuring = true;
        final long before = answered.get();
        final long begin = System.nanoTime();
        callUntil(begin + plan.nanos(), method);
        room.acquire(window);
        final long nanos = System.nanoTime() - begin;
        throwFailure();
        return GrpcRun.of(what, 1, window, answered.get() - before, nanos, roundTrips);
    }

    private <T> void callUntil(long end, MethodDescriptor<SubmitOrderRequest, T> method) throws InterruptedException {
        while (System.nanoTime() - end < 0) {
            room.acquire();
            throwFailure();
            final long begin = System.nanoTime();
            ClientCalls.asyncUnaryCall(
                    channel.newCall(method, CallOptions.DEFAULT), request(), new StreamObserver<T>() {
                        @Override
                        public void onNext(T answer) {
                            if (measuring) {
                                roundTrips.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - begin));
                            }
                            answered.incrementAndGet();
                        }

                        @Override
                        public void onError(Throwable cause) {
                            failure = cause;
                            room.release();
                        }

                        @Override
                        public void onCompleted() {
                            room.release();
                        }
                    });
        }
    }

    private SubmitOrderRequest request() {
        orderId++;
        final boolean sells = (orderId & 1) == 1;
        return SubmitOrderRequest.newBuilder()
                .setOrderId(orderId)
                .setAccountId(sells ? 1 : 2)
                .setSymbol(ServeCommand.SYMBOL)
                .setSide(sells ? Side.SELL : Side.BUY)
                .setOrderType(OrderType.LIMIT)
                .setTimeInForce(TimeInForce.GTC)
                .setPrice("335.00")
                .setQuantity("0.00000100")
                .build();
    }

    private void throwFailure() {
        final Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException("a call failed: " + cause.getMessage(), cause);
        }
    }
}
