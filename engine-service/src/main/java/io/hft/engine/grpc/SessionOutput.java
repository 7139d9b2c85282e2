package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.hft.engine.sequencing.SourceSession;
import io.hft.engine.v1.SessionOpened;
import io.hft.engine.v1.SessionReply;
import io.hft.engine.v1.SessionReports;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session says to its client. The publisher gathers the reports of one of its steps into a message; whoever finds the way free sends
 * it, the publisher or the network's thread, one at a time and never waiting for the other.
 *
 * <p>It bounds what is under way: commands that are not answered, and reports that the client has not taken, of which many stop the reading
 * and too many end the stream.
 */
final class SessionOutput extends SourceSession {
    private static final Logger LOG = LoggerFactory.getLogger(SessionOutput.class);

    /** How a stream ends. */
    private record Ending(Status status, boolean whenAnswered) {}

    private record Message(SessionReply reply, int reports, int foreign) {}

    private static final long[] NONE = {};
    /** Beyond so many times its window not even a client's own reports are kept for it; only sweeps get there. */
    private static final int OWN_REPORTS_PER_COMMAND = 16;

    private final ServerCallStreamObserver<SessionReply> observer;
    private final int window;
    private final int backlogMax;
    private final Runnable wakeInput;
    private final Queue<Message> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sending = new AtomicInteger();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    /** Commands in the ring and not answered. */
    private final AtomicInteger unanswered = new AtomicInteger();
    /** Reports that the transport has not taken, and those of them that others caused. */
    private final AtomicInteger unsent = new AtomicInteger();

    private final AtomicInteger unsentForeign = new AtomicInteger();
    private volatile boolean inputWaits;
    private volatile boolean opened;
    private volatile boolean ended;

    private long sourceId;
    private long[] accountIds = NONE;

    // Of the publisher's thread.
    private SessionReports.@Nullable Builder reports;
    private int foreign;
    private int answered;
    private long lastSourceSequence;
    private long lastSequence;

    /** @param wakeInput called on any thread when {@link #room} or {@link #mayTakeCommands} have more to give again */
    SessionOutput(
            final ServerCallStreamObserver<SessionReply> observer,
            final int window,
            final int backlogMax,
            final Runnable wakeInput) {
        this.observer = observer;
        this.window = window;
        this.backlogMax = backlogMax;
        this.wakeInput = wakeInput;
    }

    void open(final long source, final long[] accounts) {
        sourceId = source;
        accountIds = accounts;
    }

    long sourceId() {
        return sourceId;
    }

    int window() {
        return window;
    }

    /** The shard has said where the source stands; on the publisher's thread. */
    void opened(final SessionOpened message) {
        lastSourceSequence = message.getLastSourceSequence();
        opened = true;
        queue.add(new Message(SessionReply.newBuilder().setOpened(message).build(), 0, 0));
        drain();
    }

    /** Whether commands may be looked at: the session is opened. */
    boolean mayTakeCommands() {
        return opened;
    }

    /** So many commands may be put into the ring now; 0: the input is woken when there is room. */
    int room() {
        int room = roomNow();
        if (room == 0) {
            inputWaits = true;
            // Whoever makes room looks at the flag afterwards; we look at the room after setting it.
            if (mayGoOn() && inputWaits) {
                inputWaits = false;
                room = roomNow();
            }
        }
        return room;
    }

    private int roomNow() {
        return unsent.get() >= window ? 0 : Math.max(0, window - unanswered.get());
    }

    private boolean mayGoOn() {
        return unanswered.get() <= window / 2 && unsent.get() <= window / 2;
    }

    /** The input: so many more (or fewer) are in the ring. */
    void sent(final int commands) {
        unanswered.addAndGet(commands);
    }

    private void letInputGoOn() {
        if (inputWaits && mayGoOn()) {
            inputWaits = false;
            wakeInput.run();
        }
    }

    boolean isEnded() {
        final Ending how = ending.get();
        return ended || how != null && !how.whenAnswered;
    }

