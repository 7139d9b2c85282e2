package io.hft.bench.session;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.hft.engine.v1.SessionRequest;
import io.hft.engine.v1.SubmitOrderRequest;

/** A service that gives back what it gets, parsed and written again, and does nothing else. */
final class Echo {
    private static final String SERVICE = "hft.bench.Echo";

    /** A stream of the session's batches. */
    static final MethodDescriptor<SessionRequest, SessionRequest> STREAM =
            method(MethodType.BIDI_STREAMING, "Stream", SessionRequest.getDefaultInstance());

    static final MethodDescriptor<SubmitOrderRequest, SubmitOrderRequest> UNARY =
            method(MethodType.UNARY, "Unary", SubmitOrderRequest.getDefaultInstance());

    private Echo() {}

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(STREAM, ServerCalls.asyncBidiStreamingCall(Echo::stream))
                .addMethod(UNARY, ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(request);
                    answer.onCompleted();
                }))
                .build();
    }

    private static StreamObserver<SessionRequest> stream(StreamObserver<SessionRequest> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(SessionRequest request) {
                answers.onNext(request);
            }

            @Override
            public void onError(Throwable cause) {
                // The client went away.
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    private static <T extends Message> MethodDescriptor<T, T> method(MethodType type, String name, T message) {
        return MethodDescriptor.<T, T>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(message))
                .setResponseMarshaller(ProtoUtils.marshaller(message))
                .build();
    }
}
