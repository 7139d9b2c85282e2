package io.hft.backend.orders;

import io.hft.backend.database.Statements;
import io.hft.backend.engine.Submission;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredAnswer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Who waits for which outcome. Waiters block on their own (virtual) threads; the settler wakes them after its commit, on the leader
 * directly, elsewhere when the leader's notification arrives. Whoever has just placed an order on the leader gets the order itself from the
 * settler, and the answer that it has stored along with the outcome. Nothing here reads the database.
 */
@Component
public class OrderOutcomes {
    private static final Logger log = LoggerFactory.getLogger(OrderOutcomes.class);

    private final Map<Integer, Shard> shards = new ConcurrentHashMap<>();
    private final Map<Long, Set<CountDownLatch>> orderWaiters = new ConcurrentHashMap<>();
    private final Map<Long, Expectation> expected = new ConcurrentHashMap<>();
    private final Set<Integer> stopped = ConcurrentHashMap.newKeySet();

    /** No outcome of this shard will be booked until {@link #resumed}: nothing may be placed meanwhile. */
    public void stopped(int shard) {
        stopped.add(shard);
    }

    /** The shard's events are booked (again), or will be as soon as the engine sends them. */
    public void resumed(int shard) {
        stopped.remove(shard);
    }

    /** Whether orders of a shard would wait for an outcome that nobody books. */
    boolean isStopped(int shard) {
        return stopped.contains(shard);
    }

    /** Waits until the events of a shard are booked up to {@code sequence}; false when they are not in time. */
    public boolean awaitSequence(int shard, long sequence, Duration timeout) throws InterruptedException {
        return shard(shard).await(sequence, timeout);
    }

    /** Starts to watch an order. Watch first, then read the order, then wait: no change is missed. */
    OrderWatch watch(long orderId) {
        CountDownLatch latch = new CountDownLatch(1);
        orderWaiters.compute(orderId, (id, waiters) -> {
            Set<CountDownLatch> all = waiters == null ? ConcurrentHashMap.newKeySet() : waiters;
            all.add(latch);
            return all;
        });
        return new OrderWatch(orderId, latch);
    }

    /**
     * Starts to expect the outcome of an order that is about to be placed.
     *
     * @param composer the answer to its request: may be called by any thread, more than once. Null when nobody but the caller may answer
     */
    public Expectation expect(@Nullable Function<Order, StoredAnswer> composer) {
        return new Expectation(composer);
    }

    /** Whether somebody here has just placed this order and waits for it. */
    public boolean isExpected(long orderId) {
        return expected.containsKey(orderId);
    }

    /**
     * The answers to requests whose outcome will be complete when everything up to {@code sequence} is booked, by request. Those of whom that
     * is not known yet are left to their callers.
     *
     * @param orders as they will be booked
     */
    public Answers answers(long sequence, Collection<Order> orders) {
        Map<Long, StoredAnswer> answers = new HashMap<>();
        for (Order order : orders) {
            Expectation expectation = expected.get(order.orderId());
            if (expectation != null) {
                expectation.compose(sequence, order, answers);
            }
        }
        return new Answers(answers);
    }

    /**
     * Called after a commit by whoever booked: everything up to {@code sequence}, and what it touched.
     *
     * @param orders those of the touched orders that are expected, as they are booked
     * @param answers stored in the same transaction
     */
    public void settled(
            int shard, long sequence, Collection<Long> orderIds, Collection<Order> orders, Answers answers) {
        for (Order order : orders) {
            Expectation expectation = expected.get(order.orderId());
            if (expectation != null) {
                expectation.settled(order, answers.byRequest());
            }
        }
        shard(shard).advance(sequence);
        orderIds.forEach(this::changed);
    }

    /** Called when another backend has booked: nobody knows here which orders it touched, so all who watch look again. */
    public void settledElsewhere(int shard, long sequence) {
        shard(shard).advance(sequence);
        orderWaiters.keySet().forEach(this::changed);
    }

    void changed(long orderId) {
        Set<CountDownLatch> waiters = orderWaiters.get(orderId);
        if (waiters != null) {
            waiters.forEach(CountDownLatch::countDown);
        }
    }

    private Shard shard(int shard) {
        return shards.computeIfAbsent(shard, number -> new Shard());
    }

    /** One caller's interest in one order; close it. */
    final class OrderWatch implements AutoCloseable {
        private final long orderId;
        private final CountDownLatch latch;

        private OrderWatch(long orderId, CountDownLatch latch) {
            this.orderId = orderId;
            this.latch = latch;
        }

        /** Whether something happened in time. */
        boolean await(Duration timeout) throws InterruptedException {
            return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            orderWaiters.computeIfPresent(orderId, (id, waiters) -> {
                waiters.remove(latch);
                return waiters.isEmpty() ? null : waiters;
            });
        }
    }

    /** Answers that are stored along with outcomes, by the requests that they belong to. */
    public record Answers(Map<Long, StoredAnswer> byRequest) {
        public static final Answers NONE = new Answers(Map.of());

        /** What stores them: it changes as many rows as there are answers if each is the first of its request. */
        public void store(Statements statements) {
            IdempotentRequests.store(byRequest, statements);
        }

