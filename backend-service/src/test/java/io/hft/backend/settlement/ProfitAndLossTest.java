package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.Side;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Average cost, realised profit and cost basis beside figures that were calculated by hand; docs/api/money.md has the table. */
class ProfitAndLossTest {
    private static final long ALICE = 11;
    private static final long BOB = 12;
    private static final String MARKET = "BTC-USD";

    private final MoneyDatabase database = new MoneyDatabase();
    private final SettlementScript script = new SettlementScript(database);

    @BeforeEach
    void fund() {
        database.openUser(ALICE);
        database.openUser(BOB);
        database.deposit(ALICE, "USD", "1000000");
        database.deposit(BOB, "USD", "1000000");
        database.deposit(BOB, "BTC", "100", "5000000");
    }

    /** The table of docs/api/money.md: quantity, cost basis, realised profit after each step. Taker fee 10 bps, maker fee none. */
    @Test
    void agreesWithTheTable() {
        script.fees("0", "10");
        buy("50000", "1");
        assertPosition("1.00000000", "50050.00000000", "0.00000000");
        buy("53000", "0.5");
        assertPosition("1.50000000", "76576.50000000", "0.00000000");
        sell("60000", "0.6");
        // Cost 76576.5 x 0.6 / 1.5 = 30630.6; proceeds 36000 - 36.
        assertPosition("0.90000000", "45945.90000000", "5333.40000000");
        sell("40000", "0.00000007");
        // Cost 45945.9 x 0.00000007 / 0.9 = 0.00357357; proceeds 0.0028 - 0.0000028.
        assertPosition("0.89999993", "45945.89642643", "5333.39922363");
        sell("45000", "0.89999993");
        // All of the rest; proceeds 40499.99685 - 40.49999685.
        assertPosition("0.00000000", "0.00000000", "-153.00034965");
        buy("45000", "0.1");
        assertPosition("0.10000000", "4504.50000000", "-153.00034965");
    }

    @Test
    void dividesACostThatHasNoEndToTheLastPlace() {
        buy("100", "1");
        buy("101", "2");
        sell("110", "1");
        // Cost 302 / 3 = 100.66666667, half up.
        assertPosition("2.00000000", "201.33333333", "9.33333333");
        sell("110", "1");
        assertPosition("1.00000000", "100.66666666", "18.66666666");
        sell("110", "1");
        assertPosition("0.00000000", "0.00000000", "28.00000000");
    }

    /** 0.06 BTC for one ETH when a BTC is worth 50,000 USD, then 60,000. */
    @Test
    void countsWhatIsPaidInAnotherAssetAsSold() {
        database.deposit(BOB, "ETH", "10", "20000");
        buy("50000", "2");
        assertPosition("2.00000000", "100000.00000000", "0.00000000");
        trade("ETH-BTC", ALICE, BOB, "0.06", "1");
        assertThat(script.position(ALICE, "ETH")).isEqualTo("1.00000000 3000.00000000 0.00000000");
        assertPosition("1.94000000", "97000.00000000", "0.00000000");
        assertThat(script.position(BOB, "ETH"))
                .as("cost 2000, sold for 3000")
                .isEqualTo("9.00000000 18000.00000000 1000.00000000");
        buy("60000", "1");
        trade("ETH-BTC", ALICE, BOB, "0.05", "1");
        // 0.05 BTC are worth 3000 and had cost 157000 x 0.05 / 2.94 = 2670.06802721.
        assertThat(script.position(ALICE, "ETH")).isEqualTo("2.00000000 6000.00000000 0.00000000");
        assertPosition("2.89000000", "154329.93197279", "329.93197279");
    }

    /** What is spent is in the cost or has been realised: nothing is lost to rounding, whatever happens. */
    @Test
    void losesNothingOverRandomTrades() {
        long seed = Long.getLong("hft.test.seed", System.nanoTime());
        System.out.println("ProfitAndLossTest seed: " + seed);
        Random random = new Random(seed);
        BigDecimal quantity = BigDecimal.ZERO;
        for (int i = 0; i < 60; i++) {
            script.fees(bps(random), bps(random));
            String price = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2).toPlainString();
            boolean sells = quantity.signum() > 0 && random.nextBoolean();
            BigDecimal size = sells
                    ? quantity.multiply(BigDecimal.valueOf(1 + random.nextInt(4)))
                            .divide(BigDecimal.valueOf(4), 8, RoundingMode.UP)
                    : BigDecimal.valueOf(1 + random.nextInt(50_000_000), 8);
            if (sells) {
                sell(price, size.toPlainString());
                quantity = quantity.subtract(size);
            } else {
                buy(price, size.toPlainString());
                quantity = quantity.add(size);
            }
            assertThat(database.jdbc().queryForObject("""
                            select (select balance from ledger_accounts where owner_id = 11 and asset = 'USD') - 1000000
                                 + (select cost_basis - realised_pnl from ledger_accounts where owner_id = 11 and asset = 'BTC')
                            """, BigDecimal.class))
                    .as("seed %s, step %s", seed, i)
                    .isZero();
        }
        if (quantity.signum() > 0) {
            sell("100", quantity.toPlainString());
        }
        assertThat(List.of(script.position(ALICE, "BTC").split(" ")).subList(0, 2))
                .as("seed %s", seed)
                .containsExactly("0.00000000", "0.00000000");
    }

    private static String bps(Random random) {
        return BigDecimal.valueOf(random.nextInt(500_000), 4).toPlainString();
    }

    private void buy(String price, String quantity) {
        trade(MARKET, ALICE, BOB, price, quantity);
    }

    private void sell(String price, String quantity) {
        trade(MARKET, BOB, ALICE, price, quantity);
    }

    /** Alice takes. */
    private void trade(String market, long buyer, long seller, String price, String quantity) {
        long buy = script.order(buyer, market, Side.BUY, price, quantity);
        long sell = script.order(seller, market, Side.SELL, price, quantity);
        script.trade(buyer == ALICE ? sell : buy, buyer == ALICE ? buy : sell, price, quantity);
        assertThat(script.book().shortfalls()).isEmpty();
    }

    private void assertPosition(String quantity, String cost, String realised) {
        assertThat(script.position(ALICE, "BTC")).isEqualTo(quantity + " " + cost + " " + realised);
    }
}
