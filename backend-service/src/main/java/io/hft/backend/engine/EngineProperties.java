package io.hft.backend.engine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the engine is and how long to wait for it.
 *
 * @param submitTimeout for commands
 * @param queryTimeout for questions
 */
@ConfigurationProperties("hft.engine-client")
public record EngineProperties(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("50051") int port,
        @DefaultValue("3s") Duration submitTimeout,
        @DefaultValue("1s") Duration queryTimeout) {}
