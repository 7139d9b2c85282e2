package io.hft.backend.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.database.GroupedCalls.Limits;
import io.hft.backend.database.GroupedCalls.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DuplicateKeyException;

@Timeout(30)
class GroupedCallsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    /** The committer is in a transaction. */
    private final Semaphore begun = new Semaphore(0);

    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void end() {
        gate.countDown();
        callers.shutdownNow();
    }

    private GroupedCalls<Integer, String> calls(Limits limits, Function<List<Integer>, List<String>> together) {
        return new GroupedCalls<>("test", limits, number -> 1, together);
    }

    private List<String> behindTheGate(List<Integer> numbers) {
        begun.release();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return texts(numbers);
    }

    private List<String> texts(List<Integer> numbers) {
        groups.add(List.copyOf(numbers));
        return numbers.stream().map(String::valueOf).toList();
    }

    private <T> Future<T> caller(Callable<T> call) {
        return callers.submit(call);
    }

    /** A call that keeps the committer until the gate opens. */
    private Future<Outcome<String>> keepBusy(GroupedCalls<Integer, String> calls) throws InterruptedException {
        Future<Outcome<String>> busy = caller(() -> calls.call(-1));
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        return busy;
    }

    @Test
    void whatWaitsGoesTogetherAndEverybodyGetsHisOwn() throws Exception {
        try (GroupedCalls<Integer, String> calls = calls(new Limits(100, 30, LONG), this::behindTheGate)) {
            keepBusy(calls);
            List<Future<Outcome<String>>> all = new ArrayList<>();
            CountDownLatch asked = new CountDownLatch(50);
            for (int i = 0; i < 50; i++) {
                int number = i;
                all.add(caller(() -> {
                    asked.countDown();
                    return calls.call(number);
                }));
            }
            asked.await();
            gate.countDown();
            for (int i = 0; i < 50; i++) {
                assertThat(all.get(i).get()).isEqualTo(new Outcome.Done<>(String.valueOf(i)));
            }
            assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(30));
            assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(51);
        }
    }

    @Test
    void oneThatBreaksARuleFailsAlone() throws Exception {
        Function<List<Integer>, List<String>> noSevens = numbers -> {
            begun.release();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (numbers.contains(7)) {
                throw new DuplicateKeyException("seven");
            }
            return texts(numbers);
        };
        try (GroupedCalls<Integer, String> calls = calls(new Limits(100, 100, LONG), noSevens)) {
            keepBusy(calls);
            List<Future<Outcome<String>>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int number = i;
                all.add(caller(() -> calls.call(number)));
            }
            gate.countDown();
            for (int i = 0; i < 10; i++) {
                Future<Outcome<String>> call = all.get(i);
                if (i == 7) {
                    assertThatThrownBy(call::get).hasRootCauseInstanceOf(DuplicateKeyException.class);
                } else {
                    assertThat(call.get()).isEqualTo(new Outcome.Done<>(String.valueOf(i)));
                }
            }
        }
    }

    @Test
    void aFullQueueRefusesAtOnce() throws Exception {
        try (GroupedCalls<Integer, String> calls = calls(new Limits(1, 100, LONG), this::behindTheGate)) {
            keepBusy(calls);
            // One of the two finds the only place; the other one is told before anything ends.
            List<Future<Outcome<String>>> two = List.of(caller(() -> calls.call(1)), caller(() -> calls.call(2)));
            while (two.stream().noneMatch(Future::isDone)) {
                Thread.onSpinWait();
            }
            Future<Outcome<String>> told =
                    two.stream().filter(Future::isDone).findFirst().orElseThrow();
            assertThat(told.get()).isEqualTo(new Outcome.Refused<>());
            gate.countDown();
            for (Future<Outcome<String>> one : two) {
                assertThat(one.get()).isInstanceOf(one == told ? Outcome.Refused.class : Outcome.Done.class);
            }
        }
    }

    @Test
    void whoWaitsInVainIsRefusedAndWhoIsUnderWayIsTold() throws Exception {
        try (GroupedCalls<Integer, String> calls = calls(new Limits(10, 100, SHORT), this::behindTheGate)) {
            assertThat(keepBusy(calls).get()).isEqualTo(new Outcome.Undecided<>());
            // The committer is at it for longer than anybody waits: refused without a wait.
            assertThat(calls.call(3)).isEqualTo(new Outcome.Refused<>());
            gate.countDown();
            while (groups.isEmpty()) {
                Thread.onSpinWait();
            }
        }
        assertThat(groups.stream().flatMap(List::stream)).containsExactly(-1);
    }

    @Test
    void refusesWhenItIsClosed() throws Exception {
        GroupedCalls<Integer, String> calls = calls(new Limits(10, 100, LONG), this::texts);
        assertThat(calls.call(1)).isEqualTo(new Outcome.Done<>("1"));
        calls.close();
        assertThat(calls.call(2)).isEqualTo(new Outcome.Refused<>());
    }
}
