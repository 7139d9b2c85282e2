package io.hft.backend.engine;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the channel and what hangs on it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EngineProperties.class)
class EngineConfiguration {
    /** Depth of a deep book and a batch of events fit many times over. */
    private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

    private static final int KEEP_ALIVE_SECONDS = 5;

    @Bean(destroyMethod = "shutdownNow")
    ManagedChannel engineChannel(EngineProperties properties) {
        return NettyChannelBuilder.forAddress(properties.host(), properties.port())
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .idleTimeout(365, TimeUnit.DAYS)
                // A connection that has died silently is a broken one: whoever shows its data as live must hear of it.
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .disableRetry()
                .build();
    }

    @Bean
    EngineGateway engineGateway(ManagedChannel channel, EngineProperties properties) {
        return new GrpcEngineGateway(channel, properties.submitTimeout(), properties.queryTimeout());
    }

    @Bean
    EngineAdministration engineAdministration(ManagedChannel channel) {
        return new GrpcEngineAdministration(channel);
    }

    @Bean
    EngineOrders engineOrders(ManagedChannel channel, EngineProperties properties) {
        return new GrpcEngineOrders(channel, properties.queryTimeout());
    }

    @Bean
    EngineEvents engineEvents(ManagedChannel channel) {
        return new GrpcEngineEvents(channel);
    }

    @Bean
    EngineDepth engineDepth(ManagedChannel channel) {
        return new GrpcEngineDepth(channel);
    }

    @Bean
    EngineLink engineLink(
            ManagedChannel channel,
            EngineGateway gateway,
            ApplicationEventPublisher publisher,
            EngineProperties properties) {
        return new GrpcEngineLink(channel, gateway, publisher, properties.host() + ":" + properties.port());
    }
}
