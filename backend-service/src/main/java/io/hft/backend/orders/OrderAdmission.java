package io.hft.backend.orders;

import io.hft.backend.orders.AdmissionRequest.Decision;
import io.hft.backend.orders.AdmissionRequest.Result;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Group commit of admissions: callers queue, a few committers record what waits in one transaction each, every caller gets his own
 * result. A transaction that fails by what one of them sent is repeated one by one, so that it fails for that one only. Nobody waits long: a full
 * queue refuses at once, so does one that no committer has looked at for a while, and who has waited in vain takes his request back.
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
    private final List<Committer> committers = new ArrayList<>();
    private final Duration timeout;
    private volatile boolean stopped;

    OrderAdmission(AdmissionTransaction transaction, OrderProperties properties) {
        this.transaction = transaction;
        this.queue = new ArrayBlockingQueue<>(Math.max(1, properties.maxWaiting()));
        this.timeout = properties.admissionTimeout();
        for (int i = 0; i < COMMITTERS; i++) {
            committers.add(new Committer("admission-" + i));
        }
    }

    /** A caller and his request; equal to itself alone. */
    private static final class Waiting {
        private final AdmissionRequest request;
        private final CompletableFuture<Result> result = new CompletableFuture<>();

        Waiting(AdmissionRequest request) {
            this.request = request;
        }

        AdmissionRequest request() {
            return request;
        }

        CompletableFuture<Result> result() {
            return result;
        }
    }

    /**
     * Waits for the commit, but not for ever: refused as overload when nothing was done in time, as undecided when a transaction has begun and does
     * not end. Throws what the database threw if nothing is known of the outcome.
     */
    Result admit(AdmissionRequest request) throws InterruptedException {
        Waiting waiting = new Waiting(request);
        if (stopped || isStuck() || !queue.offer(waiting)) {
            return refuseAll(request, new PlacementResult.Overloaded());
        }
        try {
            return waiting.result().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            if (queue.remove(waiting)) {
                return refuseAll(request, new PlacementResult.Overloaded());
            }
        }
        try {
            return waiting.result().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            // Whoever repeats what failed together passes this one over.
            waiting.result().cancel(false);
            return refuseAll(request, new PlacementResult.Undecided());
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }

    /** Whether every committer waits for the database longer than any caller should. */
    private boolean isStuck() {
        long now = System.nanoTime();
        return committers.stream().allMatch(committer -> committer.isStuck(now));
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopped = true;
        for (Committer committer : committers) {
            committer.stop();
        }
        for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.result().complete(refuseAll(waiting.request(), new PlacementResult.Overloaded()));
        }
    }

    /** A thread that commits, and since when it is at it. */
    private final class Committer {
        private static final long IDLE = Long.MIN_VALUE;

        private final Thread thread;
        private volatile long busySince = IDLE;

        Committer(String name) {
            this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
        }

        void stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }

        boolean isStuck(long now) {
            long since = busySince;
            return since != IDLE && now - since > timeout.toNanos();
        }

        private void run() {
            while (!stopped) {
                try {
                    List<Waiting> group = nextGroup();
                    busySince = System.nanoTime();
                    commit(group);
                } catch (InterruptedException e) {
                    return;
                } finally {
                    busySince = IDLE;
                }
            }
        }
    }

    private List<Waiting> nextGroup() throws InterruptedException {
        List<Waiting> group = new ArrayList<>();
        group.add(queue.take());
        int orders = group.getFirst().request().orders().size();
        for (Waiting more = queue.poll(); more != null; more = orders < ORDERS_MAX ? queue.poll() : null) {
            group.add(more);
            orders += more.request().orders().size();
        }
        return group;
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
                group.stream().filter(one -> !one.result().isDone()).forEach(one -> commit(List.of(one)));
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
