package io.hft.backend.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.Decimals;
import io.hft.backend.sandbox.TakerFlow.Take;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TakerFlowTest {
    private static final int ROUND = 2 * TakerFlow.SIZES_PER_ROUND;

    private static List<Take> takes(Instrument instrument, long seed, int count) {
        TakerFlow flow = new TakerFlow(instrument, seed);
        return Stream.generate(flow::next).limit(count).toList();
    }

    private static Instrument market(String symbol, String lot, String max, String reference) {
        return new Instrument(
                symbol,
                symbol.substring(0, symbol.indexOf('-')),
                "USD",
                new BigDecimal("0.01"),
                new BigDecimal(lot),
                new BigDecimal(max),
                new BigDecimal(reference),
                0,
                0);
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(takes(MoneyDatabase.BTC_USD, 7, 100)).isEqualTo(takes(MoneyDatabase.BTC_USD, 7, 100));
        assertThat(takes(MoneyDatabase.BTC_USD, 7, 100)).isNotEqualTo(takes(MoneyDatabase.BTC_USD, 8, 100));
        assertThat(takes(market("ETH-USD", "0.00000001", "1000", "50000"), 7, 100))
                .isNotEqualTo(takes(MoneyDatabase.BTC_USD, 7, 100));
    }

    @Test
    void sellsInEachRoundWhatItBought() {
        for (long seed = 1; seed <= 50; seed++) {
            List<Take> takes = takes(MoneyDatabase.BTC_USD, seed, 4 * ROUND);
            for (int round = 0; round < 4; round++) {
                BigDecimal net = takes.subList(round * ROUND, (round + 1) * ROUND).stream()
                        .map(take -> take.side() == Side.BUY
                                ? take.quantity()
                                : take.quantity().negate())
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(net).as("seed %d, round %d", seed, round).isZero();
            }
        }
    }

    @Test
    void staysSmallAndOnTheGridInAnyMarket() {
        for (Instrument market : List.of(
                MoneyDatabase.BTC_USD,
                market("PENNY-USD", "1", "500", "0.01"),
                market("GOLD-USD", "0.5", "100", "3333.33"),
                market("HOUSE-USD", "1", "10", "750000"))) {
            Set<BigDecimal> sizes = new HashSet<>();
            BigDecimal largest = TakerFlow.VALUE_MAX_USD
                    .divide(market.referencePrice(), 8, java.math.RoundingMode.DOWN)
                    .max(market.lotSize())
                    .min(market.maxQuantity());
            for (Take take : takes(market, 3, 40 * ROUND)) {
                assertThat(take.quantity()).isPositive().isLessThanOrEqualTo(largest);
                assertThat(take.quantity()).isLessThanOrEqualTo(TakerFlow.quantityMax(market));
                assertThat(Decimals.onGrid(take.quantity(), market.lotSize()))
                        .as("%s of %s", take.quantity(), market.symbol())
                        .isTrue();
                sizes.add(take.quantity().stripTrailingZeros());
            }
            assertThat(sizes.size())
                    .as(market.symbol())
                    .isGreaterThan(market.symbol().equals("BTC-USD") ? 20 : 0);
        }
    }

    @Test
    void sendsTheSameHoweverOftenItPauses() {
        TakerFlow flow = new TakerFlow(MoneyDatabase.BTC_USD, 7);
        List<Take> takes = Stream.generate(() -> {
                    flow.pause(Duration.ofSeconds(1));
                    return flow.next();
                })
                .limit(100)
                .toList();
        assertThat(takes).isEqualTo(takes(MoneyDatabase.BTC_USD, 7, 100));
    }

    @Test
    void pausesAroundTheMean() {
        TakerFlow flow = new TakerFlow(MoneyDatabase.BTC_USD, 5);
        Duration mean = Duration.ofMillis(1000);
        List<Long> millis =
                Stream.generate(() -> flow.pause(mean).toMillis()).limit(1000).toList();
        assertThat(millis).allSatisfy(one -> assertThat(one).isBetween(500L, 1500L));
        assertThat(millis.stream().mapToLong(one -> one).average().orElseThrow())
                .isBetween(950.0, 1050.0);
    }
}
