package io.hft.it.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between a client and a server on the loopback interface, hands their bytes on, and breaks their connections in the ways that
 * networks do. A byte is never lost from the middle of a connection that goes on, as TCP promises. Virtual threads, two per connection.
 */
public final class FaultProxy implements AutoCloseable {
    /** What happens to the connections. One fault at a time; a new one takes the place of the last. */
    public sealed interface Fault {
        /** Every connection ends with a reset, at both ends; new ones are served. */
        record Reset() implements Fault {}

        /** Every connection is reset, and new ones too, for a time. */
        record Refuse(Duration duration) implements Fault {}

        /** Nothing passes, and nobody is told; new connections are taken and hear nothing. Afterwards what was held back arrives. */
        record BlackHole(Duration duration) implements Fault {}

        /** The client's ends are reset, the server hears nothing of it for a time, then is reset, too. New connections are served. */
        record HalfOpen(Duration duration) implements Fault {}

        /** Each open connection passes so many bytes more and then is reset, most likely within a message. */
        record CutAfter(int bytes) implements Fault {}

        /** Small pieces, each late. */
        record Slow(Duration duration, int pieceBytes, Duration delay) implements Fault {}
    }

    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocket listener;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile long refuseUntil = System.nanoTime();
    private volatile long holeUntil = System.nanoTime();
    private volatile long slowUntil = System.nanoTime();
    private volatile Fault.Slow slow = new Fault.Slow(Duration.ZERO, BUFFER_BYTES, Duration.ZERO);
    private volatile boolean closed;

    /** @param target the server's port; nobody needs to listen there yet */
    public FaultProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()), 256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy-" + target).start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections are open. */
    public int connections() {
        return links.size();
    }

    public void apply(Fault fault) {
        heal();
        switch (fault) {
            case Fault.Reset() -> resetAll();
            case Fault.Refuse(Duration duration) -> {
                refuseUntil = System.nanoTime() + duration.toNanos();
                resetAll();
            }
            case Fault.BlackHole(Duration duration) -> holeUntil = System.nanoTime() + duration.toNanos();
            case Fault.HalfOpen(Duration duration) -> links.forEach(link -> link.forgetClient(duration));
            case Fault.CutAfter(int bytes) -> links.forEach(link -> link.budget = bytes);
            case Fault.Slow given -> {
                slow = given;
                slowUntil = System.nanoTime() + given.duration().toNanos();
            }
        }
    }

    /** Ends every fault; connections that are broken stay broken. */
    public void heal() {
        long now = System.nanoTime();
        refuseUntil = now;
        slowUntil = now;
        links.forEach(link -> link.budget = Long.MAX_VALUE);
        lock.lock();
        try {
            holeUntil = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Resets every connection. */
    public void resetAll() {
        links.forEach(Link::reset);
    }

    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heal();
        resetAll();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        Socket server = new Socket();
        Link link = new Link(client, server);
        links.add(link);
        try {
            if (refuseUntil - System.nanoTime() > 0) {
                link.reset();
                return;
            }
            awaitPassage();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_TIMEOUT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> link.pump(server, client));
            link.pump(client, server);
            back.join();
        } catch (IOException e) {
            link.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            link.reset();
            links.remove(link);
        }
    }

    private void awaitPassage() throws InterruptedException {
        lock.lock();
        try {
            long left;
            while ((left = holeUntil - System.nanoTime()) > 0) {
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A connection's two halves. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile long budget = Long.MAX_VALUE;
        private volatile long mutedUntil = System.nanoTime();

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int length;
                while ((length = in.read(buffer)) >= 0) {
                    for (int at = 0; at < length; ) {
                        at += pass(buffer, at, length - at, out);
                    }
                }
                to.shutdownOutput();
            } catch (IOException e) {
                awaitMuted();
                reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        /** Hands on some bytes; returns how many. */
        private int pass(byte[] buffer, int at, int length, OutputStream out) throws IOException, InterruptedException {
            awaitPassage();
            int piece = length;
            if (slowUntil - System.nanoTime() > 0) {
                Fault.Slow how = slow;
                piece = Math.min(piece, how.pieceBytes());
                Thread.sleep(how.delay());
            }
            long left = budget;
            if (left == Long.MAX_VALUE) {
                out.write(buffer, at, piece);
                return piece;
            }
            piece = (int) Math.min(piece, left);
            out.write(buffer, at, piece);
            budget = left - piece;
            if (left - piece <= 0) {
                throw new IOException("cut here on purpose");
            }
            return piece;
        }

        void forgetClient(Duration duration) {
            mutedUntil = System.nanoTime() + duration.toNanos();
            reset(client);
        }

        private void awaitMuted() {
            try {
                long left = mutedUntil - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void reset() {
            reset(client);
            reset(server);
        }

        private static void reset(Socket socket) {
            try {
                // Without lingering a close is a reset.
                socket.setSoLinger(true, 0);
            } catch (IOException closedAlready) {
                // Then there is nothing to reset.
            }
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
