package io.hft.tui.client;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ScriptedBackend} with a live interface on the same port: a real WebSocket (RFC 6455, as much as one client needs) that says what it is told
 * and keeps what it hears, with the heartbeat of a real one: the JDK's client may overlook what came until more comes.
 */
public final class ScriptedExchange implements AutoCloseable {
    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final int TEXT = 0x81;
    private static final int OPCODE = 0x0f;
    private static final int SHORT_LENGTH = 126;
    private static final int MASK_BYTES = 4;
    private static final int PATIENCE_SECONDS = 20;
    private static final int HEARTBEAT_MILLIS = 50;

    private final ScriptedBackend rest = new ScriptedBackend();
    private final ServerSocket listener;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private volatile @Nullable Socket live;

    public ScriptedExchange() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public ScriptedBackend rest() {
        return rest;
    }

    /** The next message of the client that contains the text; those before it are passed over. */
    public String awaitMessage(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String message;
        do {
            message = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("the client never sent " + text);
            }
        } while (!message.contains(text));
        return message;
    }

    /** How many messages with the text have come that nobody has asked for. */
    public long unread(String text) {
        return heard.stream().filter(message -> message.contains(text)).count();
    }

    public void send(String json) throws IOException {
        write(live(), json);
    }

    private synchronized void write(Socket socket, String json) throws IOException {
        byte[] payload = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + MASK_BYTES).put((byte) TEXT);
        if (payload.length < SHORT_LENGTH) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) SHORT_LENGTH).putShort((short) payload.length);
        }
        frame.put(payload);
        socket.getOutputStream().write(frame.array(), 0, frame.position());
    }

    /** Ends the live connection without a word. */
    public void cut() throws IOException {
        live().close();
    }

    private Socket live() {
        Socket open = live;
        if (open == null) {
            throw new AssertionError("nobody is connected");
        }
        return open;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            Matcher key = KEY.matcher(head);
            if (key.find()) {
                client.getOutputStream()
                        .write(
                                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                                + accepted(key.group(1)) + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                live = client;
                Thread.ofVirtual().start(() -> beat(client));
                listen(new DataInputStream(in));
            } else {
                handOn(head, in, client);
            }
        } catch (IOException | GeneralSecurityException ended) {
            // As connections do.
        }
    }

    private void beat(Socket client) {
        try {
            while (!client.isClosed()) {
                write(client, "{'channel':'heartbeat'}");
                TimeUnit.MILLISECONDS.sleep(HEARTBEAT_MILLIS);
            }
        } catch (IOException | InterruptedException ended) {
            // With the connection.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String accepted(String key) throws GeneralSecurityException {
        byte[] digest =
                MessageDigest.getInstance("SHA-1").digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(digest);
    }

    private void listen(DataInputStream in) throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & OPCODE;
            int length = in.readUnsignedByte() & (SHORT_LENGTH + 1);
            if (length == SHORT_LENGTH) {
                length = in.readUnsignedShort();
            }
            byte[] mask = in.readNBytes(MASK_BYTES);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % MASK_BYTES];
            }
            if (opcode == (TEXT & OPCODE)) {
                heard.add(new String(payload, StandardCharsets.UTF_8));
            }
        }
    }

    private void handOn(String head, InputStream in, Socket client) throws IOException {
        try (Socket backend =
                new Socket(InetAddress.getLoopbackAddress(), rest.url().getPort())) {
            OutputStream there = backend.getOutputStream();
            there.write(head.getBytes(StandardCharsets.ISO_8859_1));
            there.flush();
            Thread back = Thread.ofVirtual().start(() -> pump(backend, client));
            try {
                in.transferTo(there);
            } finally {
                backend.shutdownOutput();
            }
            join(back);
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            // The client has left.
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Socket open = live;
        if (open != null) {
            open.close();
        }
        rest.close();
    }
}
