package io.hft.backend.orders;

import io.hft.backend.database.GroupedCalls;
import io.hft.backend.orders.AdmissionRequest.Decision;
import io.hft.backend.orders.AdmissionRequest.Result;
import jakarta.annotation.PreDestroy;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Group commit of admissions: what many callers want recorded at about the same time is recorded in one transaction. */
@Component
class OrderAdmission {
    private static final String USER_OF_REQUEST = "idempotent_requests_user_id_fkey";
    /** Of one transaction, but for a single request that has more. */
    private static final int ORDERS_MAX = 256;

    private final GroupedCalls<AdmissionRequest, Result> admissions;

    OrderAdmission(AdmissionTransaction transaction, OrderProperties properties) {
        this.admissions = new GroupedCalls<>(
                "admission",
                new GroupedCalls.Limits(properties.maxWaiting(), ORDERS_MAX, properties.admissionTimeout()),
                request -> request.orders().size(),
                transaction::admit);
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
        } catch (DataIntegrityViolationException e) {
            return switch (violatedConstraint(e)) {
                case USER_OF_REQUEST -> refuseAll(request, new PlacementResult.UnknownUser());
                default -> throw e;
            };
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

    private static String violatedConstraint(DataIntegrityViolationException e) {
        return e.getMostSpecificCause() instanceof PSQLException problem
                        && problem.getServerErrorMessage() != null
                        && problem.getServerErrorMessage().getConstraint() != null
                ? problem.getServerErrorMessage().getConstraint()
                : "";
    }
}
