package io.hft.backend.orders;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of waiting.
 *
 * @param maxWaiting requests that may be on their way through the engine at a time; more are refused at once
 * @param admissionTimeout how long a request may wait for a transaction to begin, and then again for its end
 * @param settlementTimeout how long an answered order may wait for its booking
 * @param stopSlippageBasisPoints how far beyond its stop price a triggered stop may trade, in hundredths of a percent
 * @param repeatTimeout how long a repeat of a request waits for the first one
 */
@ConfigurationProperties("hft.orders")
public record OrderProperties(
        @DefaultValue("2000") int maxWaiting,
        @DefaultValue("1s") Duration admissionTimeout,
        @DefaultValue("5s") Duration settlementTimeout,
        @DefaultValue("5s") Duration repeatTimeout,
        @DefaultValue("500") int stopSlippageBasisPoints) {}
