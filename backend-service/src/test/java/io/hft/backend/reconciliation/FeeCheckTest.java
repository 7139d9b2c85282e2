package io.hft.backend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.MoneyDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fee that is not what the fills, their rates or the transfers say is found; one that is right is not. */
class FeeCheckTest {
    private final MoneyDatabase database = new MoneyDatabase();

    @BeforeEach
    void chargeAFee() {
        database.openUser(11);
        database.deposit(11, "USD", "1000");
        database.jdbc().update("insert into ledger_accounts (owner_id, asset) values (9000000002, 'USD')");
        database.jdbc().update("""
                insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity, cumulative_quantity,
                    cumulative_quote, notional, status, held, shard, engine_sequence, taker_fee_bps, fees_due, cumulative_fee)
                values (5, 11, 'BTC-USD', 'BUY', 'LIMIT', 'GTC', 0.33333333, 1, 1, 0.33333333, 0.33333333, 'FILLED', 0, 0, 9,
                    1, 0.000033333333, 0.00003334)
                """);
        database.jdbc().update("""
                insert into fills (shard, sequence, trade_id, order_id, user_id, symbol, side, price, quantity, quote_amount, fee,
                    fee_asset, liquidity, executed_at)
                values (0, 9, 1, 5, 11, 'BTC-USD', 'BUY', 0.33333333, 1, 0.33333333, 0.00003334, 'USD', 'TAKER', now())
                """);
        database.jdbc().update("""
                insert into transfers (asset, debit_account_id, credit_account_id, amount, kind, shard, trade_id, debit_order_id,
                    debit_balance_after, credit_balance_after)
                select 'USD', d.account_id, c.account_id, 0.00003334, 'FEE', 0, 1, 5, 0, 0
                  from ledger_accounts d, ledger_accounts c where d.owner_id = 11 and c.owner_id = 9000000002
                """);
    }

    @Test
    void isContentWithWhatIsRight() {
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update fills set fee = 0.00003335",
                "update orders set cumulative_fee = 0.00003335",
                "update orders set fees_due = 0.000033340001",
                "update transfers set amount = 0.00003333 where kind = 'FEE'",
                "delete from transfers where kind = 'FEE'"
            })
    void findsWhatIsNot(String damage) {
        database.jdbc().update(damage);
        assertThat(found()).hasSize(1).first().asString().contains("order 5");
    }

    private List<Finding> found() {
        Findings findings = new Findings();
        new FillCheck(database.jdbc()).next(0, 100, findings);
        return findings.list();
    }
}
