package io.hft.backend.stream;

import io.hft.backend.instruments.Instruments;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Hangs the live interface on Tomcat. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class StreamConfiguration implements WebSocketConfigurer {
    private static final String TEXT_BUFFER = "org.apache.tomcat.websocket.textBufferSize";
    private static final String BINARY_BUFFER = "org.apache.tomcat.websocket.binaryBufferSize";
    private static final int NO_BINARY = 128;

    private final StreamHandler handler;
    private final StreamHandshake handshake;
    private final StreamProperties limits;

    StreamConfiguration(StreamHandler handler, StreamHandshake handshake, StreamProperties limits) {
        this.handler = handler;
        this.handshake = handshake;
        this.limits = limits;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(handler, "/ws/v1")
                .setHandshakeHandler(new StreamHandshake.Plain())
                .addInterceptors(handshake)
                .setAllowedOrigins(limits.allowedOrigins().toArray(String[]::new));
    }

    @Bean
    static AccountTopics orderTopics(
            OrderTable orders, JdbcClient jdbc, Instruments instruments, StreamProperties limits) {
        return new AccountTopics(orders, jdbc, instruments, limits);
    }

    @Bean
    static AccountTopics fillTopics(
            FillTable fills, JdbcClient jdbc, Instruments instruments, StreamProperties limits) {
        return new AccountTopics(fills, jdbc, instruments, limits);
    }

    /** A session's buffers have these sizes from its beginning on. */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSocketBuffers(StreamProperties limits) {
        return factory -> factory.addContextCustomizers(context -> {
            context.addParameter(TEXT_BUFFER, Integer.toString(limits.maxMessageChars()));
            context.addParameter(BINARY_BUFFER, Integer.toString(NO_BINARY));
        });
    }
}
