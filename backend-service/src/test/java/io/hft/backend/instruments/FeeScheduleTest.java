package io.hft.backend.instruments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.money.FeeRates;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeeScheduleTest {
    @Test
    void hasRatesOfItsOwnForSomeMarkets() {
        FeeSchedule fees = new FeeSchedule(new FeeProperties(
                new BigDecimal("1"), new BigDecimal("2"), List.of("btc-usd=0/2.5", "ETH-USD=10000/0.0001")));
        assertThat(fees.of("BTC-USD")).isEqualTo(new FeeRates(new BigDecimal("0"), new BigDecimal("2.5")));
        assertThat(fees.of("ETH-USD").makerBps()).isEqualByComparingTo("10000");
        assertThat(fees.of("SOL-USD")).isEqualTo(new FeeRates(new BigDecimal("1"), new BigDecimal("2")));
    }

    @Test
    void refusesRatesOutsideOfTheirRange() {
        for (String rate : List.of("-1", "10000.0001", "0.00001")) {
            assertThatThrownBy(() -> new FeeRates(BigDecimal.ZERO, new BigDecimal(rate)))
                    .as(rate)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void holdsThePriceAndTheHigherOfTheTwoFees() {
        FeeRates rates = new FeeRates(new BigDecimal("30"), new BigDecimal("10"));
        assertThat(rates.holdOfBuy(new BigDecimal("100"), new BigDecimal("2"))).isEqualByComparingTo("200.6");
        assertThat(FeeRates.NONE.holdOfBuy(new BigDecimal("0.33"), new BigDecimal("0.00000001")))
                .isEqualByComparingTo("0.00000001");
        assertThat(rates.holdOfBuy(new BigDecimal("0.33"), new BigDecimal("0.00000001")))
                .as("both rounded up")
                .isEqualByComparingTo("0.00000002");
    }
}
