package io.hft.tui.screen;

import io.hft.tui.client.BackendProblem;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the backend without keeping the screen waiting. */
final class Requests implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Inbox inbox;

    Requests(Inbox inbox) {
        this.inbox = inbox;
    }

    /**
     * Runs the request elsewhere, and one of the two others with what came of it on the loop's thread; {@code otherwise} also when {@code then}
     * does not understand the answer.
     */
    <T> void ask(Supplier<T> request, Consumer<T> then, Consumer<RuntimeException> otherwise) {
        threads.execute(() -> {
            try {
                T answer = request.get();
                inbox.put(() -> {
                    try {
                        then.accept(answer);
                    } catch (RuntimeException e) {
                        otherwise.accept(new IllegalStateException("an answer was not understood: " + e, e));
                    }
                });
            } catch (RuntimeException e) {
                inbox.put(() -> otherwise.accept(e));
            }
        });
    }

    /** For requests that had better wait a little. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a person is told about a failure. */
    static String words(RuntimeException failure) {
        return failure instanceof BackendProblem problem ? problem.explanation() : String.valueOf(failure.getMessage());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
