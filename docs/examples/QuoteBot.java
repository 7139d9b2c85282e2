import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A trading bot that loses no order: it bids one percent below the best bid and moves its order with the market. No library is needed:
 *
 * <pre>java docs/examples/QuoteBot.java http://127.0.0.1:8000 BTC-USD 5</pre>
 *
 * The third argument is how many rounds it makes, a second each. It shows what every bot has to do: sign its requests, give each order a name of its own, repeat
 * under the same name when an answer is missing, never repeat what was refused, and leave nothing behind when it ends or dies.
 */
public final class QuoteBot {
    /** Worth asking again: the answer says so, or there is none. */
    private static final Set<Integer> AGAIN = Set.of(409, 429, 503);

    private static final int TRIES = 20;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI url;
    private String keyId = "";
    private String secret = "";

    private QuoteBot(URI url) {
        this.url = url;
    }

    public static void main(String[] args) throws Exception {
        QuoteBot bot = new QuoteBot(URI.create(args.length > 0 ? args[0] : "http://127.0.0.1:8000"));
        bot.register();
        bot.trade(args.length > 1 ? args[1] : "BTC-USD", args.length > 2 ? Integer.parseInt(args[2]) : Integer.MAX_VALUE);
    }

    /** A user and an API key of its own. You would do that once and keep key and secret. */
    private void register() throws Exception {
        String name = "bot-" + UUID.randomUUID().toString().substring(0, 8);
        String login = send(() -> json("/api/v1/auth/register")
                .POST(BodyPublishers.ofString("{\"username\":\"" + name + "\",\"email\":\"" + name
                        + "@example.com\",\"password\":\"" + UUID.randomUUID() + "\"}"))
                .build());
        String key = send(() -> json("/api/v1/auth/api-keys")
                .header("Authorization", "Bearer " + text(login, "access_token"))
                .POST(BodyPublishers.ofString("{\"label\":\"" + name + "\",\"scopes\":[\"read\",\"trade\"]}"))
                .build());
        keyId = text(key, "key_id");
        secret = text(key, "secret");
        System.out.println(name + " is registered");
    }

    private void trade(String symbol, int rounds) throws Exception {
        String run = UUID.randomUUID().toString().substring(0, 8);
        String open = "";
        for (int round = 1; round <= rounds; round++) {
            // If this program dies, or its machine: all its orders go, a minute after the last call.
            signed("POST", "/api/v1/orders/cancel-all-after", "{\"timeout_seconds\":60}");
            String ticker = signed("GET", "/api/v1/market/" + symbol + "/ticker", "");
            BigDecimal price = new BigDecimal(text(ticker, "best_bid"))
                    .multiply(new BigDecimal("0.99"))
                    .setScale(2, RoundingMode.DOWN);
            if (!open.isEmpty()) {
                signed("DELETE", "/api/v1/orders/" + open, "");
            }
            // The name stays the same, however often this is sent: there will be one order.
            String order = signed(
                    "POST",
                    "/api/v1/orders",
                    "{\"symbol\":\"" + symbol + "\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"post_only\":true,\"price\":\"" + price.toPlainString()
                            + "\",\"quantity\":\"0.01\",\"client_order_id\":\"" + run + "-" + round + "\"}");
            open = text(order, "order_id");
            System.out.println("round " + round + ": order " + open + " bids " + text(order, "price") + ", " + text(order, "status"));
            Thread.sleep(1_000);
        }
        signed("DELETE", "/api/v1/orders?symbol=" + symbol, "");
        signed("POST", "/api/v1/orders/cancel-all-after", "{\"timeout_seconds\":0}");
        System.out.println("done, nothing is left open");
    }

    /** Signed anew each time that it is sent; what makes a repeat harmless is in the body. */
    private String signed(String method, String path, String body) throws Exception {
        return send(() -> {
            String timestamp = Long.toString(System.currentTimeMillis());
            HttpRequest.Builder request = json(path)
                    .header("X-Api-Key", keyId)
                    .header("X-Api-Timestamp", timestamp)
                    .header("X-Api-Signature", signature(timestamp + method + path + body));
            return request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build();
        });
    }

    private String signature(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder json(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(10)).header("Content-Type", "application/json");
    }

    private interface Request {
        HttpRequest make() throws Exception;
    }

    private String send(Request request) throws Exception {
        for (int attempt = 1; ; attempt++) {
            String problem;
            long waitMillis = Math.min(5_000, 100L << Math.min(attempt, 6));
            try {
                HttpResponse<String> answer = http.send(request.make(), BodyHandlers.ofString());
                // An order that is filled or cancelled already needs no cancellation.
                if (answer.statusCode() < 300 || answer.body().contains("ERR_ORDER_NOT_OPEN")) {
                    return answer.body();
                }
                problem = answer.statusCode() + " " + answer.body();
                if (!AGAIN.contains(answer.statusCode()) || !answer.body().contains("\"retryable\":true")) {
                    throw new IllegalStateException(problem);
                }
                waitMillis = 1_000 * answer.headers().firstValueAsLong("Retry-After").orElse(0) + waitMillis / 4;
            } catch (IOException e) {
                problem = e.toString();
            }
            if (attempt == TRIES) {
                throw new IllegalStateException(problem);
            }
            System.out.println("again in " + waitMillis + " ms: " + problem);
            Thread.sleep(waitMillis);
        }
    }

    private static String text(String json, String field) {
        Matcher found = Pattern.compile("\"" + field + "\":\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + field + " in " + json);
        }
        return found.group(1);
    }
}
