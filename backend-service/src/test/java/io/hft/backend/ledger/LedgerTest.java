package io.hft.backend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.database.Statements;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

class LedgerTest {
    private static MoneyDatabase database;
    private static long users = 100;

    private final long user = ++users;

    @BeforeAll
    static void migrate() {
        database = new MoneyDatabase();
    }

    private HoldResult hold(String amount) {
        return database.transaction().execute(status -> database.ledger().hold(user, "USD", new BigDecimal(amount)));
    }

    @Test
    void depositsComeFromOutside() {
        database.openUser(user);
        database.deposit(user, "USD", "100.5");
        database.deposit(user, "USD", "0.00000001");
        assertThat(database.account(user, "USD")).isEqualTo("100.50000001/0.00000000");
        assertThat(database.sum("USD")).isZero();
    }

    @Test
    void holdsOnlyWhatIsAvailable() {
        database.openUser(user);
        assertThat(hold("0.00000001"))
                .isInstanceOfSatisfying(HoldResult.Insufficient.class, refused -> assertThat(refused.available())
                        .isZero());
        database.deposit(user, "USD", "10");
        assertThat(hold("10")).isInstanceOf(HoldResult.Held.class);
        assertThat(hold("0.00000001")).isInstanceOf(HoldResult.Insufficient.class);
        database.transaction()
                .executeWithoutResult(status -> database.ledger().release(user, "USD", new BigDecimal("4")));
        assertThat(database.account(user, "USD")).isEqualTo("10.00000000/6.00000000");
    }

    @Test
    void theDatabaseItselfForbidsWhatCannotBe() {
        database.openUser(user);
        database.deposit(user, "USD", "10");
        assertThatThrownBy(() -> database.transaction().executeWithoutResult(status -> database.ledger()
                        .release(user, "USD", new BigDecimal("0.00000001"))))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() ->
                        database.jdbc().update("update ledger_accounts set balance = -1 where owner_id = ?", user))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(
                        () -> database.jdbc().update("update ledger_accounts set held = 11 where owner_id = ?", user))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> database.jdbc()
                        .update(
                                "insert into ledger_accounts (owner_id, asset) select owner_id, asset from ledger_accounts"
                                        + " where owner_id is null"))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void writesNothingOfABatchThatWouldBreakARule() {
        database.openUser(user);
        database.deposit(user, "USD", "10");
        long transfers = database.count("transfers");
        AccountKey from = AccountKey.of(user, "USD");
        AccountKey to = AccountKey.external("USD");
        assertThatThrownBy(() -> database.transaction().executeWithoutResult(status -> {
                    LockedAccounts accounts = database.ledger().lock(List.of(from, to));
                    accounts.transfer(from, to, new BigDecimal("11"), new TradeReference(0, 1, 1L, null));
                    database.ledger().write(accounts);
                }))
                .isInstanceOf(LedgerViolation.class);
        assertThat(database.account(user, "USD")).isEqualTo("10.00000000/0.00000000");
        assertThat(database.count("transfers")).isEqualTo(transfers);
    }

    @Test
    void opensAccountsAgainAfterARollback() {
        database.openUser(user);
        AccountKey key = AccountKey.of(user, "BTC");
        database.transaction().executeWithoutResult(status -> {
            database.ledger().lock(List.of(key));
            status.setRollbackOnly();
        });
        assertThat(database.account(user, "BTC")).isEqualTo("none");
        database.deposit(user, "BTC", "1");
        assertThat(database.account(user, "BTC")).isEqualTo("1.00000000/0.00000000");
    }

    @Test
    void locksAlongWithOtherStatements() {
        database.openUser(user);
        AccountKey usd = AccountKey.of(user, "USD");
        AccountKey btc = AccountKey.of(user, "BTC");
        database.deposit(user, "USD", "10");
        database.transaction().executeWithoutResult(status -> {
            // Seen, and gone again.
            database.ledger().lock(List.of(btc));
            status.setRollbackOnly();
        });
        database.transaction().executeWithoutResult(status -> {
            Statements statements = new Statements();
            List<Integer> before = new ArrayList<>();
            statements.query("select ?::integer + 1 as n", row -> before.add(row.getInt("n")), 41);
            Ledger.Locking known = database.ledger().lock(List.of(usd), statements);
            Ledger.Locking gone = database.ledger().lock(List.of(usd, btc), statements);
            assertThat(statements.execute(database.jdbc())).isZero();
            assertThat(before).containsExactly(42);
            assertThat(known.open().available(usd)).isEqualByComparingTo("10");
            assertThat(gone.open().contains(btc)).isFalse();
            LockedAccounts all = gone.all();
            assertThat(all.available(btc)).isZero();
            all.changeHold(usd, new BigDecimal("4"));
            database.ledger().write(all);
        });
        assertThat(database.account(user, "USD")).isEqualTo("10.00000000/4.00000000");
        assertThat(database.account(user, "BTC")).isEqualTo("0.00000000/0.00000000");
    }

    @Test
    void conservesMoneyWhenManyMoveItAtOnce() throws Exception {
        long seed = Long.getLong("hft.test.seed", System.nanoTime());
        System.out.println("LedgerTest seed: " + seed);
        List<Long> owners = IntStream.range(0, 6).mapToObj(i -> ++users).toList();
        owners.forEach(owner -> {
            database.openUser(owner);
            database.deposit(owner, "USD", "1000");
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Void>> work = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(thread -> () -> {
                        Random random = new Random(seed + thread);
                        for (int i = 0; i < 40; i++) {
                            moveSome(owners, random);
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(database.sum("USD")).as("seed %s", seed).isZero();
    }

    private void moveSome(List<Long> owners, Random random) {
        AccountKey from = AccountKey.of(owners.get(random.nextInt(owners.size())), "USD");
        AccountKey to = AccountKey.of(owners.get(random.nextInt(owners.size())), "USD");
        if (!from.equals(to)) {
            database.transaction().executeWithoutResult(status -> {
                LockedAccounts accounts = database.ledger().lock(List.of(from, to));
                BigDecimal amount = BigDecimal.valueOf(1 + random.nextLong(100_000_000), 8);
                accounts.transfer(from, to, amount, new TradeReference(0, 1, null, null));
                database.ledger().write(accounts);
            });
        }
    }
}
