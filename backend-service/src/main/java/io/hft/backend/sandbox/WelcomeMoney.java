package io.hft.backend.sandbox;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.identity.UserRegistered;
import io.hft.backend.ledger.Ledger;
import java.math.BigDecimal;
import org.springframework.context.event.EventListener;

/** Gives every new user play money, in the transaction that makes the user. */
final class WelcomeMoney {
    private final Ledger ledger;
    private final BigDecimal amountUsd;

    WelcomeMoney(Ledger ledger, SandboxProperties properties) {
        this.ledger = ledger;
        this.amountUsd = properties.initialUsd();
    }

    @EventListener
    void onUserRegistered(UserRegistered event) {
        if (amountUsd.signum() > 0) {
            ledger.deposit(event.userId(), "USD", amountUsd, amountUsd);
        }
    }
}
