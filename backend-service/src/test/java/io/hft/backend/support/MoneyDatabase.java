package io.hft.backend.support;

import io.hft.backend.config.DatabaseUrl;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.ledger.Ledger;
import java.math.BigDecimal;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A migrated database of its own with two assets, one market and whatever users a test opens; no Spring context. */
public final class MoneyDatabase {
    public static final Instrument BTC_USD = new Instrument(
            "BTC-USD",
            "BTC",
            "USD",
            new BigDecimal("0.01"),
            new BigDecimal("0.00000001"),
            new BigDecimal("1000"),
            new BigDecimal("50000"),
            0,
            0);

    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Ledger ledger;

    public MoneyDatabase() {
        DatabaseUrl url = DatabaseUrl.parse(TestPostgres.newDatabase());
        this.dataSource = new DriverManagerDataSource(url.jdbcUrl(), url.username(), url.password());
        Flyway.configure().dataSource(dataSource).load().migrate();
        this.jdbc = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.ledger = new Ledger(jdbc);
        jdbc.update("insert into assets (symbol, name) values ('BTC', 'Bitcoin'), ('USD', 'US dollar')");
        jdbc.update("""
                insert into instruments (symbol, base_asset, quote_asset, tick_size, lot_size, max_quantity, reference_price,
                    price_band_basis_points, shard) values ('BTC-USD', 'BTC', 'USD', 0.01, 0.00000001, 1000, 50000, 0, 0)
                """);
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    public JdbcClient client() {
        return JdbcClient.create(jdbc);
    }

    public TransactionTemplate transaction() {
        return transaction;
    }

    public Ledger ledger() {
        return ledger;
    }

    public void openUser(long userId) {
        jdbc.update(
                "insert into users (user_id, username, email, kind) values (?, ?, ?, 'MEMBER')",
                userId,
                "user" + userId,
                "user" + userId + "@test.invalid");
    }

    public void deposit(long userId, String asset, String amount) {
        deposit(userId, asset, amount, "0");
    }

    /** @param valueUsd its cost basis */
    public void deposit(long userId, String asset, String amount, String valueUsd) {
        transaction.executeWithoutResult(
                status -> ledger.deposit(userId, asset, new BigDecimal(amount), new BigDecimal(valueUsd)));
    }

    /** {@code balance/held} of an account, {@code none} without one. */
    public String account(long userId, String asset) {
        return jdbc
                .queryForList(
                        "select balance || '/' || held from ledger_accounts where owner_id = ? and asset = ?",
                        String.class,
                        userId,
                        asset)
                .stream()
                .findFirst()
                .orElse("none");
    }

    public String external(String asset) {
        return jdbc.queryForObject(
                "select balance::text from ledger_accounts where owner_id is null and asset = ?", String.class, asset);
    }

    /** Zero per asset, or the ledger lost its balance. */
    public BigDecimal sum(String asset) {
        return jdbc.queryForObject(
                "select coalesce(sum(balance), 0) from ledger_accounts where asset = ?", BigDecimal.class, asset);
    }

    public long count(String table) {
        Long count = jdbc.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? 0 : count;
    }
}
