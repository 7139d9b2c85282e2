package io.hft.backend.orders;

import io.hft.backend.orders.AdmissionRequest.Decision;
import io.hft.backend.orders.AdmissionRequest.Result;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Group commit of admissions: callers queue, a few committers record what waits in one transaction each, every caller gets his own
 * result. A transaction that fails by what one of them sent is repeated one by one, so that it fails for that one only. A full queue refuses
 * at once.
 */
@Component
class OrderAdmission {
    private static final String USER_OF_ORDER = "orders_user_id_fkey";
    private static final String USER_OF_REQUEST = "idempotent_requests_user_id_fkey";
    private static final int COMMITTERS = 2;
    /** Of one transaction, but for a single request that has more. */
    private static final int ORDERS_MAX = 256;

    private final AdmissionTransaction transaction;
    private final BlockingQueue<Waiting> queue;
    private final List<Thread> committers = new ArrayList<>();
    private volatile boolean stopped;

    OrderAdmission(AdmissionTransaction transaction, OrderProperties properties) {
        this.transaction = transaction;
        this.queue = new ArrayBlockingQueue<>(Math.max(1, properties.maxWaiting()));
        for (int i = 0; i < COMMITTERS; i++) {
            committers.add(Thread.ofPlatform().daemon().name("admission-" + i).start(this::run));
        }
    }

    private record Waiting(AdmissionRequest request, CompletableFuture<Result> result) {}

    /** Waits for the commit. Throws what the database threw if nothing is known of the outcome. */
    Result admit(AdmissionRequest request) throws InterruptedException {
        Waiting waiting = new Waiting(request, new CompletableFuture<>());
        if (stopped || !queue.offer(waiting)) {
            return refuseAll(request, new PlacementResult.Overloaded());
        }
        try {
            return waiting.result().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopped = true;
        committers.forEach(Thread::interrupt);
        for (Thread committer : committers) {
            committer.join();
        }
        for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.result().complete(refuseAll(waiting.request(), new PlacementResult.Overloaded()));
        }
    }

    private void run() {
        while (!stopped) {
            List<Waiting> group = new ArrayList<>();
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                return;
            }
            int orders = group.getFirst().request().orders().size();
            for (Waiting more = queue.poll(); more != null; more = orders < ORDERS_MAX ? queue.poll() : null) {
                group.add(more);
                orders += more.request().orders().size();
            }
            commit(group);
        }
    }

    private void commit(List<Waiting> group) {
        try {
            List<Result> results =
                    transaction.admit(group.stream().map(Waiting::request).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result().complete(results.get(i));
            }
        } catch (DataIntegrityViolationException | PessimisticLockingFailureException e) {
            if (group.size() > 1) {
                group.forEach(one -> commit(List.of(one)));
            } else {
                end(group.getFirst(), e);
            }
        } catch (RuntimeException e) {
            group.forEach(one -> one.result().completeExceptionally(e));
        } catch (Error e) {
            group.forEach(one -> one.result().completeExceptionally(new IllegalStateException(e)));
            throw e;
        }
    }

    private static void end(Waiting waiting, RuntimeException e) {
        switch (violatedConstraint(e)) {
            case USER_OF_ORDER, USER_OF_REQUEST ->
                waiting.result().complete(refuseAll(waiting.request(), new PlacementResult.UnknownUser()));
            default -> waiting.result().completeExceptionally(e);
        }
    }

    private static Result refuseAll(AdmissionRequest request, PlacementResult why) {
        return new Result.Decided(
                request.orders().stream()
                        .map(order -> (Decision) new Decision.Refused(why))
                        .toList(),
                null);
    }

    private static String violatedConstraint(RuntimeException e) {
        return e instanceof DataIntegrityViolationException violation
                        && violation.getMostSpecificCause() instanceof PSQLException problem
                        && problem.getServerErrorMessage() != null
                        && problem.getServerErrorMessage().getConstraint() != null
                ? problem.getServerErrorMessage().getConstraint()
                : "";
    }
}
