import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.math.BigDecimal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Keeps one market's book from the live interface and checks it after each message. No library is needed:
 *
 * <pre>java docs/examples/BookClient.java ws://127.0.0.1:8000/ws/v1 BTC-USD</pre>
 *
 * A third argument ends it after so many checked messages; the last line is then the text over which the checksum goes. It shows all that a
 * client of the channel "book" has to do: begin with a snapshot, apply changes in the order of "seq", subscribe again when one is missing or the
 * checksum differs, connect again when the connection is gone or silent.
 */
public final class BookClient {
    private static final Pattern TEXT = Pattern.compile("\"(channel|type|error_code)\":\"([^\"]*)\"");
    private static final Pattern NUMBER = Pattern.compile("\"(seq|checksum)\":([0-9]+)");
    private static final Pattern LEVELS = Pattern.compile("\"(bids|asks)\":\\[(.*?)\\](?=,\")");
    private static final Pattern LEVEL = Pattern.compile("\\[\"([0-9.]+)\",\"([0-9.]+)\"\\]");
    private static final String GONE = "";

    /** Price to quantity, best first; the texts exactly as they came. */
    private final TreeMap<BigDecimal, String[]> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, String[]> asks = new TreeMap<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final URI uri;
    private final String symbol;
    private final long wanted;
    private long seq;
    private boolean synced;
    private long checked;

    private BookClient(URI uri, String symbol, long wanted) {
        this.uri = uri;
        this.symbol = symbol;
        this.wanted = wanted;
    }

    public static void main(String[] args) throws Exception {
        URI uri = URI.create(args.length > 0 ? args[0] : "ws://127.0.0.1:8000/ws/v1");
        String symbol = args.length > 1 ? args[1] : "BTC-USD";
        new BookClient(uri, symbol, args.length > 2 ? Long.parseLong(args[2]) : Long.MAX_VALUE).run();
    }

    private void run() throws InterruptedException {
        while (checked < wanted) {
            try {
                follow(connect());
            } catch (java.util.concurrent.CompletionException e) {
                System.out.println("not connected: " + e.getCause());
            }
            synced = false;
            if (checked < wanted) {
                TimeUnit.SECONDS.sleep(1);
            }
        }
        System.out.println(checkedText());
    }

    private WebSocket connect() {
        messages.clear();
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new Receiver()).join();
        // The heartbeat tells silence from a quiet market.
        socket.sendText("{\"op\":\"subscribe\",\"channel\":\"heartbeat\",\"id\":1}", true).join();
        subscribe(socket);
        return socket;
    }

    /** The first time, and whenever the book is in doubt: the answer begins with a snapshot. */
    private void subscribe(WebSocket socket) {
        synced = false;
        socket.sendText("{\"op\":\"subscribe\",\"channel\":\"book\",\"symbols\":[\"" + symbol + "\"],\"id\":2}", true).join();
    }

    private void follow(WebSocket socket) throws InterruptedException {
        while (checked < wanted) {
            String message = messages.poll(5, TimeUnit.SECONDS);
            if (message == null || message.equals(GONE)) {
                System.out.println(message == null ? "silence: the book is stale" : "the connection is gone: the book is stale");
                socket.abort();
                return;
            }
            if (!apply(message)) {
                System.out.println("the book is in doubt, beginning anew");
                subscribe(socket);
            }
        }
        socket.abort();
    }

    /** False when the book must begin anew. */
    private boolean apply(String message) {
        String channel = text(message, "channel");
        String type = text(message, "type");
        if (type.equals("error")) {
            System.out.println(message);
            System.exit(1);
        }
        if (!channel.equals("book") || type.equals("subscribed")) {
            return true;
        }
        if (type.equals("stale")) {
            System.out.println("the exchange says that its book is stale; a snapshot follows");
            synced = false;
            return true;
        }
        long next = number(message, "seq");
        if (type.equals("snapshot")) {
            bids.clear();
            asks.clear();
        } else if (!synced) {
            return true;
        } else if (next != seq + 1) {
            return false;
        }
        Matcher sides = LEVELS.matcher(message);
        while (sides.find()) {
            apply(sides.group(1).equals("bids") ? bids : asks, sides.group(2));
        }
        seq = next;
        synced = true;
        CRC32 crc = new CRC32();
        crc.update(checkedText().getBytes(StandardCharsets.US_ASCII));
        if (crc.getValue() != number(message, "checksum")) {
            return false;
        }
        checked++;
        System.out.printf("%s %d: %s / %s, checksum ok%n", type, seq, best(bids), best(asks));
        return true;
    }

    private static void apply(TreeMap<BigDecimal, String[]> side, String levels) {
        Matcher level = LEVEL.matcher("[" + levels + "]");
        while (level.find()) {
            BigDecimal price = new BigDecimal(level.group(1));
            if (new BigDecimal(level.group(2)).signum() == 0) {
                side.remove(price);
            } else {
                side.put(price, new String[] {level.group(1), level.group(2)});
            }
        }
    }

    /** bid price:bid quantity:ask price:ask quantity and so on, ten levels of each side, taking turns. */
    private String checkedText() {
        StringBuilder text = new StringBuilder();
        Iterator<String[]> bid = bids.values().iterator();
        Iterator<String[]> ask = asks.values().iterator();
        for (int i = 0; i < 10; i++) {
            if (bid.hasNext()) {
                append(text, bid.next());
            }
            if (ask.hasNext()) {
                append(text, ask.next());
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String[] level) {
        text.append(text.isEmpty() ? "" : ":").append(level[0]).append(':').append(level[1]);
    }

    private static String best(Map<BigDecimal, String[]> side) {
        return side.isEmpty() ? "-" : String.join(" x ", side.values().iterator().next());
    }

    private static String text(String message, String field) {
        Matcher matcher = TEXT.matcher(message);
        while (matcher.find()) {
            if (matcher.group(1).equals(field)) {
                return matcher.group(2);
            }
        }
        return "";
    }

    private static long number(String message, String field) {
        Matcher matcher = NUMBER.matcher(message);
        while (matcher.find()) {
            if (matcher.group(1).equals(field)) {
                return Long.parseLong(matcher.group(2));
            }
        }
        throw new IllegalArgumentException(message);
    }

    /** Puts whole messages into the queue. Pings are answered by the library. */
    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            System.out.println("closed: " + code + " " + reason);
            messages.add(GONE);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable problem) {
            messages.add(GONE);
        }
    }
}
