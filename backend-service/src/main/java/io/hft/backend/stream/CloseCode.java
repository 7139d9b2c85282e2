package io.hft.backend.stream;

import org.springframework.web.socket.CloseStatus;

/** Why the server ends a connection, besides the codes of RFC 6455 (1001 shutting down, 1003 binary message, 1009 message too big). */
enum CloseCode {
    IDLE(4001, "neither subscribed nor authenticated in time"),
    TOO_MANY_CONNECTIONS(4002, "too many connections of this user"),
    RATE_LIMITED(4003, "too many messages"),
    SLOW_READER(4004, "messages that may not be lost could not be delivered in time; connect again and resume"),
    PING_TIMEOUT(4005, "no answer to a ping");

    private final CloseStatus status;

    CloseCode(int code, String reason) {
        this.status = new CloseStatus(code, reason);
    }

    CloseStatus status() {
        return status;
    }
}