        public int size() {
            return byRequest.size();
        }
    }

    /**
     * An order as it is booked.
     *
     * @param answer that was stored along with its outcome; null when that is left to the caller
     */
    public record Settled(Order order, @Nullable StoredAnswer answer) {}

    /**
     * A caller's interest in the order that it places itself; close it. Whoever records the order, the engine's answers and the settler tell it what
     * they know, each on a thread of its own.
     */
    public final class Expectation implements AutoCloseable {
        private static final long UNKNOWN = Long.MAX_VALUE;

        private final @Nullable Function<Order, StoredAnswer> composer;
        private final CountDownLatch decided = new CountDownLatch(1);
        private volatile @Nullable Long requestId;
        private volatile @Nullable Long orderId;
        private volatile @Nullable Future<Submission> submission;
        private volatile long lastSequence = UNKNOWN;
        private volatile @Nullable Settled settled;
        private boolean closed;
        private int shard;
        private @Nullable SequenceWaiter waiter;

        private Expectation(@Nullable Function<Order, StoredAnswer> composer) {
            this.composer = composer;
        }

        /**
         * The order is recorded, and not yet on its way.
         *
         * @param requestId under which its answer is kept, if it is
         */
        public synchronized void admitted(long orderId, @Nullable Long requestId) {
            if (!closed) {
                this.requestId = requestId;
                this.orderId = orderId;
                expected.put(orderId, this);
            }
        }

        /** The order is on its way to the engine. */
        void entering(Future<Submission> answer) {
            submission = answer;
        }

        /** The engine has answered; null when it has not, and will not in time. */
        void answered(@Nullable Submission answer) {
            if (answer == null || answer.duplicate()) {
                decided.countDown();
            } else {
                entered(answer.shard(), answer.lastSequence());
            }
        }

        /** The order is in the engine, and its outcome ends with this event. */
        public synchronized void entered(int shard, long lastSequence) {
            this.lastSequence = lastSequence;
            if (!closed) {
                this.shard = shard;
                waiter = new SequenceWaiter(lastSequence, decided);
                shard(shard).add(waiter);
            }
        }

        /** The engine's answer, which comes within a deadline. Only for an order that is admitted. */
        Future<Submission> submission() {
            Future<Submission> answer = submission;
            if (answer == null) {
                throw new IllegalStateException("the order is not on its way");
            }
            return answer;
        }

        /** Waits until the outcome is booked or the engine has refused, not known or not answered the order; false when nothing of this came in time. */
        boolean await(Duration timeout) throws InterruptedException {
            return decided.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** The order as the settler here has booked it last; empty when that happens elsewhere. */
        public Optional<Settled> settled() {
            return Optional.ofNullable(settled);
        }

        private void compose(long sequence, Order order, Map<Long, StoredAnswer> answers) {
            Long request = requestId;
            boolean answered = settled != null && settled.answer() != null;
            if (composer == null || request == null || answered || lastSequence > sequence || !order.isAnswered()) {
                return;
            }
            try {
                answers.put(request, composer.apply(order));
            } catch (RuntimeException e) {
                log.error("the answer to order {} cannot be composed here", order.orderId(), e);
            }
        }

        private void settled(Order order, Map<Long, StoredAnswer> answers) {
            Settled before = settled;
            Long request = requestId;
            StoredAnswer answer = request == null ? null : answers.get(request);
            settled = new Settled(order, answer == null && before != null ? before.answer() : answer);
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (orderId != null) {
                expected.remove(orderId, this);
            }
            if (waiter != null && decided.getCount() > 0) {
                shard(shard).forget(waiter);
            }
        }
    }

    private static final class Shard {
        private final ReentrantLock lock = new ReentrantLock();
        private final PriorityQueue<SequenceWaiter> waiters =
                new PriorityQueue<>(Comparator.comparingLong(SequenceWaiter::sequence));
        private long settled = -1;

        boolean await(long sequence, Duration timeout) throws InterruptedException {
            SequenceWaiter waiter = new SequenceWaiter(sequence, new CountDownLatch(1));
            add(waiter);
            boolean done = false;
            try {
                done = waiter.latch().await(timeout.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                if (!done) {
                    forget(waiter);
                }
            }
            return done;
        }

        void add(SequenceWaiter waiter) {
            lock.lock();
            try {
                if (waiter.sequence() <= settled) {
                    waiter.latch().countDown();
                } else {
                    waiters.add(waiter);
                }
            } finally {
                lock.unlock();
            }
        }

        void advance(long sequence) {
            lock.lock();
            try {
                settled = Math.max(settled, sequence);
                while (!waiters.isEmpty() && waiters.peek().sequence() <= settled) {
                    waiters.poll().latch().countDown();
                }
            } finally {
                lock.unlock();
            }
        }

        private void forget(SequenceWaiter waiter) {
            lock.lock();
            try {
                waiters.removeIf(other -> other == waiter);
            } finally {
                lock.unlock();
            }
        }
    }

    private record SequenceWaiter(long sequence, CountDownLatch latch) {}
}
