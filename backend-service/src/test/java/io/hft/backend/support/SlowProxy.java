package io.hft.backend.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Stands between a client and the backend: hands bytes on slowly, holds them back without telling anybody, or cuts connections anywhere. */
public final class SlowProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int pieceBytes = 16 << 10;
    private volatile long delayNanos;
    private volatile boolean holding;

    public SlowProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public void slow(int bytes, long delayMillis) {
        pieceBytes = bytes;
        delayNanos = delayMillis * 1_000_000;
    }

    /** Nothing passes any more, and nobody hears of it. */
    public void hold() {
        holding = true;
    }

    public void heal() {
        holding = false;
        slow(16 << 10, 0);
    }

    /** Ends every connection where it stands. */
    public void cut() {
        sockets.forEach(SlowProxy::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 << 10];
            int read = in.read(buffer, 0, pieceBytes);
            while (read >= 0) {
                while (holding && !from.isClosed()) {
                    LockSupport.parkNanos(5_000_000);
                }
                LockSupport.parkNanos(delayNanos);
                out.write(buffer, 0, read);
                read = in.read(buffer, 0, pieceBytes);
            }
        } catch (IOException e) {
            // Cut, or one end is gone.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
