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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Unary calls, so many under way at a time: every second order trades with the one before, so that the book stays small. */
final class UnaryLoad {
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final ManagedChannel channel;
    private final int window;
    private final Semaphore room;
    private final AtomicLong orders = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final ConcurrentHistogram roundTrips = new ConcurrentHistogram(HIGHEST_NANOS, 3);
    private volatile boolean measuring;
    private volatile @Nullable Throwable failure;

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
        callFor(plan.warmupNanos(), method);
        measuring = true;
        final long before = answered.get();
        final long begin = System.nanoTime();
        callFor(plan.nanos(), method);
        return GrpcRun.of(what, 1, window, answered.get() - before, System.nanoTime() - begin, roundTrips);
    }

    private <T> void callFor(long nanos, MethodDescriptor<SubmitOrderRequest, T> method) throws InterruptedException {
        final long end = System.nanoTime() + nanos;
        for (int i = 0; i < window; i++) {
            room.acquire();
            call(end, method);
        }
        if (!room.tryAcquire(window, nanos + SILENCE_NANOS, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("calls under way were not answered within 20 s");
        }
        room.release(window);
        throwFailure();
    }

    // The answer to a call makes the next one, on the transport's thread: no hand-over between threads is measured.
    private <T> void call(long end, MethodDescriptor<SubmitOrderRequest, T> method) {
        final long begin = System.nanoTime();
        ClientCalls.asyncUnaryCall(channel.newCall(method, CallOptions.DEFAULT), request(), new StreamObserver<T>() {
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
                if (System.nanoTime() - end < 0) {
                    call(end, method);
                } else {
                    room.release();
                }
            }
        });
    }

    private SubmitOrderRequest request() {
        final long orderId = orders.incrementAndGet();
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