    /** Any thread: ends the stream at once; the first ending counts. */
    void end(final Status status) {
        final Ending now = ending.get();
        if (now == null || now.whenAnswered) {
            ending.compareAndSet(now, new Ending(status, false));
        }
        drain();
    }

    /** The input: no more commands will be sent; ends the stream when all are answered and the answers are sent. */
    void endWhenAnswered(final Status status) {
        ending.compareAndSet(null, new Ending(status, true));
        drain();
    }

    /** The client has gone. */
    void cancelled() {
        ended = true;
        queue.clear();
    }

    /** Any thread: sends what the transport takes; one thread at a time does. */
    void drain() {
        int seen = sending.getAndIncrement() == 0 ? 1 : 0;
        while (seen > 0) {
            send();
            seen = sending.addAndGet(-seen);
        }
    }

    private void send() {
        while (!ended) {
            final Ending how = ending.get();
            if (how != null && !how.whenAnswered) {
                close(how.status);
                return;
            }
            // Whoever answered the last command has put its message here before it counted it.
            final boolean allAnswered = unanswered.get() == 0;
            final Message next = queue.peek();
            if (next == null) {
                if (how != null && allAnswered) {
                    close(how.status);
                    wakeInput.run();
                }
                return;
            }
            if (!observer.isReady()) {
                return;
            }
            queue.poll();
            try {
                observer.onNext(next.reply);
            } catch (final RuntimeException e) {
                LOG.warn("a session is ended: {}", e.toString());
                ending.set(new Ending(Status.INTERNAL.withDescription("internal error"), false));
                continue;
            }
            unsentForeign.addAndGet(-next.foreign);
            unsent.addAndGet(-next.reports);
            letInputGoOn();
        }
        queue.clear();
    }

    private void close(final Status status) {
        ended = true;
        queue.clear();
        try {
            if (status.isOk()) {
                observer.onCompleted();
            } else {
                observer.onError(status.asRuntimeException());
            }
        } catch (final RuntimeException e) {
            LOG.warn("a session did not end properly: {}", e.toString());
        }
    }

    @Override
    protected long[] accountIds() {
        return accountIds;
    }

    @Override
    protected boolean isClosed() {
        return isEnded();
    }

    @Override
    protected void onEvent(final DirectBuffer buffer, final int offset, final boolean own) {
        if (reports == null) {
            reports = SessionReports.newBuilder();
        }
        reports.addReports(SessionForm.report(buffer, offset, own));
        if (!own) {
            foreign++;
        }
    }

    @Override
    protected void onCommandDone(final long sourceSequence, final long lastEventSequence) {
        answered++;
        lastSourceSequence = sourceSequence;
        lastSequence = lastEventSequence;
    }

    @Override
    protected void onStep() {
        if (!isEnded()) {
            hand();
        }
        reports = null;
        foreign = 0;
        unanswered.addAndGet(-answered);
        answered = 0;
        letInputGoOn();
        drain();
    }

    private void hand() {
        final SessionReports.Builder gathered = reports == null ? SessionReports.newBuilder() : reports;
        final int count = gathered.getReportsCount();
        final int foreignUnsent = unsentForeign.addAndGet(foreign);
        final int allUnsent = unsent.addAndGet(count);
        if (foreignUnsent > backlogMax || allUnsent / OWN_REPORTS_PER_COMMAND > Math.max(backlogMax, window)) {
            end(
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            "the client is " + allUnsent
                                    + " reports behind, more than are kept for it; read faster, or open again and catch up by SubscribeEvents"));
            wakeInput.run();
            return;
        }
        final SessionReply reply = SessionReply.newBuilder()
                .setReports(gathered.setLastSourceSequence(lastSourceSequence).setLastSequence(lastSequence))
                .build();
        queue.add(new Message(reply, count, foreign));
    }

    @Override
    protected void onFailure(final @Nullable String reason) {
        reports = null;
        end(Status.UNAVAILABLE.withDescription(reason));
        wakeInput.run();
    }
}
