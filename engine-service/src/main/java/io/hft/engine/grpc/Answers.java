package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hft.engine.event.RejectReason;
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
        if (admission != Admission.ACCEPTED) {
            throw refusal(admission, failure).asRuntimeException();
        }
    }

    /** Why a command did not get in. */
    static Status refusal(final Admission admission, final @Nullable String failure) {
        return switch (admission) {
            case ACCEPTED -> Status.OK;
            case RING_FULL ->
                Status.RESOURCE_EXHAUSTED.withDescription("the command queue is full; nothing was done, try again");
            case NOT_SERVING ->
                Status.UNAVAILABLE.withDescription(failure == null ? "the engine is stopping" : failure);
        };
    }

    /** Why the engine did not carry out a command that is not about an order; the request was checked before, so this is rare. */
    static Status refusal(final int rejectReasonCode) {
        return Status.FAILED_PRECONDITION.withDescription("the engine refused this with "
                + (RejectReason.isKnown(rejectReasonCode) ? RejectReason.of(rejectReasonCode) : rejectReasonCode));
    }

    static StatusRuntimeException unavailable(final String reason) {
        return Status.UNAVAILABLE.withDescription(reason).asRuntimeException();
    }
}
