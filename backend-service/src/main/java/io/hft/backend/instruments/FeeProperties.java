package io.hft.backend.instruments;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Fees in basis points of the quote amount.
 *
 * @param makerBps {@code HFT_MAKER_FEE_BPS}: where a market has none of its own
 * @param takerBps {@code HFT_TAKER_FEE_BPS}: likewise
 * @param markets {@code HFT_MARKET_FEES}: {@code SYMBOL=maker/taker} of single markets
 */
@Validated
@ConfigurationProperties("hft.fees")
public record FeeProperties(
        @DefaultValue("0") @NotNull @DecimalMin("0") @DecimalMax("10000") @Digits(integer = 5, fraction = 4)
        BigDecimal makerBps,

        @DefaultValue("0") @NotNull @DecimalMin("0") @DecimalMax("10000") @Digits(integer = 5, fraction = 4)
        BigDecimal takerBps,

        @DefaultValue List<@Pattern(regexp = "[^=]+=[0-9]+(\\.[0-9]{1,4})?/[0-9]+(\\.[0-9]{1,4})?") String> markets) {}
