package io.hft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load test that cannot find a lost order is worth nothing: here some are lost. */
class OrderCheckTest {
    private final Deque<String> placed = new ArrayDeque<>();
    private String pages = "";
    private HttpServer server;
    private HttpClient http;
    private URI url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/orders", exchange -> {
            final boolean places = exchange.getRequestMethod().equals("POST");
            final String answer = places ? placed.remove() : pages;
            final byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    places ? answer.isEmpty() ? 503 : 201 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        http = HttpClient.newHttpClient();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    @Test
    void findsNothingWhereNothingIsWrong() throws Exception {
        final LoadUser user = userToldOf(order("1", "NEW"), order("2", "FILLED"));
        pages = page(order("2", "FILLED"), order("1", "NEW"));

        final OrderCheck.Result result = check(user, Set.of("1", "2"));

        assertThat(result).isEqualTo(new OrderCheck.Result(2, 2, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void findsLostChangedAndSilentOrders() throws Exception {
        final LoadUser user = userToldOf(order("1", "NEW"), order("2", "FILLED"), order("3", "NEW"));
        pages = page(order("3", "NEW"), order("2", "CANCELED"));

        final OrderCheck.Result result = check(user, Set.of("1", "2"));

        assertThat(result.lost()).containsExactly("1 NEW");
        assertThat(result.changed()).containsExactly("2 FILLED, now CANCELED");
        assertThat(result.notSeenLive()).containsExactly("3");
        assertThat(result.unexplained()).isEmpty();
    }

    @Test
    void findsOrdersThatNobodyWasToldOfUnlessAnAnswerWasMissing() throws Exception {
        final LoadUser told = userToldOf(order("1", "NEW"));
        pages = page(order("1", "NEW"), order("2", "NEW"));
        assertThat(check(told, Set.of("1")).unexplained())
                .containsExactly("2 orders of a user who was told of 1 and not of 0");

        final LoadUser unanswered = userToldOf(order("1", "NEW"), "");
        assertThat(unanswered.serverErrors()).isOne();
        assertThat(check(unanswered, Set.of("1")).unexplained()).isEmpty();
    }

    /** A user whose orders got these answers, an empty one being a 503. */
    private LoadUser userToldOf(String... answers) {
        final Market market = new Market("BTC-USD", new BigDecimal("50000.00"), new BigDecimal("0.01"), "0.001");
        final long begin = System.nanoTime();
        placed.addAll(List.of(answers));
        final LoadUser user = new LoadUser(http, url, "token", market, new Timeline(begin, 60), 1);
        for (int i = 0; i < answers.length; i++) {
            user.place(begin);
        }
        return user;
    }

    private OrderCheck.Result check(LoadUser user, Set<String> seenLive) throws Exception {
        return new OrderCheck(http, url, seenLive).of(List.of(user));
    }

    private static String order(String id, String status) {
        return "{\"order_id\":\"" + id + "\",\"status\":\"" + status + "\"}";
    }

    private static String page(String... orders) {
        return "{\"items\":[" + String.join(",", orders) + "],\"next_cursor\":null}";
    }
}
