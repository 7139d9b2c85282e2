package io.hft.tui.screen;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is to be done on the loop's thread. Anybody may put something in; what came of requests, news and keys meet here. */
final class Inbox {
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    void put(Runnable task) {
        tasks.add(task);
    }

    @Nullable
    Runnable take(long timeoutNanos) throws InterruptedException {
        return tasks.poll(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    @Nullable
    Runnable takeNow() {
        return tasks.poll();
    }
}
