package io.hft.backend.redis;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where several backends count limits together and keep answers that were asked for again.
 *
 * @param url {@code REDIS_URL}; empty: nowhere
 */
@Validated
@ConfigurationProperties("hft.redis")
public record RedisProperties(
        @NotNull
        @Pattern(
                regexp = "|rediss?://([^@/\\s]*@)?[^:@/\\s]+:[0-9]{1,5}(/[0-9]+)?",
                message = "REDIS_URL has the form redis://[user:password@]host:port[/number]")
        String url) {}
