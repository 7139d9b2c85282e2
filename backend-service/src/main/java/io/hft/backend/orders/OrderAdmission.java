package io.hft.backend.orders;

import io.hft.backend.database.GroupedCalls;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.orders.AdmissionRequest.Decision;
import io.hft.backend.orders.AdmissionRequest.Result;
import io.hft.backend.orders.OrderOutcomes.Expectation;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Group commit of admissions: what many callers want recorded at about the same time is recorded in one transaction, and brought to the engine in one
 * call.
 */
@Component
class OrderAdmission {
    /** Of one transaction, but for a single request that has more. */
    private static final int ORDERS_MAX = 256;

    private static final Logger log = LoggerFactory.getLogger(OrderAdmission.class);

    private final AdmissionTransaction transaction;
    private final OrderSubmission submission;
    private final GroupedCalls<AdmissionRequest, Result> admissions;

    OrderAdmission(AdmissionTransaction transaction, OrderSubmission submission, OrderProperties properties) {
        this.transaction = transaction;
        this.submission = submission;
        this.admissions = new GroupedCalls<>(
                "admission",
                new GroupedCalls.Limits(properties.maxWaiting(), ORDERS_MAX, properties.admissionTimeout()),
                request -> request.orders().size(),
                this::admitAll);
    }

    private List<Result> admitAll(List<AdmissionRequest> requests) {
        List<Result> results = transaction.admit(requests);
        List<Order> admitted = new ArrayList<>();
        List<Expectation> expectations = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Result.Decided(List<Decision> decisions, StoredRequest request)) {
                for (int k = 0; k < decisions.size(); k++) {
                    if (decisions.get(k) instanceof Decision.Admitted(Order order)) {
                        Expectation expectation = requests.get(i).expectations().get(k);
                        expectation.admitted(order.orderId(), request == null ? null : request.requestId());
                        admitted.add(order);
                        expectations.add(expectation);
                    }
                }
            }
        }
        admitted.forEach(order -> FaultPoint.AFTER_HOLD.reachedFor(order.userId()));
        if (!admitted.isEmpty()) {
            enter(admitted, expectations);
        }
        return results;
    }

    /** What is recorded stays so, whatever happens here: what the engine does not answer is resolved later. */
    private void enter(List<Order> admitted, List<Expectation> expectations) {
        try {
            submission.begin(admitted, expectations);
        } catch (RuntimeException e) {
            log.error("{} orders were not sent to the engine", admitted.size(), e);
            EngineUnavailable reason = new EngineUnavailable("the order was not sent", e);
            expectations.forEach(expectation -> {
                expectation.entering(CompletableFuture.failedFuture(reason));
                expectation.answered(null);
            });
        }
    }

    /**
     * Waits for the commit, but not for ever: refused as overload when nothing was done in time, as undecided when a transaction has begun and does
     * not end. Throws what the database threw if nothing is known of the outcome.
     */
    Result admit(AdmissionRequest request) throws InterruptedException {
        try {
            return switch (admissions.call(request)) {
                case GroupedCalls.Outcome.Done<Result>(Result result) -> result;
                case GroupedCalls.Outcome.Refused<Result>() -> refuseAll(request, new PlacementResult.Overloaded());
                case GroupedCalls.Outcome.Undecided<Result>() -> refuseAll(request, new PlacementResult.Undecided());
            };
        } catch (UnknownUsers e) {
            return refuseAll(request, new PlacementResult.UnknownUser());
        }
    }

    @PreDestroy
    void stop() {
        admissions.close();
    }

    private static Result refuseAll(AdmissionRequest request, PlacementResult why) {
        return new Result.Decided(
                request.orders().stream()
                        .map(order -> (Decision) new Decision.Refused(why))
                        .toList(),
                null);
    }
}
