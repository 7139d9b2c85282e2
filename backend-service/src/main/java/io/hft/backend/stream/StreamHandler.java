package io.hft.backend.stream;

import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** The container's side of a session. */
@Component
class StreamHandler extends AbstractWebSocketHandler {
    private static final Logger log = LoggerFactory.getLogger(StreamHandler.class);
    /** Tomcat's name for how long a message may take. */
    private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private final StreamService service;
    private final Connections connections;
    private final StreamProperties limits;
    private final Messages messages;
    private final Map<String, StreamSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, WebSocketSession> sockets = new ConcurrentHashMap<>();

    StreamHandler(StreamService service, Connections connections, StreamProperties limits, Messages messages) {
        this.service = service;
        this.connections = connections;
        this.limits = limits;
        this.messages = messages;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) {
        if (socket instanceof NativeWebSocketSession wrapper
                && wrapper.getNativeSession(Session.class) instanceof Session tomcats) {
            tomcats.getUserProperties().put(SEND_TIMEOUT, limits.sendTimeout().toMillis());
        }
        Outbox outbox = new Outbox(new SocketWire(socket), limits, connections.queuedChars());
        StreamSession session = new StreamSession(
                socket.getId(),
                String.valueOf(socket.getAttributes().get(StreamHandshake.ADDRESS)),
                outbox,
                new Limiter(limits.messagesPerSecond(), limits.messageBurst()),
                messages);
        sessions.put(socket.getId(), session);
        sockets.put(socket.getId(), socket);
        service.opened(session, Optional.ofNullable((StreamIdentity)
                socket.getAttributes().get(StreamHandshake.IDENTITY)));
    }

    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        StreamSession session = sessions.get(socket.getId());
        if (session != null) {
            service.received(session, message.getPayload());
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) throws IOException {
        socket.close(CloseStatus.NOT_ACCEPTABLE.withReason("texts only"));
    }

    @Override
    protected void handlePongMessage(WebSocketSession socket, PongMessage message) {
        StreamSession session = sessions.get(socket.getId());
        if (session != null) {
            session.heard();
        }
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable problem) {
        log.debug("session {}: {}", socket.getId(), problem.toString());
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        sockets.remove(socket.getId());
        StreamSession session = sessions.remove(socket.getId());
        if (session != null) {
            service.ended(session);
        }
    }

    /** Nothing is to be expected of it: what its end means happens now, whenever the connection itself ends. */
    void dead(StreamSession session) {
        sessions.remove(session.id());
        service.ended(session);
    }

    /** The backend stops. */
    void closeAll() {
        sockets.values().forEach(socket -> new SocketWire(socket).close(CloseStatus.GOING_AWAY));
    }

    private record SocketWire(WebSocketSession socket) implements Outbox.Wire {
        @Override
        public void send(String text) throws IOException {
            socket.sendMessage(new TextMessage(text));
        }

        @Override
        public void ping() throws IOException {
            socket.sendMessage(new PingMessage());
        }

        @Override
        public void close(CloseCode code) {
            close(code.status());
        }

        @Override
        public void abort() {
            close(CloseStatus.SESSION_NOT_RELIABLE);
        }

        private void close(CloseStatus status) {
            try {
                socket.close(status);
            } catch (IOException | RuntimeException e) {
                log.debug("session {}: {}", socket.getId(), e.toString());
            }
        }
    }
}
