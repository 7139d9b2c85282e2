package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hft.engine.sequencing.Admission;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How calls end: one place for the statuses that the contract names. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** Runs a call's checks and turns what they throw into its status. */
    static <T> void answer(final StreamObserver<T> observer, final Runnable call) {
        if (observer instanceof ServerCallStreamObserver<T> server) {
            // Without a handler, an answer to a caller who has gone would throw.
            server.setOnCancelHandler(() -> {});
        }
        try {
            call.run();
        } catch (final InvalidField e) {
            observer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (final StatusRuntimeException e) {
            observer.onError(e);
        } catch (final RuntimeException e) {
            LOG.error("a call failed", e);
            observer.onError(Status.INTERNAL.withDescription("internal error").asRuntimeException());
        }
    }

    static <T> void complete(final StreamObserver<T> observer, final T message) {
        observer.onNext(message);
        observer.onCompleted();
    }

    /** Ends the call when its command did not get in. */
    static void requireAccepted(final Admission admission, final @Nullable String failure) {
        switch (admission) {
            case ACCEPTED -> {}
            case RING_FULL ->
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("the command queue is full; nothing was done, try again")
                        .asRuntimeException();
            case NOT_SERVING -> throw unavailable(failure == null ? "the engine is stopping" : failure);
        }
    }

    static StatusRuntimeException unavailable(final String reason) {
        return Status.UNAVAILABLE.withDescription(reason).asRuntimeException();
    }
}
