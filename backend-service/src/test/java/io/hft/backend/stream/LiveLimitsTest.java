package io.hft.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hft.backend.engine.EngineContact;
import io.hft.backend.engine.EngineInstrument;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TradingState;
import io.hft.backend.marketdata.Trade;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.LiveClient;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** What a closed sandbox refuses, and what happens to those who take too much or too little. Without an engine. */
@BackendTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "hft.sandbox.enabled=false",
            "hft.identity.access-token-ttl=4s",
            "hft.stream.idle-timeout=2s",
            "hft.stream.max-connections-per-address=6",
            "hft.stream.max-connections-per-user=2",
            "hft.stream.max-subscriptions=3",
            "hft.stream.send-timeout=60s",
            "hft.stream.ping-timeout=60s"
        })
class LiveLimitsTest {
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static int users;

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TradeTopics trades;

    @Autowired
    private Connections connections;

    @BeforeEach
    void openMarket() {
        events.publishEvent(new EngineContact(List.of(new EngineInstrument(
                "BTC-USD",
                "BTC",
                "USD",
                new BigDecimal("0.01"),
                new BigDecimal("0.00000001"),
                ONE,
                ONE,
                0,
                0,
                TradingState.TRADING))));
        await().until(() -> connections.all().isEmpty());
    }

    @Test
    void showsNoAccountWithoutCredentials() {
        try (LiveClient client = LiveClient.connect(port)) {
            for (String channel : List.of("orders", "fills", "balances")) {
                client.subscribe(channel, "").awaitError("ERR_UNAUTHENTICATED");
            }
            client.send("{\"op\":\"cancel_on_disconnect\",\"enabled\":true}").awaitError("ERR_UNAUTHENTICATED");
            client.subscribe("heartbeat", "").awaitChannel("heartbeat", "update");
        }
        assertThatThrownBy(() -> LiveClient.connect(port, "Authorization", "Bearer forged"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(401));
        assertThatThrownBy(() -> LiveClient.connect(port, "Origin", "https://evil.example"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void endsPrivateChannelsWithTheToken() {
        try (LiveClient client = LiveClient.connect(port, "Authorization", "Bearer " + token())) {
            client.subscribe("balances", "").awaitChannel("balances", "snapshot");
            client.subscribe("heartbeat", "");
            client.awaitError("ERR_CREDENTIALS_ENDED");
            client.subscribe("balances", "").awaitError("ERR_UNAUTHENTICATED");
            client.awaitChannel("heartbeat", "update");
            client.send("{\"op\":\"auth\",\"token\":\"" + token() + "\"}").awaitType("authenticated");
            client.subscribe("balances", "").awaitChannel("balances", "snapshot");
        }
    }

    @Test
    void closesConnectionsThatDoNothing() {
        try (LiveClient client = LiveClient.connect(port)) {
            assertThat(client.awaitClose()).isEqualTo(CloseCode.IDLE.status().getCode());
        }
    }

    @Test
    void boundsSubscriptionsAndConnections() {
        try (LiveClient client = LiveClient.connect(port)) {
            client.subscribe("heartbeat", "").subscribe("status", "").subscribe("trades", "'symbols':['BTC-USD']");
            client.awaitChannel("trades", "snapshot");
            client.subscribe("candles", "'symbols':['BTC-USD']").awaitError("ERR_TOO_MANY_SUBSCRIPTIONS");
            client.subscribe("trades", "'symbols':['BTC-USD']").awaitChannel("trades", "snapshot");
        }
        await().until(() -> connections.all().isEmpty());
        String token = token();
        List<LiveClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(LiveClient.connect(port, "Authorization", "Bearer " + token));
            }
            assertThat(open.getLast().awaitClose())
                    .isEqualTo(CloseCode.TOO_MANY_CONNECTIONS.status().getCode());
            await().until(() -> connections.all().size() == 2);
            for (int i = 0; i < 4; i++) {
                open.add(LiveClient.connect(port));
            }
            assertThatThrownBy(() -> LiveClient.connect(port))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause())
                                    .getResponse()
                                    .statusCode())
                            .isEqualTo(429));
        } finally {
            open.forEach(LiveClient::close);
        }
    }

    @Test
    void endsTheConnectionOfAReaderThatIsTooSlowAndOfNobodyElse() throws IOException {
        try (LiveClient quick = LiveClient.connect(port);
                Socket slow = connectAndDoNotRead()) {
            quick.subscribe("trades", "'symbols':['BTC-USD']").awaitChannel("trades", "snapshot");
            slow.getOutputStream()
                    .write(masked("{\"op\":\"subscribe\",\"channel\":\"trades\",\"symbols\":[\"BTC-USD\"]}"));
            slow.getOutputStream().flush();
            await().until(() -> connections.all().stream()
                    .allMatch(session -> !session.subscriptions().isEmpty()));
            long number = 0;
            // Until the network holds no more for it, and then more than may wait.
            while (connections.queuedChars().get() < 100_000) {
                assertThat(number).as("the network's buffers have an end").isLessThan(1_000_000);
                number = trade(number, quick);
            }
            for (int i = 0; i < 6; i++) {
                number = trade(number, quick);
            }
            assertThat(closeCodeAtTheEndOf(slow))
                    .isEqualTo(CloseCode.SLOW_READER.status().getCode());
            await().until(() -> connections.all().size() == 1);
            assertThat(connections.queuedChars()).hasValue(0);
            quick.send("{\"op\":\"ping\"}").awaitType("pong");
        }
    }

    /** 500 trades; the quick reader has them all. */
    private long trade(long before, LiveClient quick) {
        List<Trade> some = new ArrayList<>();
        for (long number = before + 1; number <= before + 500; number++) {
            some.add(new Trade("BTC-USD", number, 0, number, number, ONE, ONE, ONE, Side.BUY, Instant.now()));
        }
        trades.recorded(some);
        quick.await(message -> message.seq() == before + 500, "trade " + (before + 500));
        return before + 500;
    }

    private Socket connectAndDoNotRead() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(("GET /ws/v1 HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head).startsWith("HTTP/1.1 101");
        return socket;
    }

    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    /** Reads frames until the one that closes. */
    private static int closeCodeAtTheEndOf(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] payload = in.readNBytes(length);
            if ((first & 0x0f) == 8) {
                return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
            }
        }
    }

    private String token() {
        String name = "user" + users++;
        Answer answer = new Http(port)
                .postJson(
                        "/api/v1/auth/register",
                        "{\"username\":\"" + name + "\",\"email\":\"" + name
                                + "@example.com\",\"password\":\"correct horse\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json("$.access_token");
    }
}
