package io.hft.engine.sequencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hft.engine.EngineFixture;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.eventlog.EventLogReader;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.marketdata.DepthView;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.recovery.RecoveredShard;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.storage.FaultyFiles;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ShardPipelineTest {
    private static final Instrument BTC =
            new Instrument(1, "BTC-USD", "BTC", "USD", 1, 2, 1, 8, 1_000_000_000_000L, 5_000_000, 0);

    @TempDir
    Path directory;

    private final FaultyFiles journalFiles = new FaultyFiles(".journal");
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private ShardPipeline pipeline;

    @AfterEach
    void close() {
        journalFiles.releaseForces();
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void answersEveryCommandAfterItsEventsAreInTheLog(final WaitStrategy strategy) {
        start(config(64, 64).withThreads(new EngineConfig.Threads(strategy, 64, 64)));
        // Few, since three spinning threads may have to share fewer cores.
        for (int id = 1; id <= 40; id++) {
            final Outcome outcome = buy(id, 100 + id % 5, 10);
            outcome.join();
            assertThat(pipeline.eventLog().lastSequence()).isGreaterThanOrEqualTo(outcome.lastSequence);
            assertThat(outcome.types).containsExactly(EventType.NEW.code());
        }
        assertThat(shownBook().bids().size()).isEqualTo(5);
    }

    @Test
    void letsASweepThroughThatIsLargerThanItsEventRing() {
        start(config(64, 16).withJournal(new EngineConfig.Journal(Durability.NONE, 10, 1 << 20)));
        for (int id = 1; id <= 5_000; id++) {
            sell(id, 1_000, 1).join();
        }
        final Outcome sweep = buy(10_000, 1_000, 5_000);
        sweep.join();
        assertThat(sweep.types).hasSize(1 + 2 * 5_000);
        assertThat(shownBook().asks().size()).isZero();
        final AtomicLong next = new AtomicLong(1);
        try (EventLogReader reader = pipeline.eventLog().reader()) {
            while (reader.read(next.get(), 1_000, (sequence, buffer, offset, length) -> {
                        assertThat(Event.sequence(buffer, offset)).isEqualTo(next.getAndIncrement());
                    })
                    > 0) {
                assertThat(next.get()).isPositive();
            }
        }
        assertThat(next.get() - 1).isEqualTo(sweep.lastSequence);
    }

    @Test
    void refusesAtOnceWhenTheRingIsFullAndAnswersWhatItTook() {
        start(config(16, 16));
        buy(1, 100, 1).join();
        journalFiles.holdForces();
        final List<Outcome> taken = new ArrayList<>();
        Outcome outcome = buy(2, 100, 1);
        while (outcome.admission == Admission.ACCEPTED) {
            taken.add(outcome);
            outcome = buy(2 + taken.size(), 100, 1);
        }
        assertThat(outcome.admission).isEqualTo(Admission.RING_FULL);
        // The ring, and what its readers took out of it before they stood still.
        assertThat(taken.size()).isBetween(16, 16 + 16);
        assertThat(taken).noneMatch(CompletableFuture::isDone);
        final long before = pipeline.eventLog().lastSequence();
        journalFiles.releaseForces();
        taken.forEach(CompletableFuture::join);
        assertThat(pipeline.eventLog().lastSequence()).isEqualTo(before + taken.size());
        assertThat(buy(900, 100, 1).join()).isNull();
    }

    @Test
    void letsNothingOutBeforeTheJournalIsForced() {
        start(config(64, 64));
        buy(1, 100, 1).join();
        final long before = pipeline.eventLog().lastSequence();
        journalFiles.holdForces();
        final int forces = journalFiles.forces();
        final Outcome outcome = buy(2, 101, 1);
        final CompletableFuture<Integer> question = new CompletableFuture<>();
        assertThat(pipeline.offer(new OpenOrderCount(question))).isEqualTo(Admission.ACCEPTED);
        await().until(() -> journalFiles.forces() > forces);
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        assertThat(outcome).isNotDone();
        assertThat(question).isNotDone();
        assertThat(pipeline.eventLog().lastSequence()).isEqualTo(before);
        assertThat(shownBook().bids().size()).isEqualTo(1);
        journalFiles.releaseForces();
        outcome.join();
        assertThat(question.join()).isEqualTo(2);
        assertThat(shownBook().bids().size()).isEqualTo(2);
    }

    @Test
    void burnsNoProcessorWhileItWaitsForTheDiskOrForWork() {
        start(config(64, 64));
        buy(1, 100, 1).join();
        journalFiles.holdForces();
        final Outcome outcome = buy(2, 101, 1);
        assertThat(cpuMillisDuring(Duration.ofMillis(500))).isLessThan(100);
        journalFiles.releaseForces();
        outcome.join();
        assertThat(cpuMillisDuring(Duration.ofMillis(500))).isLessThan(100);
    }

    @Test
    void commitsWhatWaitsTogetherWithOneForce() {
        start(config(1_024, 1_024));
        buy(1, 100, 1).join();
        journalFiles.holdForces();
        final List<Outcome> outcomes = new ArrayList<>();
        for (int id = 2; id <= 500; id++) {
            outcomes.add(buy(id, 100, 1));
        }
        final int before = journalFiles.forces();
        journalFiles.releaseForces();
        outcomes.forEach(CompletableFuture::join);
        assertThat(journalFiles.forces() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void stopsForGoodWhenAForceFails() {
        start(config(64, 64));
        buy(1, 100, 1).join();
        final long before = pipeline.eventLog().lastSequence();
        journalFiles.holdForces();
        journalFiles.failForces();
        final List<Outcome> pending = List.of(buy(2, 100, 1), buy(3, 100, 1), sell(4, 100, 3));
        final CompletableFuture<Integer> question = new CompletableFuture<>();
        pipeline.offer(new OpenOrderCount(question));
        journalFiles.releaseForces();
        for (final Outcome outcome : pending) {
            assertThat(outcome.failure())
                    .contains("the journal cannot be written")
                    .contains("Input/output error");
        }
        assertThat(question).failsWithin(10, TimeUnit.SECONDS);
        final int forces = journalFiles.forces();
        journalFiles.heal();
        assertThat(buy(5, 100, 1).admission).isEqualTo(Admission.NOT_SERVING);
        pipeline.close();
        assertThat(journalFiles.forces()).isEqualTo(forces);
        assertThat(pipeline.eventLog().lastSequence()).isEqualTo(before);
        assertThat(shownBook().bids().quantityLots(0)).isEqualTo(1);
        assertThat(failures).hasSize(1);
    }

    @Test
    void stopsForGoodWhenAWriteFails() {
        start(config(64, 64).withJournal(new EngineConfig.Journal(Durability.NONE, 10, 1 << 20)));
        buy(1, 100, 1).join();
        journalFiles.failWrites();
        assertThat(buy(2, 100, 1).failure()).contains("No space left on device");
        journalFiles.heal();
        assertThat(buy(3, 100, 1).admission).isEqualTo(Admission.NOT_SERVING);
        assertThat(pipeline.failure()).contains("No space left on device");
    }

    @Test
    void forcesBehindItsBackWithAsyncDurability() {
        start(config(64, 64).withJournal(new EngineConfig.Journal(Durability.ASYNC, 1, 1 << 20)));
        final int before = journalFiles.forces();
        buy(1, 100, 1).join();
        await().until(() -> journalFiles.forces() > before);
        journalFiles.failForces();
        buy(2, 100, 1);
        await().until(() -> pipeline.failure() != null);
        assertThat(failures).singleElement().asString().contains("the journal cannot be forced");
        assertThat(buy(3, 100, 1).admission).isEqualTo(Admission.NOT_SERVING);
    }

    @Test
    void answersEverythingThatItTookBeforeItCloses() throws Exception {
        start(config(64, 64));
        final AtomicInteger taken = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        final AtomicInteger ids = new AtomicInteger();
        final List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(Thread.ofPlatform().start(() -> {
                while (true) {
                    final Outcome outcome = buy(ids.incrementAndGet(), 100, 1);
                    if (outcome.admission == Admission.NOT_SERVING) {
                        return;
                    }
                    if (outcome.admission == Admission.ACCEPTED) {
                        taken.incrementAndGet();
                        outcome.thenRun(answered::incrementAndGet);
                    }
                }
            }));
        }
        await().until(() -> answered.get() > 1_000);
        pipeline.close();
        for (final Thread caller : callers) {
            caller.join();
        }
        assertThat(answered.get()).isEqualTo(taken.get());
        // One event for each order, one for the instrument: all of them are found again.
        final RecoveredShard again = new Recovery(config(64, 64), journalFiles).recover(0);
        assertThat(again.commands()).isEqualTo(taken.get() + 1L);
        assertThat(again.engine().openOrderCount()).isEqualTo(taken.get());
        again.eventLog().close();
        again.journal().close();
    }

    @Test
    void closesAtOnceHoweverSeldomItForces() {
        start(config(64, 64).withJournal(new EngineConfig.Journal(Durability.ASYNC, 60_000, 1 << 20)));
        buy(1, 100, 1).join();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> pipeline.close());
    }

    private EngineConfig config(final int commandRing, final int eventRing) {
        return EngineFixture.config(directory)
                .withThreads(new EngineConfig.Threads(WaitStrategy.BLOCKING, commandRing, eventRing));
    }

    private void start(final EngineConfig config) {
        final RecoveredShard shard = new Recovery(config, journalFiles).recover(0);
        pipeline = new ShardPipeline(
                0, config, shard.engine(), shard.journal(), shard.eventLog(), 0, System::nanoTime, failures::add);
        pipeline.start();
        final Outcome outcome = new Outcome();
        outcome.admission =
                pipeline.offer((buffer, offset) -> UpsertInstrumentCommand.encode(buffer, offset, 0, 0, BTC), outcome);
        outcome.join();
    }

    private Outcome buy(final long id, final long price, final long quantity) {
        return order(id, Side.BUY, price, quantity);
    }

    private Outcome sell(final long id, final long price, final long quantity) {
        return order(id, Side.SELL, price, quantity);
    }

    private Outcome order(final long id, final Side side, final long price, final long quantity) {
        final Outcome outcome = new Outcome();
        outcome.admission = pipeline.offer(
                (buffer, offset) -> NewOrderCommand.encode(
                        buffer,
                        offset,
                        0,
                        0,
                        id,
                        id % 3 + 1,
                        1,
                        side,
                        OrderType.LIMIT,
                        TimeInForce.GTC,
                        price,
                        quantity),
                outcome);
        return outcome;
    }

    private DepthView shownBook() {
        return pipeline.depth().find(1).read(1_000);
    }

    private static long cpuMillisDuring(final Duration time) {
        final var threads = ManagementFactory.getThreadMXBean();
        final long before = pipelineNanos(threads);
        final long end = System.nanoTime() + time.toNanos();
        await().pollInterval(Duration.ofMillis(50)).until(() -> System.nanoTime() > end);
        return TimeUnit.NANOSECONDS.toMillis(pipelineNanos(threads) - before);
    }

    private static long pipelineNanos(final ThreadMXBean threads) {
        long nanos = 0;
        for (final Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches("(journal|matcher|publisher|journal-force)-0")) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.threadId()));
            }
        }
        return nanos;
    }

    private static final class Outcome extends CompletableFuture<Void> implements CommandReply {
        private final List<Byte> types = new ArrayList<>();
        private Admission admission;
        private long lastSequence;

        @Override
        public void onEvent(final DirectBuffer buffer, final int offset) {
            types.add(Event.typeCode(buffer, offset));
        }

        @Override
        public void onComplete(final long sequence) {
            lastSequence = sequence;
            complete(null);
        }

        @Override
        public void onFailure(final String reason) {
            completeExceptionally(new IllegalStateException(reason));
        }

        String failure() {
            return handle((done, failure) -> failure == null ? "no failure" : failure.getMessage())
                    .join();
        }
    }

    private record OpenOrderCount(CompletableFuture<Integer> answer, AtomicInteger count) implements ShardQuery {
        OpenOrderCount(final CompletableFuture<Integer> answer) {
            this(answer, new AtomicInteger());
        }

        @Override
        public void execute(final MatchingEngine engine) {
            count.set(engine.openOrderCount());
        }

        @Override
        public void onComplete() {
            answer.complete(count.get());
        }

        @Override
        public void onFailure(final String reason) {
            answer.completeExceptionally(new IllegalStateException(reason));
        }
    }
}
