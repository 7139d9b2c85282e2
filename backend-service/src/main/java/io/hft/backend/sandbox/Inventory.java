package io.hft.backend.sandbox;

import io.hft.backend.funding.Deposits;
import io.hft.backend.ledger.Balances;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one of the exchange's own accounts has to trade with: topped up when it runs low. */
final class Inventory {
    private static final Logger log = LoggerFactory.getLogger(Inventory.class);

    private static final BigDecimal LOW = new BigDecimal("20");
    private static final BigDecimal FULL = new BigDecimal("1000");

    private final long userId;
    private final String whose;
    private final Balances balances;
    private final Deposits deposits;

    /** @param whose for the log */
    Inventory(long userId, String whose, Balances balances, Deposits deposits) {
        this.userId = userId;
        this.whose = whose;
        this.balances = balances;
        this.deposits = deposits;
    }

    /** Sees to it that there is many times over what is needed at once. */
    void keep(String asset, BigDecimal atOnce) {
        if (balances.of(userId, asset).available().compareTo(atOnce.multiply(LOW)) < 0) {
            BigDecimal amount = atOnce.multiply(FULL).setScale(0, RoundingMode.UP);
            deposits.deposit(userId, asset, amount);
            log.info("{} inventory of {} is topped up by {}", whose, asset, amount.toPlainString());
        }
    }
}
