package io.hft.backend.ledger;

import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what owners have. */
@Component
public class Balances {
    private final JdbcClient jdbc;

    public Balances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All accounts of a user by asset, empty ones included; empty for an unknown user. */
    public List<Balance> of(long userId) {
        return jdbc.sql("select asset, balance, held from ledger_accounts where owner_id = ? order by asset")
                .param(userId)
                .query((row, number) ->
                        new Balance(row.getString("asset"), row.getBigDecimal("balance"), row.getBigDecimal("held")))
                .list();
    }

    /** One account of a user; zero where there is none. */
    public Balance of(long userId, String asset) {
        return of(userId).stream()
                .filter(balance -> balance.asset().equals(asset))
                .findFirst()
                .orElseGet(() -> new Balance(asset, Decimals.ZERO, Decimals.ZERO));
    }

    /** What the payer of an order had right after its last payment; empty when it paid nothing. */
    public Optional<BigDecimal> afterLastPaymentOf(long orderId) {
        return jdbc.sql("""
                        select debit_balance_after from transfers where debit_order_id = ?
                        order by transfer_id desc limit 1
                        """).param(orderId).query(BigDecimal.class).optional();
    }
}
