package io.hft.backend.stream;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the live interface.
 *
 * @param maxConnections at a time on this backend
 * @param maxConnectionsPerAddress at a time from one network address
 * @param maxConnectionsPerUser at a time with one user's credentials
 * @param maxSubscriptions of a connection; each channel and market counts
 * @param messagesPerSecond that a connection may send, on the average
 * @param messageBurst that it may send at once
 * @param maxMessageChars of one message of a client
 * @param queueMessages that wait for a reader at the most
 * @param queueChars that wait for a reader at the most
 * @param totalQueueChars that wait for all readers at the most
 * @param idleTimeout for a connection that neither subscribes nor authenticates
 * @param pingInterval between two pings of the server
 * @param pingTimeout a connection from which nothing came for so long is dead
 * @param sendTimeout for one message; then the connection is dead
 * @param tickerInterval between two messages of a ticker or candle at the least
 * @param balancesInterval between two looks for balances that changed without an order
 * @param resumeEvents a private stream is resumed from so far back at the most
 * @param resumeMessages that are sent again at the most
 * @param allowedOrigins of web pages besides our own; none by default
 */
@Validated
@ConfigurationProperties("hft.stream")
public record StreamProperties(
        @Min(1) @DefaultValue("5000") int maxConnections,
        @Min(1) @DefaultValue("2000") int maxConnectionsPerAddress,
        @Min(1) @DefaultValue("50") int maxConnectionsPerUser,
        @Min(1) @DefaultValue("200") int maxSubscriptions,
        @Min(1) @DefaultValue("50") int messagesPerSecond,
        @Min(1) @DefaultValue("200") int messageBurst,
        @Min(1024) @DefaultValue("8192") int maxMessageChars,
        @Min(16) @DefaultValue("2048") int queueMessages,
        @Min(1024) @DefaultValue("524288") int queueChars,
        @Min(1024) @DefaultValue("67108864") long totalQueueChars,

        @NotNull @DurationMin(millis = 1) @DefaultValue("30s")
        Duration idleTimeout,

        @NotNull @DurationMin(millis = 1) @DefaultValue("10s")
        Duration pingInterval,

        @NotNull @DurationMin(millis = 1) @DefaultValue("25s")
        Duration pingTimeout,

        @NotNull @DurationMin(millis = 1) @DefaultValue("10s")
        Duration sendTimeout,

        @NotNull @DurationMin(millis = 1) @DefaultValue("250ms")
        Duration tickerInterval,

        @NotNull @DurationMin(millis = 1) @DefaultValue("1s")
        Duration balancesInterval,

        @Min(1) @DefaultValue("1000000") long resumeEvents,
        @Min(1) @DefaultValue("1000") int resumeMessages,
        @DefaultValue({}) List<String> allowedOrigins) {
    public StreamProperties {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
