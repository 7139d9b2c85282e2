package io.hft.backend.stream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for one reader, bounded. What may not be lost is kept in order, and too much of it ends the connection; of a state only the newest
 * is kept. Callable from any thread, never blocks; a virtual thread sends while there is something to send, one message at a time.
 */
final class Outbox {
    /** The connection. */
    interface Wire {
        /** Blocks until the message is taken over by the network. */
        void send(String text) throws IOException;

        void ping() throws IOException;

        /** Ends the connection with a code; at most once. */
        void close(CloseCode code);

        /** The connection is of no more use. */
        void abort();
    }

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final Frame PING = Frame.of("");
    /** Whoever has no more than this waiting is not to blame when all together are too much. */
    private static final int INNOCENT_CHARS = 16 * 1024;

    private final Wire wire;
    private final StreamProperties limits;
    private final AtomicLong totalChars;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Frame> queue = new ArrayDeque<>();
    private final Map<Object, Frame> latest = new LinkedHashMap<>();
    private final Map<Object, BookSlot> books = new HashMap<>();
    private final SequencedSet<BookSlot> readyBooks = new LinkedHashSet<>();
    private int queuedChars;
    private boolean sending;
    private boolean closed;
    private @Nullable CloseCode closing;

    Outbox(Wire wire, StreamProperties limits, AtomicLong totalChars) {
        this.wire = wire;
        this.limits = limits;
        this.totalChars = totalChars;
    }

    /** Something that may not be lost. */
    void add(Frame frame) {
        lock.lock();
        try {
            if (closed || closing != null) {
                return;
            }
            int chars = frame.text().length();
            if (queue.size() >= limits.queueMessages()
                    || queuedChars + chars > limits.queueChars()
                    || queuedChars > INNOCENT_CHARS && totalChars.get() > limits.totalQueueChars()) {
                closeWith(CloseCode.SLOW_READER);
                return;
            }
            queue.add(frame);
            queuedChars += chars;
            totalChars.addAndGet(chars);
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** A state: takes the place of what waits under the same key. */
    void put(Object key, Frame frame) {
        lock.lock();
        try {
            if (!closed && closing == null) {
                latest.put(key, frame);
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins to follow a book, or begins anew: the next message of it is a snapshot. */
    void follow(Object key, BookSource source) {
        lock.lock();
        try {
            BookSlot slot = new BookSlot(source);
            BookSlot before = books.put(key, slot);
            readyBooks.remove(before);
            readyBooks.add(slot);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void forget(Object key) {
        lock.lock();
        try {
            readyBooks.remove(books.remove(key));
            latest.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** @param change null when only a snapshot leads on */
    void book(Object key, @Nullable Frame change) {
        lock.lock();
        try {
            BookSlot slot = books.get(key);
            if (slot == null || closed || closing != null) {
                return;
            }
            if (change == null) {
                slot.renew();
            } else {
                slot.add(change);
            }
            readyBooks.add(slot);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void ping() {
        lock.lock();
        try {
            if (!closed && closing == null) {
                latest.put(PING, PING);
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection behind the message that is under way; what waits is dropped. */
    void close(CloseCode code) {
        lock.lock();
        try {
            closeWith(code);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is sent any more, but the code of a close that is under way. */
    void dispose() {
        lock.lock();
        try {
            closed = closing == null || closed;
            clear();
            books.clear();
        } finally {
            lock.unlock();
        }
    }

    private void fail() {
        lock.lock();
        try {
            closed = true;
            clear();
            books.clear();
        } finally {
            lock.unlock();
        }
    }

    private void closeWith(CloseCode code) {
        if (!closed && closing == null) {
            closing = code;
            clear();
            wake();
        }
    }

    private void clear() {
        totalChars.addAndGet(-queuedChars);
        queuedChars = 0;
        queue.clear();
        latest.clear();
        readyBooks.clear();
    }

    private void wake() {
        if (!sending) {
            sending = true;
            Thread.ofVirtual().name("stream-send").start(this::sendAll);
        }
    }

    private void sendAll() {
        boolean whole = false;
        try {
            Frame frame = next();
            while (frame != null) {
                if (frame == PING) {
                    wire.ping();
                } else {
                    wire.send(frame.text());
                }
                frame = next();
            }
            whole = true;
        } catch (IOException | RuntimeException e) {
            log.debug("a connection broke", e);
        } finally {
            // Behind an error, too: else nobody would ever send to this reader again, and nobody would tell it.
            if (!whole) {
                fail();
                wire.abort();
            }
        }
    }

    /** The next message; without one this turn of sending is over. */
    private @Nullable Frame next() {
        CloseCode code;
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            code = closing;
            if (code == null) {
                Frame frame = take();
                sending = frame != null;
                return frame;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        wire.close(code);
        return null;
    }

    private @Nullable Frame take() {
        Frame queued = queue.poll();
        if (queued != null) {
            queuedChars -= queued.text().length();
            totalChars.addAndGet(-queued.text().length());
            return queued;
        }
        Iterator<Frame> states = latest.values().iterator();
        if (states.hasNext()) {
            Frame state = states.next();
            states.remove();
            return state;
        }
        while (!readyBooks.isEmpty()) {
            BookSlot slot = readyBooks.removeFirst();
            Frame step = slot.take();
            if (step != null) {
                // Others first, if there are any.
                readyBooks.add(slot);
                return step;
            }
        }
        return null;
    }
}
