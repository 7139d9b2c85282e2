package io.hft.backend.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.engine.Side;
import io.hft.backend.money.FeeRates;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fees of makers and takers, and what is held for them. */
class FeeSettlementTest {
    private static final long ALICE = 11;
    private static final long BOB = 12;
    private static final String MARKET = "BTC-USD";

    private final MoneyDatabase database = new MoneyDatabase();
    private final SettlementScript script = new SettlementScript(database);

    @BeforeEach
    void fund() {
        database.openUser(ALICE);
        database.openUser(BOB);
        database.deposit(ALICE, "USD", "1000");
        database.deposit(BOB, "BTC", "10");
    }

    @Test
    void chargesTheMakerAndTheTakerInTheQuoteCurrency() {
        script.fees("10", "25");
        long sell = script.order(BOB, MARKET, Side.SELL, "100", "2");
        long buy = script.order(ALICE, MARKET, Side.BUY, "110", "3");
        assertThat(database.account(ALICE, "USD")).as("330 and 25 bps of it").isEqualTo("1000.00000000/330.82500000");
        script.trade(sell, buy, "100", "2");
        script.book();
        assertThat(database.account(ALICE, "USD"))
                .as("200 and 0.50 paid, 110 and 0.275 held")
                .isEqualTo("799.50000000/110.27500000");
        assertThat(database.account(BOB, "USD")).as("200 less 0.20").isEqualTo("199.80000000/0.00000000");
        assertThat(database.account(9_000_000_002L, "USD")).isEqualTo("0.70000000/0.00000000");
        assertThat(database.jdbc()
                        .queryForList(
                                "select order_id || ' ' || liquidity || ' ' || fee || ' ' || fee_asset from fills order by sequence",
                                String.class))
                .containsExactly(sell + " MAKER 0.20000000 USD", buy + " TAKER 0.50000000 USD");
        script.event(Type.CANCELED, buy);
        script.book();
        assertThat(database.account(ALICE, "USD")).isEqualTo("799.50000000/0.00000000");
    }

    /** Three fills of 1 at 0.33333333 at 1 bp: 0.000033333333 each, 0.000099999999 in all. */
    @Test
    void roundsTheFeesOfAnOrderUpOnceAndNotOncePerFill() {
        script.fees("0", "1");
        long sell = script.order(BOB, MARKET, Side.SELL, "0.33333333", "3");
        long buy = script.order(ALICE, MARKET, Side.BUY, "0.33333333", "3");
        assertThat(database.account(ALICE, "USD")).isEqualTo("1000.00000000/1.00009999");
        for (int fill = 0; fill < 3; fill++) {
            script.trade(sell, buy, "0.33333333", "1");
            script.book();
        }
        assertThat(database.jdbc()
                        .queryForList(
                                "select fee::text from fills where order_id = " + buy + " order by sequence",
                                String.class))
                .containsExactly("0.00003334", "0.00003333", "0.00003333");
        assertThat(database.account(ALICE, "USD")).isEqualTo("998.99990001/0.00000000");
    }

    /** With all the money there is: a hold of one price must cover every way to be filled below it. */
    @Test
    void neverNeedsMoreThanIsHeldHoweverAnOrderIsFilled() {
        long seed = Long.getLong("hft.test.seed", System.nanoTime());
        System.out.println("FeeSettlementTest seed: " + seed);
        Random random = new Random(seed);
        database.deposit(BOB, "BTC", "1000");
        long poor = 20;
        for (int round = 0; round < 25; round++) {
            poor++;
            database.openUser(poor);
            FeeRates rates = new FeeRates(bps(random), bps(random));
            script.fees(rates.makerBps().toPlainString(), rates.takerBps().toPlainString());
            BigDecimal limit = BigDecimal.valueOf(1 + random.nextLong(200_000_000), 8);
            BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(300_000_000), 8);
            BigDecimal all = rates.holdOfBuy(limit, quantity);
            database.deposit(poor, "USD", all.toPlainString());
            long buy = script.order(poor, MARKET, Side.BUY, limit.toPlainString(), quantity.toPlainString());
            long sell = script.order(BOB, MARKET, Side.SELL, "0.00000001", quantity.toPlainString());
            for (BigDecimal piece : pieces(quantity, random)) {
                boolean atLimit = random.nextInt(4) > 0;
                BigDecimal price = atLimit
                        ? limit
                        : BigDecimal.valueOf(
                                1 + random.nextLong(limit.movePointRight(8).longValueExact()), 8);
                boolean buyerMakes = random.nextBoolean();
                script.trade(
                        buyerMakes ? buy : sell, buyerMakes ? sell : buy, price.toPlainString(), piece.toPlainString());
                if (random.nextBoolean()) {
                    assertThat(script.book().shortfalls()).as("seed %s", seed).isEmpty();
                }
            }
            script.event(Type.CANCELED, buy);
            script.event(Type.CANCELED, sell);
            assertThat(script.book().shortfalls()).as("seed %s", seed).isEmpty();
            assertThat(database.account(poor, "USD")).as("seed %s", seed).endsWith("/0.00000000");
        }
    }

    private static BigDecimal bps(Random random) {
        return BigDecimal.valueOf(random.nextInt(1_000_000), 4);
    }

    private static List<BigDecimal> pieces(BigDecimal quantity, Random random) {
        List<BigDecimal> pieces = new ArrayList<>();
        long left = quantity.movePointRight(8).longValueExact();
        for (int i = 0; i < 12 && left > 0; i++) {
            long piece = 1 + random.nextLong(left);
            pieces.add(BigDecimal.valueOf(piece, 8));
            left -= piece;
        }
        return pieces;
    }
}
