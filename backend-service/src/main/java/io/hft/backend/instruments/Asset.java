package io.hft.backend.instruments;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be owned.
 *
 * @param priceUsd what one of it is worth now; null while nobody has named a price
 */
public record Asset(String symbol, String name, @Nullable BigDecimal priceUsd) {}
