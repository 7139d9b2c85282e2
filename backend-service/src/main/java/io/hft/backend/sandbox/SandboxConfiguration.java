package io.hft.backend.sandbox;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.config.SandboxProperties.MarketMode;
import io.hft.backend.funding.Deposits;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.ledger.Balances;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.orders.OrderCancellation;
import io.hft.backend.orders.OrderPlacement;
import io.hft.backend.orders.Orders;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the sandbox, when there is one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("hft.sandbox.enabled")
class SandboxConfiguration {
    @Bean
    SandboxSeed sandboxSeed(
            JdbcClient jdbc, Ledger ledger, PlatformTransactionManager transactions, SandboxProperties properties) {
        return new SandboxSeed(jdbc, ledger, transactions, properties);
    }

    @Bean
    WelcomeMoney welcomeMoney(Ledger ledger, SandboxProperties properties) {
        return new WelcomeMoney(ledger, properties);
    }

    @Bean
    PriceProcess priceProcess(SandboxProperties properties) {
        return properties.market() == MarketMode.RANDOM_WALK
                ? new RandomWalk(properties.marketSeed())
                : instrument -> instrument.referencePrice();
    }

    @Bean
    QuoteBook quoteBook(
            Orders orders,
            OrderPlacement placement,
            OrderCancellation cancellation,
            Deposits deposits,
            Balances balances,
            SandboxSeed seed) {
        return new QuoteBook(
                orders, placement, cancellation, new Inventory(House.USER_ID, "house", balances, deposits));
    }

    @Bean
    HouseQuotes houseQuotes(
            Instruments instruments,
            QuoteBook quotes,
            PriceProcess prices,
            JdbcConnectionDetails database,
            SandboxProperties properties) {
        return new HouseQuotes(instruments, quotes, prices, new QuotesLock(database), properties);
    }

    @Bean
    Takers takers(
            Instruments instruments,
            HouseQuotes quotes,
            OrderPlacement placement,
            Deposits deposits,
            Balances balances,
            SandboxProperties properties,
            Clock clock) {
        Inventory inventory = new Inventory(Takers.USER_ID, "takers", balances, deposits);
        return new Takers(instruments, quotes, placement, inventory, properties, clock);
    }

    @Bean
    MarketHealthIndicator marketHealthIndicator(HouseQuotes quotes) {
        return new MarketHealthIndicator(quotes);
    }
}
