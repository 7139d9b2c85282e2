package io.hft.backend.instruments;

import io.hft.backend.money.FeeRates;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** What new orders pay for being filled, by market, as it is configured. An order keeps the rates that it was admitted with. */
@Component
@EnableConfigurationProperties(FeeProperties.class)
public class FeeSchedule {
    private final FeeRates usual;
    private final Map<String, FeeRates> markets = new HashMap<>();

    public FeeSchedule(FeeProperties properties) {
        this.usual = new FeeRates(properties.makerBps(), properties.takerBps());
        for (String market : properties.markets()) {
            String[] symbolAndRates = market.split("=", 2);
            String[] rates = symbolAndRates[1].split("/", 2);
            markets.put(
                    symbolAndRates[0].trim().toUpperCase(Locale.ROOT),
                    new FeeRates(new BigDecimal(rates[0]), new BigDecimal(rates[1])));
        }
    }

    public FeeRates of(String symbol) {
        return markets.getOrDefault(symbol, usual);
    }
}
