package io.hft.backend.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Group commit: callers queue, a committer carries out all that waits in one transaction, every caller gets his own result. A
 * transaction that fails by what one of them sent is repeated one by one, so that it fails for that one only. Nobody waits long: a full
 * queue refuses at once, so does one that nobody has looked at for a while, and who has waited in vain takes his call back.
 *
 * @param <T> what is asked
 * @param <R> what comes of it
 */
public final class GroupedCalls<T, R> implements AutoCloseable {
    private static final long IDLE = Long.MIN_VALUE;

    private final Function<List<T>, List<R>> together;
    private final Limits limits;
    private final ToIntFunction<T> weight;
    private final BlockingQueue<Call<T, R>> queue;
    private final Thread committer;
    private volatile long busySince = IDLE;
    private volatile boolean stopped;

    /**
     * @param waiting calls that may wait; more are refused
     * @param together weight of one transaction, but for a single call that has more
     * @param timeout how long a call may wait for its transaction to begin, and then again for its end
     */
    public record Limits(int waiting, int together, Duration timeout) {}

    /** What became of a call. */
    public sealed interface Outcome<R> {
        /** Carried out and committed. */
        record Done<R>(R result) implements Outcome<R> {}

        /** Too much is waiting, or nothing was begun in time: nothing happened. */
        record Refused<R>() implements Outcome<R> {}

        /** Begun, and not ended in time: nothing is known. */
        record Undecided<R>() implements Outcome<R> {}
    }

    /**
     * @param name of the threads
     * @param weight of a call
     * @param together carries calls out in one transaction; one result for each, in their order. All or nothing: an exception leaves no trace of any
     */
    public GroupedCalls(String name, Limits limits, ToIntFunction<T> weight, Function<List<T>, List<R>> together) {
        this.together = together;
        this.limits = limits;
        this.weight = weight;
        this.queue = new ArrayBlockingQueue<>(Math.max(1, limits.waiting()));
        // One alone: while it commits, the next group gathers. Two of them make groups half as large, which costs more
        // than it gains.
        this.committer = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** A caller; equal to itself alone. */
    private static final class Call<T, R> {
        private final T asked;
        private final CompletableFuture<Outcome<R>> result = new CompletableFuture<>();

        Call(T asked) {
            this.asked = asked;
        }

        T asked() {
            return asked;
        }

        CompletableFuture<Outcome<R>> result() {
            return result;
        }
    }

    /** Waits for the commit, but not for ever. Throws what the transaction threw, if that is this call's. */
    public Outcome<R> call(T asked) throws InterruptedException {
        Call<T, R> call = new Call<>(asked);
        if (stopped || isStuck() || !queue.offer(call)) {
            return new Outcome.Refused<>();
        }
        try {
            return await(call);
        } catch (TimeoutException e) {
            if (queue.remove(call)) {
                return new Outcome.Refused<>();
            }
        }
        try {
            return await(call);
        } catch (TimeoutException e) {
            // Whoever repeats what failed together passes this one over.
            call.result().cancel(false);
            return new Outcome.Undecided<>();
        }
    }

    private Outcome<R> await(Call<T, R> call) throws InterruptedException, TimeoutException {
        try {
            return call.result().get(limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Whether the committer waits for the database longer than any caller should. */
    private boolean isStuck() {
        long since = busySince;
        return since != IDLE && System.nanoTime() - since > limits.timeout().toNanos();
    }

    /** Ends what is under way and refuses what waits. */
    @Override
    public void close() {
        stopped = true;
        committer.interrupt();
        try {
            committer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Call<T, R> call = queue.poll(); call != null; call = queue.poll()) {
            call.result().complete(new Outcome.Refused<>());
        }
    }

    private void run() {
        while (!stopped) {
            try {
                List<Call<T, R>> group = nextGroup();
                busySince = System.nanoTime();
                commit(group);
            } catch (InterruptedException e) {
                return;
            } finally {
                busySince = IDLE;
            }
        }
    }

    private List<Call<T, R>> nextGroup() throws InterruptedException {
        List<Call<T, R>> group = new ArrayList<>();
        group.add(queue.take());
        int sum = weight.applyAsInt(group.getFirst().asked());
        for (Call<T, R> more = queue.poll(); more != null; more = sum < limits.together() ? queue.poll() : null) {
            group.add(more);
            sum += weight.applyAsInt(more.asked());
        }
        return group;
    }

    private void commit(List<Call<T, R>> group) {
        try {
            List<R> results = together.apply(group.stream().map(Call::asked).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result().complete(new Outcome.Done<>(results.get(i)));
            }
        } catch (DataIntegrityViolationException | PessimisticLockingFailureException e) {
            if (group.size() > 1) {
                group.stream().filter(one -> !one.result().isDone()).forEach(one -> commit(List.of(one)));
            } else {
                group.getFirst().result().completeExceptionally(e);
            }
        } catch (RuntimeException e) {
            group.forEach(one -> one.result().completeExceptionally(e));
        } catch (Error e) {
            // Told to those who asked; whoever comes later needs this thread.
            group.forEach(one -> one.result().completeExceptionally(new IllegalStateException(e)));
        }
    }
}
