package io.hft.bench.live;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One reader of book, trades, ticker, heartbeat and its own account, who checks that no step of book and trades is missing. As little as possible around the
 * socket: what the client costs is missing to those who are measured.
 */
final class LiveReader implements LiveFrames.Listener {
    private static final List<String> PUBLIC = List.of("book", "trades", "ticker");
    private static final List<String> OTHER = List.of("heartbeat", "orders", "fills", "balances");
    private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};
    private static final String SEQ = "\"seq\":";
    private static final int ANSWER_MAX = 8192;

    private final LiveFigures figures;
    private final LiveFrames frames = new LiveFrames(this);
    private final SocketChannel channel;
    private long bookSeq = -1;
    private long tradeSeq = -1;
    private boolean stopping;

    /** Blocks until the connection is one; then registers it for reading. */
    LiveReader(URI url, String token, String symbol, Selector selector, LiveFigures figures) throws IOException {
        this.figures = figures;
        this.channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
        final ByteBuffer rest = handshake(url, token);
        for (final String name : PUBLIC) {
            send("{\"op\":\"subscribe\",\"channel\":\"" + name + "\",\"symbols\":[\"" + symbol + "\"]}");
        }
        for (final String name : OTHER) {
            send("{\"op\":\"subscribe\",\"channel\":\"" + name + "\"}");
        }
        frames.take(rest);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** What came behind the head is left in the buffer. */
    private ByteBuffer handshake(URI url, String token) throws IOException {
        write(("GET /ws/v1 HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                        + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        final ByteBuffer in = ByteBuffer.allocate(ANSWER_MAX);
        int end = -1;
        while (end < 0) {
            if (channel.read(in) < 0) {
                throw new IOException("the server hung up");
            }
            end = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        }
        final String head = new String(in.array(), 0, end, StandardCharsets.ISO_8859_1);
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + head);
        }
        in.flip().position(end + 4);
        return in;
    }

    private void send(String text) throws IOException {
        final byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        // A mask of zeros: the text as it is.
        final ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload).flip();
        write(frame);
    }

    private void write(byte[] bytes) throws IOException {
        write(ByteBuffer.wrap(bytes));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Called when there is something to read. */
    void read(ByteBuffer in) {
        try {
            in.clear();
            int read = channel.read(in);
            while (read > 0) {
                frames.take(in.flip());
                in.clear();
                read = channel.read(in);
            }
            if (read < 0) {
                gone("the server hung up");
            }
        } catch (IOException e) {
            gone(e.toString());
        }
    }

    @Override
    public void text(String message) {
        if (message.startsWith("{\"type\":\"error\"") || message.contains("\"type\":\"stale\"")) {
            figures.error(message.substring(0, Math.min(200, message.length())));
        } else if (message.startsWith("{\"channel\":\"book\"")) {
            bookSeq = step(message, "book", bookSeq);
            figures.late(LiveFigures.Kind.BOOK, message, "\"timestamp\":\"");
        } else if (message.startsWith("{\"channel\":\"trades\"")) {
            tradeSeq = step(message, "trades", tradeSeq);
            figures.late(LiveFigures.Kind.TRADE, message, "\"executed_at\":\"");
        } else if (message.startsWith("{\"channel\":\"heartbeat\"")) {
            figures.message("heartbeat");
            figures.late(LiveFigures.Kind.HEARTBEAT, message, "\"timestamp\":\"");
        } else if (message.startsWith("{\"channel\":\"orders\"")) {
            figures.message("orders");
            figures.orders(message);
        } else if (message.startsWith("{\"channel\":\"")) {
            figures.message(message.substring(12, message.indexOf('"', 12)));
        }
    }

    private long step(String message, String name, long before) {
        final boolean snapshot = message.startsWith("\"type\":\"snapshot\"", message.indexOf(',') + 1);
        figures.message(snapshot ? name + " snapshot" : name + " update");
        final int from = message.indexOf(SEQ) + SEQ.length();
        final int end = message.indexOf(',', from);
        final long seq = Long.parseLong(message, from, end, 10);
        if (!snapshot && seq != before + 1) {
            figures.error("a step of " + name + " is missing");
        }
        return seq;
    }

    @Override
    public void ping() {
        try {
            write(PONG);
        } catch (IOException e) {
            gone(e.toString());
        }
    }

    @Override
    public void closed(int code) {
        gone("closed with " + code);
    }

    private void gone(String how) {
        if (!stopping) {
            figures.error(how);
        }
        close();
    }

    void close() {
        stopping = true;
        try {
            channel.close();
        } catch (IOException e) {
            figures.error(e.toString());
        }
    }
}
