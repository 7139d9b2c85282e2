package io.hft.engine.sequencing;

import com.lmax.disruptor.Sequence;
import io.hft.engine.command.Side;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.ThreadRole;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import io.hft.engine.eventlog.EventLog;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.journal.JournalWriter;
import io.hft.engine.marketdata.DepthChanges;
import io.hft.engine.marketdata.DepthMirrors;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.stats.LatencyRecorder;
import io.hft.engine.stats.Rate;
import io.hft.engine.stats.ShardFigures;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard at work: its rings, its threads, its logs. Any thread may offer commands and queries; neither ever blocks the caller.
 * The core must not be touched by anybody else between {@link #start} and the end of {@link #close}.
 */
public final class ShardPipeline implements AutoCloseable {
    /** Instead of a number of commands: the shard is stopping or has failed. */
    public static final int NOT_SERVING = -1;

    private static final Logger LOG = LoggerFactory.getLogger(ShardPipeline.class);

    private final int shard;
    private final LongSupplier clockNanos;
    private final EventLog eventLog;
    private final JournalWriter journal;
    private final DepthMirrors depth = new DepthMirrors();
    private final Sequence commands;
    private final Sequence coveredCommands;
    private final CommandRing ring;
    private final EventRing events;
    private final Sequence openOrders;
    private final LatencyRecorder latencies = new LatencyRecorder();
    private final Rate commandRate = new Rate();
    private final Rate eventRate = new Rate();
    private final LongAdder refused = new LongAdder();
    private final PipelineState state;
    private final JournalForcer forcer;
    private final List<Thread> threads;
    private final Thread forcerThread;
    private final ShardTimer timer;
    private final RoomWaiters room;
    private final Thread timerThread;
    /** Callers between the check of {@link #accepting} and their publish. */
    private final AtomicInteger callersInside = new AtomicInteger();

    private volatile boolean accepting;
    private boolean closed;

    /**
     * @param recoveredNanos the time of the last recovered event, shown on the books until the first new one
     * @param clockNanos time since 1970-01-01 UTC, stamped on commands as they enter
     * @param onFailure called once when the shard fails, with the reason; must not block
     */
    public ShardPipeline(
            final int shard,
            final EngineConfig config,
            final MatchingEngine engine,
            final JournalWriter journal,
            final EventLog eventLog,
            final long recoveredNanos,
            final LongSupplier clockNanos,
            final Consumer<String> onFailure) {
        this.shard = shard;
        this.clockNanos = clockNanos;
        this.journal = journal;
        this.eventLog = eventLog;
        state = new PipelineState(onFailure);
        commands = new Sequence(journal.nextSequence() - 1);
        coveredCommands = new Sequence(commands.get());
        final ThreadPlan plan = new ThreadPlan(config.threads(), shard, state);
        final Signal journalSignal = plan.signal();
        final Signal matcherSignal = plan.signal();
        final Signal publisherSignal = plan.signal();
        final Signal timerSignal = Signal.of(WaitStrategy.BLOCKING);
        openOrders = new Sequence(engine.openOrderCount());
        final Sequence journalConsumed = new Sequence();
        final Sequence journalCovered = new Sequence();
        final Sequence matcherConsumed = new Sequence();
        final Sequence publisherConsumed = new Sequence();
        ring = new CommandRing(
                config.threads().commandRingSize(), journalSignal, matcherSignal, journalConsumed, matcherConsumed);
        events = new EventRing(config.threads().eventRingSize(), matcherSignal, publisherSignal, publisherConsumed);
        room = new RoomWaiters(() -> ring.room() > 0, timerSignal);
        final Sequence nextDeadlineNanos = new Sequence(engine.nextDeadlineNanos());
        timer = new ShardTimer(
                timerSignal,
                room,
                nextDeadlineNanos,
                clockNanos,
                (encoder, reply) -> enter(encoder, reply, null, null));
        timerThread = plan.thread("timer", timer);
        forcer = new JournalForcer(journal, config.journal().asyncIntervalMillis(), state);
        forcerThread = plan.thread("journal-force", forcer);
        showRecoveredBooks(engine, recoveredNanos);
        threads = List.of(
                plan.thread(
                        ThreadRole.JOURNAL,
                        new JournalAgent(
                                ring,
                                journal,
                                config.journal().durability(),
                                journalSignal,
                                publisherSignal,
                                forcer,
                                state,
                                room,
                                journalConsumed,
                                journalCovered,
                                commands,
                                coveredCommands)),
                plan.thread(
                        ThreadRole.MATCHER,
                        new MatcherAgent(
                                ring,
                                events,
                                engine,
                                matcherSignal,
                                timerSignal,
                                state,
                                room,
                                nextDeadlineNanos,
                                openOrders,
                                matcherConsumed)),
                plan.thread(
                        ThreadRole.PUBLISHER,
                        new PublisherAgent(
                                events,
                                eventLog,
                                new DepthChanges(depth),
                                publisherSignal,
                                matcherSignal,
                                state,
                                latencies,
                                publisherConsumed,
                                journalCovered)));
        state.wakeAll(() -> {
            publisherSignal.raise();
            forcer.stop();
        });
    }

    private void showRecoveredBooks(final MatchingEngine engine, final long recoveredNanos) {
        for (final var instrument : engine.instruments().all()) {
            final int id = instrument.instrumentId();
            final DepthMirrors.Recovered book = depth.recover(
                    id, TradingState.of(engine.risk().tradingStateCode(id)), engine.lastTradePriceTicks(id));
            engine.depth(
                    id,
                    Side.BUY,
                    Integer.MAX_VALUE,
                    (price, quantity, count) -> book.level(true, price, quantity, count));
            engine.depth(
                    id,
                    Side.SELL,
                    Integer.MAX_VALUE,
                    (price, quantity, count) -> book.level(false, price, quantity, count));
            book.end(engine.lastEventSequence(), recoveredNanos);
        }
    }

    public void start() {
        threads.forEach(Thread::start);
        forcerThread.start();
        timerThread.start();
        accepting = true;
    }

    /** Puts a command into the ring, or refuses at once; the time is stamped here. */
    public Admission offer(final CommandEncoder encoder, final CommandReply reply) {
        final Admission admission = enter(encoder, reply, null, null);
        if (admission == Admission.RING_FULL) {
            refused.increment();
        }
        return admission;
    }

    /** Puts a question into the ring, or refuses at once. */
    public Admission offer(final ShardQuery query) {
        return enter(null, null, query, null);
    }

    /**
     * Puts a question into the ring, or refuses at once, and lets a session hear, from the question's place on, of its accounts. Its
     * commands are offered after this.
     */
    public Admission open(final SourceSession session, final ShardQuery query) {
        return enter(null, null, query, session);
    }

    /**
     * Puts as many of a session's commands into the ring as there is room for, in their order and with one wake-up. Commands of one session
     * must not be offered by two threads at a time.
     *
     * @return how many of the first commands it took; 0 when the ring is full; {@link #NOT_SERVING} when none will be taken any more
     */
    public int offer(final BatchEncoder encoder, final int count, final SourceSession session) {
        callersInside.incrementAndGet();
        try {
            if (!accepting || state.hasFailed()) {
                return NOT_SERVING;
            }
            int taken = Math.min(count, ring.room());
            long last = CommandRing.FULL;
            while (taken > 0 && (last = ring.tryClaim(taken)) == CommandRing.FULL) {
                // Others were faster.
                taken = Math.min(taken / 2, ring.room());
            }
            if (taken <= 0) {
                return 0;
            }
            final long first = last - taken + 1;
            final long now = clockNanos.getAsLong();
            final long entered = System.nanoTime();
            try {
                for (int i = 0; i < taken; i++) {
                    final CommandSlot slot = ring.slot(first + i);
                    slot.isEnd = false;
                    slot.length = 0;
                    slot.reply = null;
                    slot.query = null;
                    slot.session = session;
                    slot.timestampNanos = now;
                    slot.enteredNanos = entered;
                }
                for (int i = 0; i < taken; i++) {
                    final CommandSlot slot = ring.slot(first + i);
                    slot.length = encoder.encode(i, slot.buffer, 0);
                }
            } finally {
                // As below: claimed places must be published whatever happens.
                ring.publish(first, last);
            }
            return taken;
        } finally {
            callersInside.decrementAndGet();
        }
    }

    /** Any thread, after an offer found the ring full: calls back once, on a thread of the shard, when it is worth trying again. */
    public void whenRoom(final Runnable tryAgain) {
        room.await(tryAgain);
    }

    private Admission enter(
            final @Nullable CommandEncoder encoder,
            final @Nullable CommandReply reply,
            final @Nullable ShardQuery query,
            final @Nullable SourceSession session) {
        callersInside.incrementAndGet();
        try {
            if (!accepting || state.hasFailed()) {
                return Admission.NOT_SERVING;
            }
            final long position = ring.tryClaim();
            if (position == CommandRing.FULL) {
                return Admission.RING_FULL;
            }
            final CommandSlot slot = ring.slot(position);
            slot.isEnd = false;
            slot.length = 0;
            slot.reply = reply;
            slot.query = query;
            slot.session = session;
            slot.timestampNanos = clockNanos.getAsLong();
            slot.enteredNanos = System.nanoTime();
            try {
                if (encoder != null) {
                    slot.length = encoder.encode(slot.buffer, 0);
                }
            } finally {
                // A claimed place must be published whatever happens, else everybody behind it waits for ever.
                ring.publish(position);
            }
            return Admission.ACCEPTED;
        } finally {
            callersInside.decrementAndGet();
        }
    }

    public int shard() {
        return shard;
    }

    public EventLog eventLog() {
        return eventLog;
    }

    /** What may be seen of the shard's books. */
    public DepthMirrors depth() {
        return depth;
    }

    /** Why the shard stopped working, or null. */
    public @Nullable String failure() {
        return state.failure();
    }

    public int ringCapacity() {
        return ring.capacity();
    }

    public int ringUsed() {
        return ring.used();
    }

    /** What is to be watched, without asking the matcher. */
    public ShardFigures figures() {
        final long now = System.nanoTime();
        final long commandCount = commands.get();
        final long eventCount = eventLog.lastSequence();
        return new ShardFigures(
                shard,
                !state.hasFailed(),
                commandCount,
                eventCount,
                eventLog.firstSequence(),
                commandRate.perSecond(now, commandCount),
                eventRate.perSecond(now, eventCount),
                openOrders.get(),
                ring.capacity(),
                ring.used(),
                events.capacity(),
                events.used(),
                refused.sum(),
                latencies.summary());
    }

    /** To be called a few times a second, by one thread, so that there are rates. */
    public void sampleRates() {
        final long now = System.nanoTime();
        commandRate.sample(now, commands.get());
        eventRate.sample(now, eventLog.lastSequence());
    }

    /** Commands written to the journal so far, whether acknowledged or not. */
    public long commands() {
        return commands.get();
    }

    /** The last command that is in the journal, as durable as the settings ask for; its events are published, or will be soon. */
    public long coveredCommands() {
        return coveredCommands.get();
    }

    /** Refuses new commands, answers all accepted ones, forces and closes the logs. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (accepting) {
            accepting = false;
            endRing();
            threads.forEach(ShardPipeline::join);
            timer.end();
            join(timerThread);
            forcer.stop();
            join(forcerThread);
        }
        try {
            if (state.failure() == null) {
                eventLog.force();
            }
            eventLog.close();
            journal.close();
        } catch (final IOException e) {
            LOG.warn("the logs of shard {} did not close cleanly: {}", shard, e.toString());
        }
    }

    /** The last entry of all; behind it nobody enters any more. */
    private void endRing() {
        while (callersInside.get() > 0) {
            LockSupport.parkNanos(10_000);
        }
        final long position = ring.claim();
        final CommandSlot slot = ring.slot(position);
        slot.isEnd = true;
        slot.length = 0;
        slot.reply = null;
        slot.query = null;
        slot.session = null;
        ring.publish(position);
    }

    private static void join(final Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
