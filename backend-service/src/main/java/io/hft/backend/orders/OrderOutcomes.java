package io.hft.backend.orders;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Who waits for which outcome. Waiters block on their own (virtual) threads; the settler wakes them after its commit, on the leader
 * directly, elsewhere when the leader's notification arrives. Nothing here reads the database.
 */
@Component
public class OrderOutcomes {
    private final Map<Integer, Shard> shards = new ConcurrentHashMap<>();
    private final Map<Long, Set<CountDownLatch>> orderWaiters = new ConcurrentHashMap<>();

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

    /** Called after a commit by whoever booked: everything up to {@code sequence}, and what it touched. */
    public void settled(int shard, long sequence, Collection<Long> orderIds) {
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

    private static final class Shard {
        private final ReentrantLock lock = new ReentrantLock();
        private final PriorityQueue<SequenceWaiter> waiters =
                new PriorityQueue<>(Comparator.comparingLong(SequenceWaiter::sequence));
        private long settled = -1;

        boolean await(long sequence, Duration timeout) throws InterruptedException {
            SequenceWaiter waiter = new SequenceWaiter(sequence, new CountDownLatch(1));
            lock.lock();
            try {
                if (sequence <= settled) {
                    return true;
                }
                waiters.add(waiter);
            } finally {
                lock.unlock();
            }
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
