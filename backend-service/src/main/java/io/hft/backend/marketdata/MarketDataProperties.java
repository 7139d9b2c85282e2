package io.hft.backend.marketdata;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Market data.
 *
 * @param bookInterval {@code HFT_BOOK_INTERVAL}: a book is shown to live readers at most once in this time
 */
@Validated
@ConfigurationProperties("hft.market-data")
record MarketDataProperties(
        @NotNull @DurationMin(millis = 1) @DefaultValue("20ms")
        Duration bookInterval) {}
