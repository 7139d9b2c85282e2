package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubmitOrdersResponse;
import io.hft.engine.v1.SubmitOrdersResult;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Gathers the results of many orders and answers the call with the last of them. Each result comes once, from any thread. */
final class SubmitOrdersReply {
    private final StreamObserver<SubmitOrdersResponse> observer;
    private final AtomicReferenceArray<SubmitOrdersResult> results;
    private final AtomicInteger missing;

    SubmitOrdersReply(final int orders, final StreamObserver<SubmitOrdersResponse> observer) {
        this.observer = observer;
        this.results = new AtomicReferenceArray<>(orders);
        this.missing = new AtomicInteger(orders);
    }

    /** Takes the one order's answer, or the error that it ends with. */
    StreamObserver<SubmitOrderResponse> at(final int index) {
        return new StreamObserver<>() {
            @Override
            public void onNext(final SubmitOrderResponse answer) {
                set(
                        index,
                        SubmitOrdersResult.newBuilder()
                                .setOrder(answer.getOrder())
                                .setDuplicate(answer.getDuplicate())
                                .setShard(answer.getShard())
                                .setLastSequence(answer.getLastSequence())
                                .build());
            }

            @Override
            public void onError(final Throwable error) {
                final Status status = Status.fromThrowable(error);
                final String message = status.getDescription();
                set(
                        index,
                        SubmitOrdersResult.newBuilder()
                                .setStatusCode(status.getCode().value())
                                .setStatusMessage(message == null ? "" : message)
                                .build());
            }

            @Override
            public void onCompleted() {
                // The answer was all.
            }
        };
    }

    private void set(final int index, final SubmitOrdersResult result) {
        results.set(index, result);
        if (missing.decrementAndGet() == 0) {
            final SubmitOrdersResponse.Builder response = SubmitOrdersResponse.newBuilder();
            for (int i = 0; i < results.length(); i++) {
                response.addResults(results.get(i));
            }
            Answers.complete(observer, response.build());
        }
    }
}
